// Keys of a stock account: the edge's own or the caller's, and in no reply, no log line and no cache.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { startEverything } from "./edge.mjs";
import { KEYS, LISTED } from "./fake_alpaca.mjs";

const DAY = 86_400_000;
const state = mkdtempSync(join(tmpdir(), "backcast-keys-"));
const own = { "x-alpaca-key-id": KEYS.id, "x-alpaca-secret-key": KEYS.secret };

let world;
let edge;
const bodies = [];
before(async () => {
  world = await startEverything({ state });
  ({ edge } = world);
});
after(async () => {
  await world?.stop();
  rmSync(state, { recursive: true, force: true });
});

async function get(path, headers) {
  const reply = await edge.get(path, { headers });
  bodies.push(JSON.stringify([reply.headers, reply.body]));
  return reply;
}

let days = 0;
/** A question nobody has asked before. */
const bars = (symbol = "AAPL") => {
  days += 1;
  return `/api/v1/alpaca/candles/${symbol}/1d?from=${LISTED - days}&to=${LISTED + 10 * DAY}`;
};

test("without keys an error says how to get them", async () => {
  for (const path of [bars(), "/api/v1/alpaca/markets"]) {
    const reply = await get(path);
    assert.equal(reply.status, 401, reply.body);
    const { error } = reply.json();
    assert.equal(error.code, "key_needed");
    for (const words of ["alpaca.markets", "x-alpaca-key-id", "ALPACA_KEY_ID"]) assert.ok(error.allowed.includes(words));
  }
  assert.deepEqual(world.alpaca.requests, []);
});

test("the caller's keys go to the exchange, and the answer is nobody else's", async () => {
  const path = bars();
  const reply = await get(path, own);
  assert.equal(reply.status, 200, reply.body);
  assert.equal(reply.headers["cache-control"], "no-store");
  assert.equal(world.alpaca.requests.at(-1).headers["apca-api-key-id"], KEYS.id);
  assert.equal((await get(path)).status, 401, "somebody without keys");
  const before = world.alpaca.requests.length;
  assert.equal((await get(path, { ...own, "x-alpaca-secret-key": "wrong" })).status, 401, "somebody with other keys");
  assert.equal(world.alpaca.requests.length, before + 1, "who was asked of, not taken from the first one's answer");
  for (const other of ["/api/v1/alpaca/markets", bars("MSFT").replace("1d", "1m")]) {
    const reply = await get(other, own);
    assert.equal(reply.status, 200, reply.body);
    assert.equal(reply.headers["cache-control"], "no-store");
  }
});

test("wrong keys are refused by the exchange, and that is said", async () => {
  const reply = await get(bars(), { "x-alpaca-key-id": "CANARYWRONG", "x-alpaca-secret-key": "CANARYWRONG" });
  assert.equal(reply.status, 401);
  assert.equal(reply.json().error.code, "key_refused");
  assert.ok(reply.json().error.allowed.includes("alpaca.markets"));
});

test("keys that can't be sent on are refused here", async () => {
  const before = world.alpaca.requests.length;
  for (const headers of [
    { "x-alpaca-key-id": KEYS.id },
    { "x-alpaca-secret-key": KEYS.secret },
    { ...own, "x-alpaca-key-id": "a b" },
    { ...own, "x-alpaca-secret-key": "x".repeat(300) },
    { ...own, "x-alpaca-secret-key": "" },
  ]) {
    const reply = await get(bars(), headers);
    assert.equal(reply.status, 400, reply.body);
    assert.equal(reply.json().error.code, "bad_key");
  }
  assert.equal(world.alpaca.requests.length, before);
});

test("faults with keys say nothing of them", async () => {
  for (const [n, fault] of ["html", "hang_up", "status_500", "status_403", "redirect", "flood"].entries()) {
    const symbol = `F${"ABCDEF"[n]}`;
    world.alpaca.fail(symbol, fault);
    assert.ok((await get(bars(symbol), own)).status >= 400);
  }
});

test("the edge's own keys serve everybody, and such answers are kept for everybody", async () => {
  const served = await startEverything({ secrets: { ALPACA_KEY_ID: KEYS.id, ALPACA_SECRET_KEY: KEYS.secret } });
  try {
    const path = bars();
    const first = await served.edge.get(path);
    assert.equal(first.status, 200, first.body);
    assert.equal(first.headers["cache-control"], "public, max-age=300");
    assert.equal((await served.edge.get(path)).body, first.body);
    assert.equal(served.alpaca.requests.length, 1);
    bodies.push(JSON.stringify([first.headers, first.body]));
    assert.deepEqual(canaries(served.edge.log()), []);
  } finally {
    await served.stop();
  }
});

test("the planted keys are in no reply, no log line and nothing that was stored", async () => {
  assert.ok(bodies.length > 15);
  for (const body of bodies) assert.deepEqual(canaries(body), [], body);
  assert.deepEqual(canaries(edge.log()), []);
  await world.edge.stop();
  const files = everyFile(state);
  assert.ok(files.length > 0, "objects and cache are in this folder");
  for (const file of files) assert.deepEqual(canaries(readFileSync(file, "latin1")), [], file);
});

/** Which of the planted words a text holds, also encoded. */
function canaries(text) {
  const words = [KEYS.id, KEYS.secret, "CANARYWRONG", encodeURIComponent(KEYS.secret)];
  words.push(...[KEYS.id, KEYS.secret].map((word) => Buffer.from(word).toString("base64").replace(/=+$/, "")));
  words.push(...[KEYS.id, KEYS.secret].map((word) => Buffer.from(word).toString("hex")));
  return words.filter((word) => text.includes(word));
}

function everyFile(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}
