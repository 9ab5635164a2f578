// The exchange misbehaves: every failure has a name, a limit and no effect on the next request.
import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { startEdge } from "./edge.mjs";
import { FakeUpbit } from "./fake_upbit.mjs";

const LIMIT_MS = 300;

let upbit;
let edge;
before(async () => {
  upbit = await FakeUpbit.start();
  edge = await startEdge({ upbit: upbit.base, vars: { UPSTREAM_TIMEOUT_MS: String(LIMIT_MS) } });
});
after(async () => {
  await edge?.stop();
  await upbit?.stop();
});

const path = (market) => `/api/v1/candles/upbit/${market}/1m?count=5&to=2024-03-04T03:00:00Z`;

/** Each fault, and exactly what a caller hears of it. */
const HEARD = [
  ["html", 502, "upstream_malformed", /not JSON/],
  ["truncated", 502, "upstream_malformed", /not JSON/],
  ["cut", 502, "upstream_malformed", /broke off|not JSON/],
  ["hang_up", 502, "upstream_unreachable", /can't be reached/],
  ["stall", 504, "upstream_timeout", /within 300 ms/],
  ["stall_in_body", 504, "upstream_timeout", /within 300 ms/],
  ["flood", 502, "upstream_malformed", /longer than 1048576 bytes/],
  ["oldest_first", 502, "upstream_malformed", /row 1 opens at .* not newest first/],
  ["twice", 502, "upstream_malformed", /6 rows came, 5 were asked for/],
  ["text_price", 502, "upstream_malformed", /row 0: trade_price is a text, not a number/],
  ["no_volume", 502, "upstream_malformed", /row 0 has no candle_acc_trade_volume/],
  ["other_market", 502, "upstream_malformed", /row 0: market is KRW-EVIL, KRW-[A-Z0-9]+ was asked for/],
  ["crossed", 502, "upstream_malformed", /row 0: high .* do not enclose/],
  ["redirect", 502, "upstream_redirected", /not followed/],
  ["status_400", 502, "upstream_rejected", /refused/, { upstream: { status: 400, name: "400" } }],
  ["status_429", 429, "upstream_throttled", /budget/, { upstream: { status: 429, name: "429" }, retry_after_s: 1 }],
  ["status_429_later", 429, "upstream_throttled", /budget/, { retry_after_s: 17 }],
  ["status_418", 503, "upstream_banned", /blocked/, { upstream: { status: 418, name: "418" }, retry_after_s: 120 }],
  ["status_418_silent", 503, "upstream_banned", /blocked/, { upstream: { status: 418 }, retry_after_s: undefined }],
  ["status_500", 502, "upstream_failed", /trouble/, { upstream: { status: 500, name: "server_error", message: "Internal <b>error</b>" } }],
  ["status_503_html", 502, "upstream_failed", /trouble/, { upstream: { status: 503 } }],
];

for (const [fault, status, code, message, facts = {}] of HEARD) {
  test(`${fault}: ${status} ${code}, and the next request passes`, async () => {
    const market = `KRW-${fault.replaceAll("_", "").toUpperCase()}`;
    upbit.fail(market, fault);
    const started = performance.now();
    const reply = await edge.get(path(market));
    const took = performance.now() - started;
    assert.equal(reply.status, status, reply.body);
    const { error } = reply.json();
    assert.equal(error.code, code);
    assert.match(error.message, message);
    for (const [name, value] of Object.entries(facts)) {
      if (typeof value === "object") assert.deepEqual({ ...error[name], ...value }, error[name]);
      else assert.equal(error[name], value);
    }
    assert.equal(reply.headers["retry-after"], error.retry_after_s?.toString());
    assert.equal(reply.headers["cache-control"], "no-store");
    assert.match(reply.headers["content-security-policy"], /default-src 'none'/);
    assert.ok(took < 5_000, `${took} ms`);
    if (code === "upstream_timeout") assert.ok(took >= LIMIT_MS - 20 && took < LIMIT_MS + 1_500, `${took} ms`);

    assert.equal(upbit.asked(market).length, 1, "a failure is reported, not retried");
    assert.deepEqual(upbit.elsewhereRequests, []);

    upbit.fail(market, null);
    assert.equal((await edge.get(path(market))).status, 200);
    assert.equal((await edge.get("/api/health")).status, 200);
  });
}

test("an endless body is hung up on, not read to its end", async () => {
  upbit.fail("KRW-ENDLESS", "flood");
  await edge.get(path("KRW-ENDLESS"));
  const [{ response }] = upbit.asked("KRW-ENDLESS");
  if (!response.destroyed) await once(response, "close");
  assert.ok(!response.writableFinished && response.poured < 20 << 20, `${response.poured} bytes were taken`);
});

test("a stalled connection is given up, not left open", async () => {
  upbit.fail("KRW-OPEN", "stall");
  await edge.get(path("KRW-OPEN"));
  const [{ response }] = upbit.asked("KRW-OPEN");
  if (!response.destroyed) await once(response, "close");
  assert.ok(!response.writableFinished);
});

test("an exchange that refuses connections, and comes back", async () => {
  await upbit.die();
  const reply = await edge.get(path("KRW-DOWN"));
  assert.equal(reply.status, 502);
  assert.equal(reply.json().error.code, "upstream_unreachable");
  assert.ok(!reply.body.includes("127.0.0.1"), "addresses stay in the log");
  assert.equal((await edge.get("/api/health")).status, 200);
  await upbit.revive();
  assert.equal((await edge.get(path("KRW-DOWN"))).status, 200);
});

test("slow and broken answers do not disturb the good ones beside them", async () => {
  const faults = ["stall", "html", "flood", "status_500", null, null, null, null];
  const jobs = Array.from({ length: 40 }, async (_, n) => {
    const fault = faults[n % faults.length];
    const market = `KRW-MIX${n}`;
    upbit.fail(market, fault);
    const { status } = await edge.get(path(market));
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
    const wrong = await startEdge({ upbit: upbit.base, vars });
    try {
      const reply = await wrong.get(path("KRW-BTC"));
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
