// Security and cache headers: the same on files and on generated replies, from the one file that defines them.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { HEADERS_FILE, startEverything } from "./edge.mjs";
import { LISTED } from "./fake_upbit.mjs";

let world;
let edge;
before(async () => {
  world = await startEverything();
  ({ edge } = world);
});
after(() => world?.stop());

const ONE_YEAR = "public, max-age=31536000, immutable";

/** The blocks of `_headers`, by path pattern. */
function rules() {
  const blocks = new Map();
  let current;
  for (const line of readFileSync(HEADERS_FILE, "utf8").split("\n")) {
    if (line.startsWith("/")) blocks.set(line, (current = new Map()));
    else if (/^\s+\S/.test(line)) {
      const colon = line.indexOf(":");
      current.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
    }
  }
  return blocks;
}

const security = rules().get("/*");

function assertSecure(reply, what) {
  for (const [name, value] of security) assert.equal(reply.headers[name], value, `${what}: ${name}`);
  for (const name of Object.keys(reply.headers)) {
    assert.ok(!name.startsWith("access-control-"), `${what}: ${name} would open the edge to other sites`);
  }
}

test("the definition forbids what it should", () => {
  const csp = new Map(
    security.get("content-security-policy").split("; ").map((part) => [part.split(" ")[0], part.split(" ").slice(1).join(" ")]),
  );
  assert.deepEqual(Object.fromEntries(csp), {
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "worker-src": "'self'",
    "connect-src": "'self'",
    "img-src": "'self' data: blob:",
    "style-src": "'self'",
    "font-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
  });
  assert.equal(security.get("cross-origin-opener-policy"), "same-origin");
  assert.equal(security.get("cross-origin-resource-policy"), "same-origin");
  assert.equal(security.get("x-content-type-options"), "nosniff");
  assert.equal(security.get("referrer-policy"), "no-referrer");
  for (const feature of ["camera", "microphone", "geolocation", "payment", "usb", "serial", "hid", "midi"]) {
    assert.match(security.get("permissions-policy"), new RegExp(`(^|, )${feature}=\\(\\)(,|$)`));
  }
});

test("the static host reads every line of it", () => {
  const text = readFileSync(HEADERS_FILE, "utf8");
  assert.ok(text.split("\n").every((line) => line.length < 2_000));
  assert.ok(rules().size <= 100);
});

test("generated replies carry them, good and bad", async () => {
  world.upbit.fail("KRW-BAD", "html");
  const candles = "/api/v1/upbit/candles";
  const span = `from=${LISTED}&to=${LISTED + 60_000}`;
  const long = `from=${LISTED}&to=${LISTED + 86_400_000}`;
  for (const [path, method, status] of [
    ["/api/health", "GET", 200],
    ["/api/health", "HEAD", 200],
    ["/api/health", "OPTIONS", 405],
    [`${candles}/KRW-BTC/1m?${span}`, "GET", 200],
    [`${candles}/KRW-BTC/1m?${span}`, "HEAD", 200],
    [`/api/v1/binance/candles/BTCUSDT/1m?${long}`, "GET", 200],
    [`/api/v1/binance/candles/BTCUSDT/1m?${long}`, "GET", 200],
    ["/api/v1/upbit/markets", "GET", 200],
    ["/api/v1/upbit/markets", "GET", 200],
    ["/api/v1/binance/ticker?symbols=BTCUSDT", "GET", 200],
    ["/api/v1/binance/orderbook/BTCUSDT", "GET", 200],
    [`${candles}/KRW-BTC/2m?${span}`, "GET", 400],
    [`/api/v1/alpaca/candles/AAPL/1d?${span}`, "GET", 401],
    [`${candles}/KRW-NONE/1m?${span}`, "GET", 404],
    [`${candles}/KRW-BAD/1m?${span}`, "GET", 502],
    ["/api/nothing", "GET", 404],
    ["/missing.js", "GET", 404],
  ]) {
    const reply = await edge.get(path, { method, headers: { origin: "https://other.example" } });
    assert.equal(reply.status, status, `${method} ${path}`);
    assertSecure(reply, `${method} ${path}`);
  }
});

test("files carry them, and are kept as long as their names promise", async () => {
  const page = await edge.get("/");
  assert.equal(page.status, 200);
  assertSecure(page, "/");
  assert.equal(page.headers["cache-control"], "no-cache");
  assert.match(page.headers["content-type"], /^text\/html/);

  for (const path of ["/sw.js", "/manifest.webmanifest"]) {
    const reply = await edge.get(path);
    assert.equal(reply.status, 200, path);
    assertSecure(reply, path);
    assert.equal(reply.headers["cache-control"], "no-cache", path);
  }
  for (const name of readdirSync(join(edge.folder, "assets")).filter((name) => /\.(js|wasm|css)$/.test(name))) {
    const reply = await edge.get(`/assets/${name}`);
    assert.equal(reply.status, 200, name);
    assertSecure(reply, name);
    assert.equal(reply.headers["cache-control"], ONE_YEAR, name);
    // Streaming compilation needs the exact type.
    if (name.endsWith(".wasm")) assert.equal(reply.headers["content-type"], "application/wasm");
  }
});

test("a deep link opens the page; a missing file does not", async () => {
  const page = await edge.get("/");
  for (const path of ["/strategies/ema-cross", "/strategies/ema-cross?fast=12&next=//evil.example", "//evil.example/"]) {
    for (const headers of [{ "sec-fetch-mode": "navigate", accept: "text/html" }, {}]) {
      const link = await edge.get(path, { headers });
      assert.equal(link.status, 200);
      assert.equal(link.body, page.body);
      assert.equal(link.headers["cache-control"], "no-cache");
      assertSecure(link, path);
    }
  }
  const head = await edge.get("/strategies/ema-cross", { method: "HEAD" });
  assert.deepEqual([head.status, head.body], [200, ""]);
  const unchanged = await edge.get("/strategies/ema-cross", { headers: { "if-none-match": page.headers.etag } });
  assert.equal(unchanged.status, 304);
  assert.equal((await edge.get("/strategies/ema-cross", { method: "POST" })).status, 405);

  for (const path of ["/assets/app-gone.js", "/assets/app-gone.wasm", "/robots-gone.txt"]) {
    const reply = await edge.get(path);
    assert.equal(reply.status, 404, path);
    assert.equal(reply.json().error.code, "unknown_file");
    assert.equal(reply.headers["cache-control"], "no-store", path);
  }
});

test("a file is sent again only when it changed", async () => {
  const first = await edge.get("/");
  const again = await edge.get("/", { headers: { "if-none-match": first.headers.etag } });
  assert.equal(again.status, 304);
});
