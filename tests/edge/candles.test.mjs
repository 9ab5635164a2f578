// A page fetches candles: the right rows, the right request, kept exactly as long as they stay true.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startEdge } from "./edge.mjs";
import { FakeUpbit, HOLE, LAST, LISTED, candle, openTimes } from "./fake_upbit.mjs";

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

let upbit;
let edge;
before(async () => {
  upbit = await FakeUpbit.start();
  edge = await startEdge({ upbit: upbit.base });
});
after(async () => {
  await edge?.stop();
  await upbit?.stop();
});

async function bars(path) {
  const reply = await edge.get(`/api/v1/candles/upbit/${path}`);
  assert.equal(reply.status, 200, reply.body);
  return reply.json();
}

function row(market, time) {
  const c = candle(market, time);
  return [
    time,
    c.opening_price,
    c.high_price,
    c.low_price,
    c.trade_price,
    c.candle_acc_trade_volume,
    c.candle_acc_trade_price,
  ];
}

test("a page of candles comes oldest first, with every number as it was sent", async () => {
  const page = await bars(`KRW-BTC/1m?to=2024-03-04T03:00:00Z&count=3`);
  const times = ["02:57", "02:58", "02:59"].map((time) => Date.parse(`2024-03-04T${time}:00Z`));
  assert.deepEqual(page, {
    venue: "upbit",
    market: "KRW-BTC",
    interval: "1m",
    bars: times.map((time) => row("KRW-BTC", time)),
    next_to: times[0],
    remaining: { group: "candle", sec: 9 },
  });
});

test("paging back by next_to collects every bar once, over the hole, to the day of listing", async () => {
  const collected = [];
  let to = LAST;
  let pages = 0;
  while (to !== null) {
    const page = await bars(`KRW-PAGE/1m?to=${to}`);
    collected.unshift(...page.bars.map(([time]) => time));
    to = page.next_to;
    pages += 1;
  }
  assert.deepEqual(collected, openTimes(MINUTE));
  assert.ok(!collected.some((time) => time >= HOLE.from && time < HOLE.to));
  assert.equal(collected[0], LISTED);
  assert.equal(pages, Math.ceil(collected.length / 200) + 1, "the last page is the empty one");
});

test("the bound is exclusive", async () => {
  const [from, to] = ["2024-03-04T02:59:00Z", "2024-03-04T02:59:00.001Z"];
  assert.equal((await bars(`KRW-EDGE/1m?count=1&to=${from}`)).bars[0][0], Date.parse("2024-03-04T02:58:00Z"));
  assert.equal((await bars(`KRW-EDGE/1m?count=1&to=${to}`)).bars[0][0], Date.parse("2024-03-04T02:59:00Z"));
});

for (const [interval, path, length] of [
  ["1m", "minutes/1", MINUTE],
  ["3m", "minutes/3", 3 * MINUTE],
  ["5m", "minutes/5", 5 * MINUTE],
  ["10m", "minutes/10", 10 * MINUTE],
  ["15m", "minutes/15", 15 * MINUTE],
  ["30m", "minutes/30", 30 * MINUTE],
  ["1h", "minutes/60", 60 * MINUTE],
  ["4h", "minutes/240", 240 * MINUTE],
  ["1d", "days", DAY],
  ["1w", "weeks", 7 * DAY],
  ["1M", "months", null],
]) {
  test(`${interval} asks for ${path}`, async () => {
    const market = `KRW-I${path.replace(/\W/g, "").toUpperCase()}`;
    const page = await bars(`${market}/${interval}?count=5`);
    assert.equal(page.interval, interval);
    assert.equal(upbit.asked(market)[0].url, `/v1/candles/${path}?market=${market}&count=5`);
    if (length) assert.deepEqual(page.bars.map(([time]) => time), openTimes(length).slice(-5));
    else assert.deepEqual(page.bars.at(-1)[0], Date.UTC(2023, 11, 1));
  });
}

test("the exchange sees our request and nothing of the caller's", async () => {
  await edge.get("/api/v1/candles/upbit/KRW-QUIET/1m?count=2&to=1709528400000", {
    headers: {
      origin: "https://page.example",
      referer: "https://page.example/secret",
      cookie: "session=secret",
      authorization: "Bearer secret",
      "user-agent": "caller/1.0",
      "accept-language": "ko",
      "x-forwarded-for": "203.0.113.7",
      "x-forwarded-host": "evil.example",
      "x-custom": "secret",
    },
  });
  const [seen, ...more] = upbit.asked("KRW-QUIET");
  assert.deepEqual(more, []);
  assert.equal(seen.method, "GET");
  assert.equal(seen.url, "/v1/candles/minutes/1?market=KRW-QUIET&count=2&to=2024-03-04T05%3A00%3A00Z");
  assert.equal(seen.headers.host, new URL(upbit.origin).host);
  assert.equal(seen.headers.accept, "application/json");
  for (const name of ["origin", "referer", "cookie", "authorization", "x-forwarded-host", "x-custom", "accept-language"]) {
    assert.equal(seen.headers[name], undefined, name);
  }
  const text = JSON.stringify(seen.headers);
  for (const word of ["secret", "caller", "203.0.113.7", "evil"]) assert.ok(!text.includes(word), text);
});

test("without to and count: the newest 200, to be asked again in two seconds", async () => {
  const reply = await edge.get("/api/v1/candles/upbit/KRW-NEW/1m");
  assert.deepEqual(reply.json().bars.map(([time]) => time), openTimes(MINUTE).slice(-200));
  assert.equal(upbit.asked("KRW-NEW")[0].url, "/v1/candles/minutes/1?market=KRW-NEW&count=200");
  assert.equal(reply.headers["cache-control"], "max-age=2");
});

test("only windows that have closed are kept for good", async () => {
  const keep = async (query, interval = "1m") =>
    (await edge.get(`/api/v1/candles/upbit/KRW-KEEP/${interval}?${query}`)).headers["cache-control"];
  const forever = "public, max-age=31536000, immutable";
  assert.equal(await keep("to=2024-03-04T03:00:00Z"), forever);
  assert.equal(await keep("to=2024-03-04T00:00:00Z"), "max-age=2", "an empty page may be a hiccup");
  assert.equal(await keep("to=2024-06-01T00:00:00Z", "1d"), forever);
  assert.equal(await keep(`to=${Date.now()}`), "max-age=2", "the newest bar has not closed or not settled");
  assert.equal(await keep(`to=${Date.now() - 5 * MINUTE}`), forever);
  assert.equal(await keep(`to=${Date.now() - 5 * MINUTE}`, "1M"), "max-age=2", "the month still runs");
  assert.equal(await keep(`to=${Date.now() + DAY}`), "max-age=2");
});

test("HEAD is GET without the body", async () => {
  const path = "/api/v1/candles/upbit/KRW-HEAD/1m?to=2024-03-04T03:00:00Z&count=3";
  const [head, get] = [await edge.get(path, { method: "HEAD" }), await edge.get(path)];
  assert.equal(head.status, 200);
  assert.equal(head.body, "");
  for (const name of ["content-type", "cache-control", "content-security-policy"]) {
    assert.equal(head.headers[name], get.headers[name], name);
  }
});

test("an unreadable budget header is left out, not passed on", async () => {
  upbit.fail("KRW-ODD", "odd_budget");
  const page = await bars("KRW-ODD/1m?count=1");
  assert.equal(page.remaining, null);
});

test("a market that the exchange does not know is a 404 with the exchange's reason", async () => {
  const reply = await edge.get("/api/v1/candles/upbit/KRW-NONE/1m");
  assert.equal(reply.status, 404);
  assert.deepEqual(reply.json().error, {
    code: "unknown_market",
    message: "the exchange does not know this market",
    upstream: { status: 404, name: "404", message: "Code not found" },
  });
  assert.equal(reply.headers["cache-control"], "no-store");
});
