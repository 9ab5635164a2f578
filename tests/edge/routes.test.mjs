// Callers try everything: what is wrong is said, and nothing reaches a host or path that was not meant.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startEverything } from "./edge.mjs";
import { LISTED } from "./fake_upbit.mjs";

let world;
let edge;
let upbit;
before(async () => {
  world = await startEverything();
  ({ edge, upbit } = world);
});
after(() => world?.stop());

const CANDLES = "/api/v1/upbit/candles";
/** Three minutes of a market. */
const SPAN = `from=${LISTED}&to=${LISTED + 180_000}`;
/** Everything Upbit may ever be asked in this file. */
const MEANT =
  /^\/v1\/candles\/(minutes\/(1|3|5|10|15|30|60|240)|days|weeks|months)\?market=[A-Z0-9]{2,10}-[A-Z0-9]{1,15}&count=([1-9]\d{0,2})(&to=\d{4}-\d\d-\d\dT\d\d%3A\d\d%3A\d\dZ)?$/;

/** Runs `ask` and fails if an exchange heard of it. */
async function unheard(ask) {
  const fakes = [upbit, world.binance, world.alpaca];
  const before = fakes.map((fake) => fake.requests.length);
  const reply = await ask();
  for (const [n, fake] of fakes.entries()) {
    assert.deepEqual(fake.requests.slice(before[n]).map(({ url }) => url), []);
    assert.deepEqual(fake.elsewhereRequests, []);
  }
  return reply;
}

test("health answers by itself", async () => {
  const reply = await unheard(() => edge.get("/api/health"));
  assert.equal(reply.status, 200);
  assert.equal(reply.headers["content-type"], "application/json");
  assert.equal(reply.headers["cache-control"], "no-store");
  const { version, ...rest } = reply.json();
  assert.match(version, /^\d+\.\d+\.\d+/);
  assert.deepEqual(rest, { status: "ok", upstreams: ["upbit", "binance", "alpaca"] });
});

test("unknown routes are a JSON 404, whatever the method", async () => {
  for (const path of [
    "/api",
    "/api/",
    "/api/health/",
    "/api/health/x",
    "/api/Health",
    "/api//health",
    "/api/v1",
    "/api/v1/upbit",
    "/api/v1/upbit/",
    "/api/v1/upbit/markets/",
    "/api/v1/upbit/markets/KRW",
    "/api/v1/upbit/ticker/KRW-BTC",
    "/api/v1/upbit/orderbook",
    "/api/v1/upbit/trades/KRW-BTC",
    CANDLES,
    `${CANDLES}/`,
    `${CANDLES}/KRW-BTC`,
    `${CANDLES}/KRW-BTC/1m/`,
    `${CANDLES}/KRW-BTC/1m/extra`,
    "/api/v1/candles/upbit/KRW-BTC/1m",
    "/api/v2/upbit/candles/KRW-BTC/1m",
    "/api/v1/upbit/orders/KRW-BTC/1m",
    "/api/trap/upbit",
    "/api/trap",
  ]) {
    for (const method of ["GET", "POST"]) {
      const reply = await unheard(() => edge.get(path, { method }));
      assert.equal(reply.status, 404, `${method} ${path}: ${reply.body}`);
      assert.equal(reply.json().error.code, "unknown_route");
    }
  }
});

test("known routes are read only", async () => {
  for (const path of [
    "/api/health",
    "/api/v1/upbit/markets",
    "/api/v1/binance/ticker?symbols=BTCUSDT",
    "/api/v1/binance/orderbook/BTCUSDT",
    `${CANDLES}/KRW-BTC/1m?${SPAN}`,
  ]) {
    for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
      const reply = await unheard(() => edge.get(path, { method, headers: { origin: "https://page.example" } }));
      assert.equal(reply.status, 405, `${method} ${path}`);
      assert.equal(reply.headers.allow, "GET, HEAD");
      assert.equal(reply.json().error.code, "bad_method");
      assert.equal(reply.headers["access-control-allow-origin"], undefined);
    }
  }
});

test("every wrong value is named, with what is right", async () => {
  const candles = (query) => `${CANDLES}/KRW-BTC/1m?${query}`;
  const cases = [
    [`/api/v1/kraken/candles/KRW-BTC/1m?${SPAN}`, "bad_venue", "venue"],
    [`/api/v1/UPBIT/candles/KRW-BTC/1m?${SPAN}`, "bad_venue", "venue"],
    ["/api/v1/sample/markets", "bad_venue", "venue"],
    ["/api/v1/binance_futures/markets", "bad_venue", "venue"],
    [`${CANDLES}/krw-btc/1m?${SPAN}`, "bad_symbol", "symbol"],
    [`${CANDLES}/BTC/1m?${SPAN}`, "bad_symbol", "symbol"],
    [`/api/v1/binance/candles/KRW-BTC/1m?${SPAN}`, "bad_symbol", "symbol"],
    ["/api/v1/binance/orderbook/KRW-BTC", "bad_symbol", "symbol"],
    [`${CANDLES}/KRW-BTC/2m?${SPAN}`, "bad_interval", "interval"],
    [`${CANDLES}/KRW-BTC/?${SPAN}`, "bad_interval", "interval"],
    [`${CANDLES}/KRW-BTC/1D?${SPAN}`, "bad_interval", "interval"],
    [`/api/v1/alpaca/candles/AAPL/1s?${SPAN}`, "bad_interval", "interval"],
    [candles("to=5"), "bad_from", "from"],
    [candles("from=5"), "bad_to", "to"],
    [candles(""), "bad_from", "from"],
    [candles("from=yesterday&to=5"), "bad_from", "from"],
    [candles("from=&to=5"), "bad_from", "from"],
    [candles("from=-1&to=5"), "bad_from", "from"],
    [candles("from=1.5&to=5"), "bad_from", "from"],
    [candles("from=1&to=2024-03-04T03:00:00Z"), "bad_to", "to"],
    [candles("from=1&to=1709528400000000"), "bad_to", "to"],
    [candles("from=1&to=99999999999999999999"), "bad_to", "to"],
    [candles("from=5&to=5"), "bad_span", "to"],
    [candles("from=6&to=5"), "bad_span", "to"],
    [candles("from=1&to=5&to=5"), "bad_query", "to"],
    [candles("from=1&from=2&to=5"), "bad_query", "from"],
    [candles("from=1&to=5&count=1"), "bad_query", "query"],
    [candles("from=1&to=5&feed=sip"), "bad_query", "query"],
    [candles("from=1&to=5&="), "bad_query", "query"],
    [candles("From=1&to=5"), "bad_query", "query"],
    ["/api/v1/upbit/markets?x=1", "bad_query", "query"],
    ["/api/v1/upbit/orderbook/KRW-BTC?count=1", "bad_query", "query"],
    ["/api/v1/upbit/ticker", "bad_symbols", "symbols"],
    ["/api/v1/upbit/ticker?symbols=", "bad_symbols", "symbols"],
    ["/api/v1/upbit/ticker?symbols=KRW-BTC,", "bad_symbols", "symbols"],
    ["/api/v1/upbit/ticker?symbols=KRW-BTC,KRW-BTC", "bad_symbols", "symbols"],
    ["/api/v1/upbit/ticker?symbols=krw-btc", "bad_symbols", "symbols"],
    [`/api/v1/alpaca/candles/AAPL/1d?${SPAN}&feed=otc`, "bad_feed", "feed"],
    [`/api/v1/alpaca/candles/AAPL/1d?${SPAN}&adjustment=none`, "bad_adjustment", "adjustment"],
  ];
  for (const [path, code, field] of cases) {
    const reply = await unheard(() => edge.get(path));
    assert.equal(reply.status, 400, `${path}: ${reply.body}`);
    const { error } = reply.json();
    assert.equal(error.code, code, path);
    assert.equal(error.field, field, path);
    assert.ok(error.message.length > 0 && error.allowed.length > 0, path);
    assert.equal(reply.headers["cache-control"], "no-store");
  }
});

/** Paths that try to name another host, path or market. All are sent byte for byte. */
const TRICKS = [
  "..%2f..%2fv1%2faccounts/1m",
  "..%2F..%2Fmarket%2Fall/1m",
  "%2e%2e/1m",
  "%2e%2e%2f%2e%2e/1m",
  "../../../x",
  "./KRW-BTC/../../1m",
  "KRW-BTC%2f..%2f..%2forders/1m",
  "KRW-BTC%00/1m",
  "KRW-BTC%0d%0aHost:%20evil.example/1m",
  "KRW-BTC%0a/1m",
  "KRW-BTC%20/1m",
  "%20KRW-BTC/1m",
  "KRW-BTC%3fmarket=KRW-ETH/1m",
  "KRW-BTC%26count=500/1m",
  "KRW-BTC&count=500/1m",
  "KRW-BTC;count=500/1m",
  "KRW-BTC%23/1m",
  "KRW-BTC#/1m",
  "KRW-BTC@evil.example/1m",
  "@evil.example/1m",
  "%40evil.example/1m",
  "//evil.example/1m",
  "/evil.example/1m",
  "https://evil.example/1m",
  "https:%2f%2fevil.example/1m",
  "KRW-BTC:80/1m",
  "[::1]/1m",
  "127.0.0.1/1m",
  "2130706433/1m",
  "localhost/1m",
  "krw-btc/1m",
  "KRW-B%54C/1m",
  "KRW%2DBTC/1m",
  "KRW-%EF%BC%A2TC/1m",
  "KRW-%D9%A3/1m",
  "KRW-%F0%9F%98%80/1m",
  "KRW-%ff/1m",
  "KRW-BTC%/1m",
  "KRW-BTC%zz/1m",
  "KRW-BTC%c0%af/1m",
  "KRW\\BTC/1m",
  "KRW-BTC\\..\\..\\x/1m",
  "KRW-BTC,KRW-ETH/1m",
  "KRW-BTC*/1m",
  "-/1m",
  `${"A".repeat(8_000)}-B/1m`,
  "KRW-BTC/1m%2f..%2f..%2forders",
  "KRW-BTC/minutes%2f1",
  "KRW-BTC/1m%00",
  "KRW-BTC/%31m",
  "KRW-BTC/1m?from=0&to=60000%26market=KRW-ETH",
  "KRW-BTC/1m?from=0&to=60000%0d%0aX:1",
  "KRW-BTC/1m?from=0%0d%0aHost:%20evil.example&to=60000",
  "KRW-BTC/1m?from=0&to=60000&market=KRW-ETH",
  "KRW-BTC/1m?from=0&to=60000&base=http://evil.example",
  "KRW-BTC/1m?url=http://evil.example&from=0&to=60000",
  "KRW-BTC/1m?UPBIT_BASE=http://evil.example",
  "KRW-BTC/1m?from=%D9%A3&to=60000",
  "KRW-BTC/1m?from=%EF%BC%90&to=60000",
  "KRW-BTC/1m?from=0&to=60000&%66rom=1",
  "KRW-BTC/1m?from=0&to=60000%00",
  "KRW-BTC/1m?from=0&to=+60000",
  "KRW-BTC/1m?from=0&to=6e4",
  "KRW-BTC/1m?from=0x0&to=60000",
  `KRW-BTC/1m?${"from=1&".repeat(500)}`,
  `KRW-BTC/1m?from=0&to=${"1".repeat(9_000)}`,
];

/** The same for the other routes. */
const OTHER_TRICKS = [
  "/api/v1/upbit@evil.example/markets",
  "/api/v1/@evil.example/markets",
  "/api/v1/%40evil.example/markets",
  "/api/v1/evil.example/markets",
  "/api/v1/evil.example:443/markets",
  "/api/v1/http:%2f%2fevil.example/markets",
  "/api/v1/http://evil.example/markets",
  "/api/v1/[::1]/markets",
  "/api/v1/[::ffff:127.0.0.1]/markets",
  "/api/v1/%5b::1%5d/markets",
  "/api/v1/0x7f000001/markets",
  "/api/v1/127.0.0.1/markets",
  "/api/v1/%2e%2e/markets",
  "/api/v1/..%2fupbit/markets",
  "/api/v1/upbit%2fmarkets",
  "/api/v1/upbit%00/markets",
  "/api/v1/upbit%0d%0aHost:%20evil.example/markets",
  "/api/v1/up%62it/markets",
  "/api/v1/upb%C4%B1t/markets",
  "/api/v1/%EF%BD%95pbit/markets",
  "/api/v1/upbit;x/markets",
  "/api/v1/upbit/markets;x",
  "/api/v1/upbit/markets%3fx",
  "/api/v1/upbit/markets?host=evil.example",
  "/api/v1/upbit/markets?//evil.example",
  "/api/v1/upbit/markets?is_details=false",
  "/api/v1/binance/orderbook/BTCUSDT%26limit=5000",
  "/api/v1/binance/orderbook/BTCUSDT&limit=5000",
  "/api/v1/binance/orderbook/BTC%2fUSDT",
  "/api/v1/binance/orderbook/@evil.example",
  "/api/v1/binance/orderbook/..%2f..%2forder",
  "/api/v1/binance/orderbook/%D9%A3%D9%A3",
  "/api/v1/binance/orderbook/BTCUSDT%0d%0aX:1",
  `/api/v1/binance/orderbook/${"A".repeat(8_000)}`,
  "/api/v1/binance/orderbook/...",
  "/api/v1/binance/orderbook/.",
  "/api/v1/binance/ticker?symbols=BTCUSDT&symbols=ETHUSDT",
  "/api/v1/binance/ticker?symbols=%5B%22BTCUSDT%22%5D",
  "/api/v1/binance/ticker?symbols=BTCUSDT%22%5D%26x=%5B",
  "/api/v1/binance/ticker?symbols=BTCUSDT%2C",
  "/api/v1/binance/ticker?symbols=BTCUSDT%00",
  "/api/v1/binance/ticker?symbols=@evil.example",
  "/api/v1/binance/ticker?symbols=BTC%D9%A3",
  `/api/v1/binance/ticker?symbols=${Array.from({ length: 101 }, (_, n) => `A${n}USDT`).join(",")}`,
  "/api/v1/binance/ticker?symbol=BTCUSDT",
  "/api/v1/binance/candles/BTCUSDT/1m?from=0&to=60000&limit=5000",
  "/api/v1/binance/candles/BTCUSDT/1m?from=0&to=60000&timeZone=9",
  "/api/v1/binance/candles/BTCUSDT/1mo?from=0&to=60000",
  "/api/v1/binance/candles/BTCUSDT%2f1m/1m?from=0&to=60000",
  "/api/v1/binance/candles/btcusdt/1m?from=0&to=60000",
  "/api/v1/binance/candles/BTC-USDT%20/1m?from=0&to=60000",
  "/api/v1/alpaca/candles/AAPL%2fbars%2f../1d?from=0&to=60000",
  "/api/v1/alpaca/candles/AAPL%3fsymbols=X/1d?from=0&to=60000",
  "/api/v1/alpaca/candles/..%2f..%2fv2%2faccount/1d?from=0&to=60000",
  "/api/v1/alpaca/candles/../../../v2/account?from=0&to=60000",
  "/api/v1/alpaca/candles/A..B/1d?from=0&to=60000",
  "/api/v1/alpaca/candles/.AAPL/1d?from=0&to=60000",
  "/api/v1/alpaca/candles/AAPL/1d?from=0&to=60000&page_token=x",
  "/api/v1/alpaca/candles/AAPL/1d?from=0&to=60000&feed=sip%26sort=desc",
  "/api/v1/alpaca/candles/AAPL/1d?from=0&to=60000&feed=SIP",
  "/api/v1/alpaca/candles/AAPL/1d?from=0&to=60000&adjustment=raw,split",
  "/api/v1/alpaca/candles/AAPL/1d?from=0&to=60000&currency=KRW",
  "/api/v1/alpaca/candles/AAPL/1d?from=0&to=60000&asof=-",
  "/api/v1/alpaca/orders",
  "/api/v1/alpaca/account",
  "/api/v1/alpaca/positions/AAPL",
];

test(`${TRICKS.length + OTHER_TRICKS.length} tricks in path and query are refused before anything is asked`, async () => {
  for (const path of [...TRICKS.map((trick) => `${CANDLES}/${trick}`), ...OTHER_TRICKS]) {
    const reply = await unheard(() => edge.get(path));
    assert.ok([400, 404].includes(reply.status), `${path.slice(0, 120)}: ${reply.status}`);
    assert.equal(reply.headers["content-type"], "application/json", path.slice(0, 120));
    assert.ok(reply.body.length < 1_000, `an error does not echo a flood: ${reply.body.slice(0, 200)}`);
    assert.equal(reply.headers.location, undefined);
  }
});

test("paths that leave /api get the page or a file error, never another host", async () => {
  for (const path of [
    "//evil.example",
    "//evil.example/api/v1/upbit/candles/KRW-BTC/1m",
    "///evil.example/",
    "/\\evil.example",
    "/%2f%2fevil.example",
    "/%5cevil.example",
    "/.//evil.example",
    "/api/../evil.example",
    "/api%2fhealth",
    "/API/health",
    "/apis",
    "/http://evil.example/",
    "/@evil.example",
  ]) {
    const reply = await unheard(() => edge.get(path));
    assert.ok([200, 301, 302, 304, 307, 308, 400, 404].includes(reply.status), `${path}: ${reply.status}`);
    const { location } = reply.headers;
    if (location !== undefined) {
      assert.equal(new URL(location, edge.origin).origin, edge.origin, `${path} redirects to ${location}`);
    }
  }
});

test("headers can't change the method, the host or the route", async () => {
  const cases = [
    { "x-http-method-override": "DELETE" },
    { "x-http-method": "POST" },
    { "x-method-override": "PUT" },
    { host: "evil.example" },
    { "x-forwarded-host": "evil.example" },
    { "x-host": "evil.example" },
    { forwarded: "host=evil.example;proto=https" },
    { "x-original-url": "/v1/accounts" },
    { "x-rewrite-url": "/v1/accounts" },
    { "cf-worker": "evil.example" },
    { "x-upbit-base": "http://evil.example" },
  ];
  for (const [n, headers] of cases.entries()) {
    const reply = await edge.get(`${CANDLES}/KRW-H${n}/1m?${SPAN}`, { headers });
    assert.equal(reply.status, 200, `${JSON.stringify(headers)}: ${reply.body}`);
    const [seen] = upbit.asked(`KRW-H${n}`);
    assert.equal(seen.method, "GET");
    assert.match(seen.url, MEANT);
    assert.equal(seen.headers.host, new URL(upbit.origin).host);
    assert.ok(!JSON.stringify(seen.headers).includes("evil"), JSON.stringify(seen.headers));
  }
});

test("malformed requests as bytes never reach the exchange", async () => {
  const host = new URL(edge.origin).host;
  for (const line of [
    `GET http://evil.example${CANDLES}/KRW/1m HTTP/1.1`,
    `GET ${CANDLES}/KRW-BTC/1m\r\n /x HTTP/1.1`,
    `GET ${CANDLES}/KRW-BTC /1m HTTP/1.1`,
    `GET ${CANDLES}/KRW-\u0000BTC/1m HTTP/1.1`,
    `GET ${CANDLES}/KRW-가나/1m HTTP/1.1`,
    `TRACE /api/health HTTP/1.1`,
    `CONNECT evil.example:443 HTTP/1.1`,
  ]) {
    const reply = await unheard(() => edge.raw(`${line}\r\nHost: ${host}\r\nConnection: close\r\n\r\n`).catch(String));
    assert.doesNotMatch(reply, /^HTTP\/1\.1 200/, line);
  }
});

test("in all of this Upbit was asked nothing but candles, and nobody else was asked", () => {
  for (const { method, url } of upbit.requests) {
    assert.equal(method, "GET");
    assert.match(url, MEANT);
  }
  assert.deepEqual(upbit.elsewhereRequests, []);
  for (const fake of [world.binance, world.alpaca]) assert.deepEqual(fake.requests, []);
});
