// The wasm instance dies: everyone waiting gets an answer, the next request a fresh instance, and a ban is not forgotten.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startEverything } from "./edge.mjs";
import { LISTED } from "./fake_binance.mjs";

// A build with the feature `trap-route`; a shipped build has no way to die on request.
const build = process.env.BACKCAST_EDGE_TRAP_BUILD;
const skip = build ? false : "BACKCAST_EDGE_TRAP_BUILD names no build";

let world;
let edge;
let fresh = 0;
before(async () => {
  if (skip) return;
  world = await startEverything({ build });
  ({ edge } = world);
});
after(() => world?.stop());

/** A question nobody has asked before. */
const candles = (venue, symbol) => {
  fresh += 1;
  return `/api/v1/${venue}/candles/${symbol}/1m?from=${LISTED}&to=${LISTED + fresh * 60_000}`;
};

for (const path of ["/api/trap", "/api/trap/upbit"]) {
  test(`${path}: the next request passes, again and again`, { skip }, async () => {
    for (let n = 0; n < 5; n += 1) {
      const trapped = await edge.get(path);
      assert.equal(trapped.status, 500);
      assert.equal(trapped.json().error.code, "edge_failed");
      assert.equal(trapped.headers["cache-control"], "no-store");
      assert.equal((await edge.get("/api/health")).status, 200);
      assert.equal((await edge.get(candles("upbit", "KRW-BTC"))).status, 200);
      assert.equal((await edge.get(candles("binance", "BTCUSDT"))).status, 200);
    }
  });

  test(`${path}: a request that waits meanwhile is answered at once`, { skip }, async () => {
    const symbol = `KRW-WAIT${path.length}`;
    world.upbit.fail(symbol, "stall");
    const waiting = edge.get(candles("upbit", symbol));
    await world.upbit.heard(() => world.upbit.asked(symbol).length > 0);
    const started = performance.now();
    await edge.get(path);
    const reply = await waiting;
    assert.equal(reply.status, 500);
    assert.equal(reply.json().error.code, "edge_failed");
    assert.ok(performance.now() - started < 2_000);
    assert.equal((await edge.get("/api/health")).status, 200);
  });

  test(`${path}: an answer that is being streamed breaks off instead of never ending`, { skip }, async () => {
    const symbol = `T${path.length}USDT`;
    const { binance } = world;
    const respond = binance.respond;
    binance.respond = (asked, response) => {
      if (binance.asked(symbol).length > 1) binance.fail(symbol, "stall");
      return respond.call(binance, asked, response);
    };
    const streaming = edge.get(`/api/v1/binance/candles/${symbol}/1m?from=${LISTED}&to=${LISTED + 2_000 * 60_000}`);
    const ended = streaming.then(({ body }) => body, () => "broke off");
    await binance.heard(() => binance.asked(symbol).length > 1);
    await edge.get(path);
    assert.doesNotMatch(await ended, /"end":true/);
    binance.respond = respond;
    assert.equal((await edge.get(candles("binance", "BTCUSDT"))).status, 200);
  });
}

test("a ban outlives the instance that heard of it", { skip }, async () => {
  world.binance.fail("BANUSDT", "status_418");
  const banned = await edge.get(candles("binance", "BANUSDT"));
  assert.equal(banned.status, 503, banned.body);
  const before = world.binance.requests.length;
  for (const path of ["/api/trap", "/api/trap/binance"]) {
    assert.equal((await edge.get(path)).status, 500);
    const still = await edge.get(candles("binance", "BTCUSDT"));
    assert.equal(still.status, 503, still.body);
    assert.equal(still.json().error.code, "banned");
    assert.ok(still.json().error.retry_after_s > 100, still.body);
  }
  assert.equal(world.binance.requests.length, before, "the exchange heard nothing more");
  assert.equal((await edge.get(candles("upbit", "KRW-BTC"))).status, 200, "another exchange is another desk");
});
