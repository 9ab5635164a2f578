// Callers try everything: what is wrong is said, and nothing reaches a host or path that was not meant.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startEdge } from "./edge.mjs";
import { FakeUpbit } from "./fake_upbit.mjs";

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

const CANDLES = "/api/v1/candles/upbit";
/** Everything the exchange may ever be asked. */
const MEANT =
  /^\/v1\/candles\/(minutes\/(1|3|5|10|15|30|60|240)|days|weeks|months)\?market=[A-Z0-9]{2,10}-[A-Z0-9]{1,15}&count=([1-9]\d{0,2})(&to=\d{4}-\d\d-\d\dT\d\d%3A\d\d%3A\d\dZ)?$/;

/** Runs `ask` and fails if the exchange heard of it. */
async function unheard(ask) {
  const before = upbit.requests.length;
  const reply = await ask();
  assert.deepEqual(upbit.requests.slice(before).map(({ url }) => url), []);
  assert.deepEqual(upbit.elsewhereRequests, []);
  return reply;
}

test("health answers by itself", async () => {
  const reply = await unheard(() => edge.get("/api/health"));
  assert.equal(reply.status, 200);
  assert.equal(reply.headers["content-type"], "application/json");
  assert.equal(reply.headers["cache-control"], "no-store");
  const { version, ...rest } = reply.json();
  assert.match(version, /^\d+\.\d+\.\d+/);
  assert.deepEqual(rest, { status: "ok", upstreams: ["upbit"] });
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
    "/api/v1/candles",
    CANDLES,
    `${CANDLES}/`,
    `${CANDLES}/KRW-BTC`,
    `${CANDLES}/KRW-BTC/1m/`,
    `${CANDLES}/KRW-BTC/1m/extra`,
    `/api/v2/candles/upbit/KRW-BTC/1m`,
    `/api/v1/orders/upbit/KRW-BTC/1m`,
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
  for (const path of ["/api/health", `${CANDLES}/KRW-BTC/1m`]) {
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
  const cases = [
    [`/api/v1/candles/binance/KRW-BTC/1m`, "bad_venue", "venue"],
    [`/api/v1/candles/UPBIT/KRW-BTC/1m`, "bad_venue", "venue"],
    [`${CANDLES}/krw-btc/1m`, "bad_market", "market"],
    [`${CANDLES}/BTC/1m`, "bad_market", "market"],
    [`${CANDLES}/KRW-BTC/2m`, "bad_interval", "interval"],
    [`${CANDLES}/KRW-BTC/`, "bad_interval", "interval"],
    [`${CANDLES}/KRW-BTC/1D`, "bad_interval", "interval"],
    [`${CANDLES}/KRW-BTC/1s`, "bad_interval", "interval"],
    [`${CANDLES}/KRW-BTC/1m?count=0`, "bad_count", "count"],
    [`${CANDLES}/KRW-BTC/1m?count=201`, "bad_count", "count"],
    [`${CANDLES}/KRW-BTC/1m?count=-1`, "bad_count", "count"],
    [`${CANDLES}/KRW-BTC/1m?count=1.5`, "bad_count", "count"],
    [`${CANDLES}/KRW-BTC/1m?count=`, "bad_count", "count"],
    [`${CANDLES}/KRW-BTC/1m?count`, "bad_count", "count"],
    [`${CANDLES}/KRW-BTC/1m?count=99999999999999999999`, "bad_count", "count"],
    [`${CANDLES}/KRW-BTC/1m?to=yesterday`, "bad_to", "to"],
    [`${CANDLES}/KRW-BTC/1m?to=`, "bad_to", "to"],
    [`${CANDLES}/KRW-BTC/1m?to=2026-02-30T00:00:00Z`, "bad_to", "to"],
    [`${CANDLES}/KRW-BTC/1m?to=2024-03-04T03:00:00`, "bad_to", "to"],
    [`${CANDLES}/KRW-BTC/1m?to=2024-03-04T03:00:00%2B09:00`, "bad_to", "to"],
    [`${CANDLES}/KRW-BTC/1m?to=1709528400000000`, "bad_to", "to"],
    [`${CANDLES}/KRW-BTC/1m?to=-1`, "bad_to", "to"],
    [`${CANDLES}/KRW-BTC/1m?count=5&count=5`, "bad_query", "count"],
    [`${CANDLES}/KRW-BTC/1m?to=1&to=2`, "bad_query", "to"],
    [`${CANDLES}/KRW-BTC/1m?from=1`, "bad_query", "query"],
    [`${CANDLES}/KRW-BTC/1m?=`, "bad_query", "query"],
    [`${CANDLES}/KRW-BTC/1m?Count=5`, "bad_query", "query"],
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
  "KRW-BTC/1m?to=2024-03-04T03:00:00Z%26market=KRW-ETH",
  "KRW-BTC/1m?to=2024-03-04T03:00:00Z%0d%0aX:1",
  "KRW-BTC/1m?count=5%26to=x",
  "KRW-BTC/1m?market=KRW-ETH",
  "KRW-BTC/1m?base=http://evil.example",
  "KRW-BTC/1m?url=http://evil.example&count=1",
  "KRW-BTC/1m?UPBIT_BASE=http://evil.example",
  "KRW-BTC/1m?count=%D9%A3",
  "KRW-BTC/1m?count=1&%63ount=2",
  "KRW-BTC/1m?c%6Funt=1&count=2",
  `KRW-BTC/1m?${"count=1&".repeat(500)}`,
  `KRW-BTC/1m?to=${"1".repeat(9_000)}`,
];

test(`${TRICKS.length} tricks in path and query are refused before anything is asked`, async () => {
  for (const trick of TRICKS) {
    const path = `${CANDLES}/${trick}`;
    const reply = await unheard(() => edge.get(path));
    assert.ok([400, 404].includes(reply.status), `${path.slice(0, 120)}: ${reply.status}`);
    assert.equal(reply.headers["content-type"], "application/json", path.slice(0, 120));
    assert.ok(reply.body.length < 1_000, "an error does not echo a flood");
    assert.equal(reply.headers.location, undefined);
  }
});

test("paths that leave /api get the page or a file error, never another host", async () => {
  for (const path of [
    "//evil.example",
    "//evil.example/api/v1/candles/upbit/KRW-BTC/1m",
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
    const reply = await edge.get(`${CANDLES}/KRW-H${n}/1m?count=1`, { headers });
    assert.equal(reply.status, 200, `${JSON.stringify(headers)}: ${reply.body}`);
    const [seen] = upbit.asked(`KRW-H${n}`);
    assert.equal(seen.method, "GET");
    assert.equal(seen.url, `/v1/candles/minutes/1?market=KRW-H${n}&count=1`);
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

test("in all of this the exchange was asked nothing but candles, and nobody else was asked", () => {
  for (const { method, url } of upbit.requests) {
    assert.equal(method, "GET");
    assert.match(url, MEANT);
  }
  assert.deepEqual(upbit.elsewhereRequests, []);
});
