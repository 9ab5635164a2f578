// A page fetches candles: every closed bar of the span once, oldest first, whichever way the exchange turns its pages.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startEverything } from "./edge.mjs";
import * as alpacaData from "./fake_alpaca.mjs";
import * as binanceData from "./fake_binance.mjs";
import { HOLE, LAST, LISTED, candle, openTimes } from "./fake_upbit.mjs";

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const FOREVER = "public, max-age=31536000, immutable";
const { KEYS } = alpacaData;

let world;
let edge;
before(async () => {
  world = await startEverything({ secrets: { ALPACA_KEY_ID: KEYS.id, ALPACA_SECRET_KEY: KEYS.secret } });
  ({ edge } = world);
});
after(() => world?.stop());

const pathOf = (venue, symbol, interval, from, to, more = "") =>
  `/api/v1/${venue}/candles/${symbol}/${interval}?from=${from}&to=${to}${more}`;

/** The lines of an answer, which must be whole. */
function lines({ status, body, headers }) {
  assert.equal(status, 200, body);
  assert.equal(headers["content-type"], "application/x-ndjson");
  assert.ok(body.endsWith("\n"));
  const [head, ...rest] = body.trimEnd().split("\n").map((line) => JSON.parse(line));
  const end = rest.pop();
  assert.equal(end.end, true, body.slice(-300));
  assert.equal(end.bars, rest.length);
  return { head, rows: rest, next: end.next };
}

const ask = async (...path) => lines(await edge.get(pathOf(...path)));

function upbitRow(market, time) {
  const c = candle(market, time);
  return [time, c.opening_price, c.high_price, c.low_price, c.trade_price, c.candle_acc_trade_volume];
}

test("Upbit: a head, a line for each bar with every number as it was sent, an end", async () => {
  const [from, to] = [LISTED + 10 * MINUTE, LISTED + 13 * MINUTE];
  const { head, rows, next } = await ask("upbit", "KRW-BTC", "1m", from, to);
  assert.deepEqual(head, { venue: "upbit", symbol: "KRW-BTC", timeframe: "1m", from, to });
  assert.deepEqual(rows, [10, 11, 12].map((minute) => upbitRow("KRW-BTC", LISTED + minute * MINUTE)));
  assert.equal(next, null);
});

test("Upbit: a span over many pages has every bar once, over the hole, from before the listing to after the end", async () => {
  const { rows, next } = await ask("upbit", "KRW-PAGES", "1m", LISTED - DAY, LAST + DAY);
  assert.deepEqual(rows, openTimes(MINUTE).map((time) => upbitRow("KRW-PAGES", time)));
  assert.ok(!rows.some(([time]) => time >= HOLE.from && time < HOLE.to));
  assert.equal(next, null);
});

test("Binance: a span over many pages has every bar once", async () => {
  const { rows, next } = await ask("binance", "BTCUSDT", "1m", binanceData.LISTED, binanceData.LAST);
  const wanted = [];
  for (let time = binanceData.LISTED; time < binanceData.LAST; time += MINUTE) {
    wanted.push(binanceData.kline(time, MINUTE).slice(0, 6).map(Number));
  }
  assert.deepEqual(rows, wanted);
  assert.equal(next, null);
});

test("Alpaca: minutes of a week, and days called by their date", async () => {
  const { rows } = await ask("alpaca", "AAPL", "1m", alpacaData.LISTED, alpacaData.LAST);
  // Ten sessions of 390 minutes each.
  assert.equal(rows.length, 3_900);
  assert.equal(new Date(rows[0][0]).toISOString(), "2024-03-04T14:30:00.000Z");
  assert.equal(new Date(rows.at(-1)[0]).toISOString(), "2024-03-15T19:59:00.000Z");
  const days = await ask("alpaca", "AAPL", "1d", Date.parse("2024-03-04"), Date.parse("2024-03-16"));
  const dates = days.rows.map(([time]) => new Date(time).toISOString().slice(0, 10));
  assert.deepEqual(dates, ["04", "05", "06", "07", "08", "11", "12", "13", "14", "15"].map((day) => `2024-03-${day}`));
});

test("one answer stops after so many bars and says where to go on", async () => {
  const long = await startEverything({ live: true });
  try {
    const get = async (from, to) => lines(await long.edge.get(pathOf("binance", "BTCUSDT", "1m", from, to)));
    const from = binanceData.LISTED;
    const to = from + 30_000 * MINUTE;
    const first = await get(from, to);
    assert.equal(first.rows.length, 20_000);
    assert.equal(first.next, first.rows.at(-1)[0] + 1);
    const second = await get(first.next, to);
    assert.deepEqual(
      [...first.rows, ...second.rows].map(([time]) => time),
      Array.from({ length: 30_000 }, (_, n) => from + n * MINUTE),
    );
    assert.equal(second.next, null);

    const sparse = lines(await long.edge.get(pathOf("upbit", "KRW-BTC", "1m", LISTED, LISTED + 9_000 * MINUTE)));
    assert.ok(sparse.next !== null && sparse.rows.length > 3_000, `${sparse.rows.length} bars, next ${sparse.next}`);
    const rest = lines(await long.edge.get(pathOf("upbit", "KRW-BTC", "1m", sparse.next, LISTED + 9_000 * MINUTE)));
    const times = [...sparse.rows, ...rest.rows].map(([time]) => time);
    assert.equal(new Set(times).size, times.length);
    assert.equal(times[0], LISTED);
    assert.ok(times.every((time, n) => n === 0 || time > times[n - 1]));
    // Every minute but those of the hole, as far as the two answers go.
    const reached = rest.next ?? LISTED + 9_000 * MINUTE;
    assert.equal(times.length, (reached - LISTED) / MINUTE - (HOLE.to - HOLE.from) / MINUTE);
  } finally {
    await long.stop();
  }
});

test("a length the exchange does not have is made of shorter bars, cut anywhere, and only whole ones", async () => {
  const [from, to] = [binanceData.LISTED + 5 * MINUTE, binanceData.LAST - 5 * MINUTE];
  const { rows } = await ask("binance", "XRPUSDT", "10m", from, to);
  const wanted = [];
  for (let time = binanceData.LISTED + 10 * MINUTE; time < to; time += 10 * MINUTE) {
    const [a, b] = [0, 5].map((minute) => binanceData.kline(time + minute * MINUTE, 5 * MINUTE).slice(0, 6).map(Number));
    wanted.push([time, a[1], Math.max(a[2], b[2]), Math.min(a[3], b[3]), b[4], a[5] + b[5]]);
  }
  assert.deepEqual(rows, wanted);
  assert.deepEqual(new Set(world.binance.asked("XRPUSDT").map(({ query }) => query.get("interval"))), new Set(["5m"]));
});

for (const [interval, path, length] of [
  ["1s", "seconds", 1_000],
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
]) {
  test(`Upbit: ${interval} asks for ${path}`, async () => {
    const market = `KRW-I${path.replace(/\W/g, "").toUpperCase()}`;
    const { rows } = await ask("upbit", market, interval, LISTED, LISTED + 5 * length);
    assert.equal(world.upbit.asked(market)[0].path, `/v1/candles/${path}`);
    assert.deepEqual(rows.map(([time]) => time), openTimes(length).filter((time) => time < LISTED + 5 * length));
  });
}

test("months are calendar months, also those made of days", async () => {
  const upbit = await ask("upbit", "KRW-MONTH", "1M", Date.UTC(2022, 2, 1), Date.UTC(2022, 8, 1));
  assert.deepEqual(upbit.rows.map(([time]) => time), [2, 3, 4, 5, 6, 7].map((month) => Date.UTC(2022, month, 1)));
  const weeks = await ask("alpaca", "MSFT", "1w", Date.parse("2024-03-04"), Date.parse("2024-03-18"));
  assert.deepEqual(weeks.rows.map(([time]) => new Date(time).toISOString().slice(0, 10)), ["2024-03-04", "2024-03-11"]);
});

test("the bar that is still forming is never among the closed ones", async () => {
  const live = await startEverything({ live: true });
  try {
    for (const [venue, symbol] of [["upbit", "KRW-BTC"], ["binance", "BTCUSDT"]]) {
      for (const [interval, length] of [["1m", MINUTE], ["10m", 10 * MINUTE], ["1d", DAY]]) {
        const now = Date.now();
        const reply = await live.edge.get(pathOf(venue, symbol, interval, now - 20 * length, now));
        const { rows } = lines(reply);
        const newest = rows.at(-1)[0];
        assert.ok(newest + length <= Date.now(), `${venue} ${interval}: ${newest}`);
        assert.ok(newest + 2 * length >= now, `${venue} ${interval}: the last closed bar is missing`);
        assert.equal(reply.headers["cache-control"], "public, max-age=2");
      }
    }
  } finally {
    await live.stop();
  }
});

test("only what stays true is kept for good", async () => {
  const keep = async (...path) => (await edge.get(pathOf(...path))).headers["cache-control"];
  assert.equal(await keep("upbit", "KRW-KEEP", "1m", LISTED, LISTED + 5 * MINUTE), FOREVER);
  assert.equal(await keep("binance", "BTCUSDT", "1m", LISTED, LISTED + 5 * MINUTE), FOREVER);
  assert.equal(await keep("upbit", "KRW-KEEP", "1m", LISTED - 100 * MINUTE, LISTED), "public, max-age=300", "nothing may be a hiccup");
  assert.equal(await keep("upbit", "KRW-KEEP", "1m", LISTED, Date.now()), "no-store", "a stream, before its end is known");
  assert.equal(await keep("upbit", "KRW-KEEP", "1d", LISTED + 395 * DAY, Date.now() + DAY), "public, max-age=2");
  const from = alpacaData.LISTED;
  assert.equal(await keep("alpaca", "AAPL", "1d", from, from + 5 * DAY), "public, max-age=300", "a split changes adjusted prices");
  assert.equal(await keep("alpaca", "AAPL", "1d", from, from + 5 * DAY, "&adjustment=raw"), FOREVER);
});

test("a streamed answer is kept once its end was good", async () => {
  const path = pathOf("binance", "BTCUSDT", "5m", binanceData.LISTED, binanceData.LAST + DAY * 30);
  const many = pathOf("binance", "BTCUSDT", "1m", binanceData.LISTED + MINUTE, binanceData.LAST);
  for (const each of [path, many]) await edge.get(each);
  const before = world.binance.requests.length;
  const again = await edge.get(many);
  assert.equal(again.headers["cache-control"], FOREVER);
  assert.equal(lines(again).rows.length, (binanceData.LAST - binanceData.LISTED) / MINUTE - 1);
  assert.equal(world.binance.requests.length, before, "the exchange was not asked again");
});

test("a stream that ends in a fault keeps what came, says why, and is not kept", async () => {
  const live = await startEverything({ live: true });
  try {
    const path = pathOf("binance", "BTCUSDT", "1m", binanceData.LISTED, binanceData.LISTED + 5_000 * MINUTE);
    const { binance } = live;
    // From the third page on.
    const respond = binance.respond.bind(binance);
    binance.respond = (asked, response) => {
      if (binance.asked("BTCUSDT").length > 2) binance.fail("BTCUSDT", "status_500");
      return respond(asked, response);
    };
    const reply = await live.edge.get(path);
    assert.equal(reply.status, 200);
    const all = reply.body.trimEnd().split("\n").map((line) => JSON.parse(line));
    assert.equal(all.length, 1 + 2_000 + 1);
    assert.equal(all.at(-1).error.code, "server");
    binance.respond = respond;
    binance.fail("BTCUSDT", null);
    assert.equal(lines(await live.edge.get(path)).rows.length, 5_000, "the broken answer was not kept");
  } finally {
    await live.stop();
  }
});

test("the exchange sees our request and nothing of the caller's", async () => {
  await edge.get(pathOf("upbit", "KRW-QUIET", "1m", LISTED, LISTED + 2 * MINUTE), {
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
      "x-alpaca-key-id": "secret",
      "x-alpaca-secret-key": "secret",
    },
  });
  const [seen, ...more] = world.upbit.asked("KRW-QUIET");
  assert.deepEqual(more, []);
  assert.equal(seen.method, "GET");
  assert.equal(seen.headers.host, new URL(world.upbit.origin).host);
  assert.equal(seen.headers.accept, "application/json");
  for (const name of ["origin", "referer", "cookie", "authorization", "x-forwarded-host", "x-custom", "accept-language"]) {
    assert.equal(seen.headers[name], undefined, name);
  }
  const text = JSON.stringify(seen.headers);
  for (const word of ["secret", "caller", "203.0.113.7", "evil", "alpaca"]) assert.ok(!text.includes(word), text);
});

test("HEAD is GET without the body", async () => {
  const path = pathOf("upbit", "KRW-HEAD", "1m", LISTED, LISTED + 3 * MINUTE);
  const [head, get] = [await edge.get(path, { method: "HEAD" }), await edge.get(path)];
  assert.equal(head.status, 200);
  assert.equal(head.body, "");
  for (const name of ["content-type", "cache-control", "content-security-policy"]) {
    assert.equal(head.headers[name], get.headers[name], name);
  }
});

test("a market that the exchange does not know is a 404 with the exchange's reason", async () => {
  for (const [venue, symbol, said] of [
    ["upbit", "KRW-NONE", "Code not found"],
    ["binance", "NONEUSDT", "Invalid symbol."],
  ]) {
    const reply = await edge.get(pathOf(venue, symbol, "1m", LISTED, LISTED + MINUTE));
    assert.equal(reply.status, 404, reply.body);
    const { error } = reply.json();
    assert.equal(error.code, "unknown_market");
    assert.ok(error.message.includes(said), error.message);
    assert.equal(reply.headers["cache-control"], "no-store");
  }
});
