// What an exchange trades, what that costs now, and who waits in the book: checked, in our words, kept for as long as it holds.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startEverything } from "./edge.mjs";
import { ASSETS, KEYS } from "./fake_alpaca.mjs";
import { MARKETS } from "./fake_upbit.mjs";

let world;
let edge;
before(async () => {
  world = await startEverything({ secrets: { ALPACA_KEY_ID: KEYS.id, ALPACA_SECRET_KEY: KEYS.secret } });
  ({ edge } = world);
});
after(() => world?.stop());

async function get(path, keep) {
  const reply = await edge.get(path);
  assert.equal(reply.status, 200, reply.body);
  assert.equal(reply.headers["content-type"], "application/json");
  assert.equal(reply.headers["cache-control"], keep);
  return reply.json();
}

const MINUTES = "public, max-age=300";
const MOMENT = "public, max-age=2";

test("Upbit's markets come with Korean names, warnings and cautions", async () => {
  const { markets, left_out } = await get("/api/v1/upbit/markets", MINUTES);
  assert.deepEqual(left_out, []);
  assert.deepEqual(markets.map(({ symbol }) => symbol), MARKETS.map(([symbol]) => symbol).toSorted());
  const find = (symbol) => markets.find((market) => market.symbol === symbol);
  const { korean_name, english_name, base, quote, warning, cautions, trading } = find("KRW-XRP");
  assert.deepEqual(
    { korean_name, english_name, base, quote, warning, cautions, trading },
    {
      korean_name: "리플",
      english_name: "XRP",
      base: "XRP",
      quote: "KRW",
      warning: false,
      cautions: ["trading_volume_soaring"],
      trading: true,
    },
  );
  assert.equal(find("KRW-DOGE").warning, true);
});

test("Binance's markets come with tick, lot and smallest order", async () => {
  const { markets } = await get("/api/v1/binance/markets", MINUTES);
  const { base, quote, tick, lot, min_notional, trading } = markets.find(({ symbol }) => symbol === "BTCUSDT");
  assert.deepEqual(
    { base, quote, tick, lot, min_notional, trading },
    { base: "BTC", quote: "USDT", tick: 0.01, lot: 0.00001, min_notional: 5, trading: true },
  );
});

test("Alpaca's stocks come with their names", async () => {
  const { markets } = await get("/api/v1/alpaca/markets", MINUTES);
  assert.deepEqual(markets.map(({ symbol }) => symbol), ASSETS.map(([symbol]) => symbol).toSorted());
  assert.equal(markets.find(({ symbol }) => symbol === "AAPL").english_name, "Apple Inc. Common Stock");
  assert.equal(markets.find(({ symbol }) => symbol === "HALT").trading, false);
});

test("prices come in the order they were asked for", async () => {
  for (const [venue, symbols, last, change] of [
    ["upbit", ["KRW-ETH", "KRW-BTC"], 1050, 0.05],
    ["binance", ["ETHUSDT", "BTCUSDT"], 20_500, 0.025],
  ]) {
    const tickers = await get(`/api/v1/${venue}/ticker?symbols=${symbols}`, MOMENT);
    assert.deepEqual(tickers.map(({ symbol }) => symbol), symbols);
    for (const ticker of tickers) {
      assert.equal(ticker.last, last);
      assert.equal(ticker.change, change);
      assert.ok(ticker.quote_volume_24h > 0);
      assert.ok(Math.abs(Date.now() - ticker.at) < 60_000);
    }
  }
});

test("a book has the best prices first and does not cross", async () => {
  for (const [venue, symbol] of [["upbit", "KRW-BTC"], ["binance", "BTCUSDT"]]) {
    const book = await get(`/api/v1/${venue}/orderbook/${symbol}`, MOMENT);
    assert.equal(book.symbol, symbol);
    for (const [side, sign] of [[book.bids, -1], [book.asks, 1]]) {
      assert.ok(side.length > 10);
      assert.ok(side.every(({ price, size }, n) => size > 0 && (n === 0 || sign * (price - side[n - 1].price) > 0)));
    }
    assert.ok(book.bids[0].price < book.asks[0].price);
  }
});

test("what an exchange does not answer here is said", async () => {
  for (const path of ["/api/v1/alpaca/ticker?symbols=AAPL", "/api/v1/alpaca/orderbook/AAPL"]) {
    const reply = await edge.get(path);
    assert.equal(reply.status, 404, reply.body);
    assert.equal(reply.json().error.code, "not_served");
  }
});

test("a broken list is refused with the row and the field", async () => {
  for (const [venue, fake, route] of [
    ["upbit", world.upbit, "ticker"],
    ["binance", world.binance, "ticker/24hr"],
  ]) {
    const symbol = venue === "upbit" ? "KRW-ODD" : "ODDUSDT";
    for (const fault of ["html", "truncated", "null", "empty", "deep"]) {
      fake.fail(symbol, fault);
      const reply = await edge.get(`/api/v1/${venue}/ticker?symbols=${symbol}`);
      if (venue === "binance") fake.fail(route, fault);
      const broken = venue === "binance" ? await edge.get(`/api/v1/${venue}/ticker?symbols=${symbol}X,${fault.toUpperCase().replace("_", "")}USDT`) : reply;
      assert.equal(broken.status, 502, `${venue} ${fault}: ${broken.body}`);
      assert.equal(broken.json().error.code, "not_the_exchange");
    }
    fake.fail(symbol, null);
    fake.fail(route, null);
  }
});
