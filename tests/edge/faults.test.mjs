// An exchange misbehaves: every failure has a name, a limit and no effect on the next request.
import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { startEdge, startEverything } from "./edge.mjs";
import { KEYS } from "./fake_alpaca.mjs";
import { LISTED } from "./fake_upbit.mjs";

const LIMIT_MS = 300;
const DAY = 86_400_000;

let world;
let edge;
before(async () => {
  world = await startEverything({
    vars: { UPSTREAM_TIMEOUT_MS: String(LIMIT_MS) },
    secrets: { ALPACA_KEY_ID: KEYS.id, ALPACA_SECRET_KEY: KEYS.secret },
  });
  ({ edge } = world);
});
after(() => world?.stop());

const candles = (venue, symbol) => {
  const [interval, days] = venue === "alpaca" ? ["1d", 10] : ["1m", 1 / 288];
  return `/api/v1/${venue}/candles/${symbol}/${interval}?from=${LISTED}&to=${LISTED + days * DAY}`;
};

/** Every exchange does these. */
const ANYWHERE = [
  ["html", 502, "not_the_exchange", /expected JSON/],
  ["truncated", 502, "not_the_exchange", /expected JSON/],
  ["cut", 504, "lost", /broke off/],
  ["hang_up", 504, "lost", /can't be reached/],
  ["stall", 504, "lost", /within 300 ms/],
  ["stall_in_body", 504, "lost", /within 300 ms/],
  ["flood", 504, "lost", /longer than \d+ bytes/],
  ["empty", 502, "not_the_exchange", /expected JSON/],
  ["null", 502, "not_the_exchange", /expected (a list|an object)/],
  ["deep", 502, "not_the_exchange", /expected JSON/],
  ["redirect", 502, "bad_request", /status 302/],
  ["crossed", 502, "not_the_exchange", /row 0.*enclose/],
  ["status_500", 502, "server", /trouble \(status 500\)/],
  ["status_503_html", 502, "server", /trouble \(status 503\)/],
];

const HEARD = {
  upbit: [
    ...ANYWHERE,
    ["oldest_first", 502, "not_the_exchange", /row 1.*newest first/],
    ["twice", 502, "not_the_exchange", /row 1.*newest first/],
    ["text_price", 502, "not_the_exchange", /row 0, trade_price: found the text .*, expected a number/],
    ["no_volume", 502, "not_the_exchange", /row 0, candle_acc_trade_volume: found nothing/],
    ["other_market", 502, "not_the_exchange", /row 0, market: found .*KRW-EVIL/],
    ["status_400", 502, "bad_request", /Missing request parameter/],
  ],
  binance: [
    ...ANYWHERE,
    ["newest_first", 502, "not_the_exchange", /row 1/],
    ["twice", 502, "not_the_exchange", /row 1/],
    ["number_price", 502, "not_the_exchange", /row 0.*found the number/],
    ["short_row", 502, "not_the_exchange", /row 0/],
    ["micro", 502, "not_the_exchange", /row 0.*open time/],
    ["status_400", 502, "bad_request", /Invalid interval/],
    ["status_403", 451, "region", /does not serve the place/],
    ["status_451", 451, "region", /restricted location/],
  ],
  alpaca: [
    ...ANYWHERE,
    ["newest_first", 502, "not_the_exchange", /row 1/],
    ["twice", 502, "not_the_exchange", /row 1/],
    ["text_price", 502, "not_the_exchange", /row 0, c: found the text/],
    ["no_time", 502, "not_the_exchange", /row 0, t: found nothing/],
    ["status_403", 401, "key_refused", /recent SIP data/],
    ["status_422", 502, "bad_request", /invalid timeframe/],
  ],
};

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

for (const [venue, heard] of Object.entries(HEARD)) {
  for (const [n, [fault, status, code, message]] of heard.entries()) {
    test(`${venue} ${fault}: ${status} ${code}, and the next request passes`, async () => {
      const fake = world[venue];
      const symbol = { upbit: `KRW-F${n}`, binance: `F${n}USDT`, alpaca: `F${LETTERS[n]}` }[venue];
      fake.fail(symbol, fault);
      const started = performance.now();
      const reply = await edge.get(candles(venue, symbol));
      const took = performance.now() - started;
      assert.equal(reply.status, status, reply.body);
      const { error } = reply.json();
      assert.equal(error.code, code);
      assert.match(error.message, message);
      assert.ok(reply.body.length < 1_500, reply.body);
      assert.ok(!reply.body.includes("127.0.0.1"), "addresses stay in the log");
      assert.equal(reply.headers["cache-control"], "no-store");
      assert.match(reply.headers["content-security-policy"], /default-src 'none'/);
      assert.ok(took < 5_000, `${took} ms`);
      if (fault.startsWith("stall")) assert.ok(took >= LIMIT_MS - 20 && took < LIMIT_MS + 2_000, `${took} ms`);

      assert.equal(fake.asked(symbol).length, 1, "a failure is reported, not retried");
      assert.deepEqual(fake.elsewhereRequests, []);

      fake.fail(symbol, null);
      assert.equal((await edge.get(candles(venue, symbol))).status, 200);
      assert.equal((await edge.get("/api/health")).status, 200);
    });
  }
}

test("an unreadable budget header is passed over", async () => {
  world.upbit.fail("KRW-ODD", "odd_budget");
  assert.equal((await edge.get(candles("upbit", "KRW-ODD"))).status, 200);
});

test("an endless body is hung up on, not read to its end", async () => {
  for (const [venue, symbol, path] of [
    ["upbit", "KRW-ENDLESS", candles("upbit", "KRW-ENDLESS")],
    ["binance", "exchangeInfo", "/api/v1/binance/markets"],
  ]) {
    const fake = world[venue];
    fake.fail(symbol, "flood");
    const reply = await edge.get(path);
    assert.equal(reply.status, 504, reply.body);
    const { response } = fake.requests.at(-1);
    if (!response.destroyed) await once(response, "close");
    assert.ok(!response.writableFinished && response.poured < 64 << 20, `${response.poured} bytes were taken`);
    fake.fail(symbol, null);
  }
});

test("a stalled connection is given up, not left open", async () => {
  world.upbit.fail("KRW-OPEN", "stall");
  await edge.get(candles("upbit", "KRW-OPEN"));
  const [{ response }] = world.upbit.asked("KRW-OPEN");
  if (!response.destroyed) await once(response, "close");
  assert.ok(!response.writableFinished);
});

test("an exchange that refuses connections, and comes back", async () => {
  await world.upbit.die();
  const reply = await edge.get(candles("upbit", "KRW-DOWN"));
  assert.equal(reply.status, 504);
  assert.equal(reply.json().error.code, "lost");
  assert.ok(!reply.body.includes("127.0.0.1"), "addresses stay in the log");
  assert.equal((await edge.get("/api/health")).status, 200);
  assert.equal((await edge.get(candles("binance", "DOWNUSDT"))).status, 200);
  await world.upbit.revive();
  assert.equal((await edge.get(candles("upbit", "KRW-DOWN"))).status, 200);
});

test("slow and broken answers do not disturb the good ones beside them", async () => {
  const faults = ["stall", "html", "flood", "status_500", null, null, null, null];
  const jobs = Array.from({ length: 40 }, async (_, n) => {
    const fault = faults[n % faults.length];
    const symbol = `MIX${n}USDT`;
    world.binance.fail(symbol, fault);
    const { status } = await edge.get(candles("binance", symbol));
    return [fault, status];
  });
  for (const [fault, status] of await Promise.all(jobs)) {
    if (fault === null) assert.equal(status, 200);
    else assert.ok(status === 502 || status === 504, `${fault}: ${status}`);
  }
});

test("a wrong configuration is named without its value", async () => {
  const cases = [
    [{ UPBIT_BASE: "ftp://secret.example" }, /UPBIT_BASE/],
    [{ UPSTREAM_TIMEOUT_MS: "soon" }, /UPSTREAM_TIMEOUT_MS/],
  ];
  for (const [vars, message] of cases) {
    const wrong = await startEdge({ upbit: world.upbit.base, vars });
    try {
      const reply = await wrong.get(candles("upbit", "KRW-BTC"));
      assert.equal(reply.status, 500);
      assert.equal(reply.json().error.code, "misconfigured");
      assert.match(reply.json().error.message, message);
      assert.ok(!reply.body.includes("secret"));
      assert.equal((await wrong.get("/api/health")).status, 200);
    } finally {
      await wrong.stop();
    }
  }
});
