// A reader lets a download rest, goes on with it, leaves in the middle of it and comes back: nothing is lost or fetched twice.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DataPage } from "./data_page.mjs";
import { list, startWithExchanges } from "./library.mjs";
import { useStage } from "./stage.mjs";

const stage = useStage(() => startWithExchanges({ live: true }));

const MINUTE = 60_000;
const FROM = Date.parse("2024-03-04T00:00:00Z");
const DAYS = 100;
const BARS = DAYS * 1440;
/** Bars of one answer of the exchange. */
const PAGE = 1000;
/** What a page may still be loading when its reader leaves it. */
const LEFT = [/\/api\/v1\/.*ERR_ABORTED/];

/** How long a call takes where something is to happen in the middle of a download. */
const SLOWLY = 60;
/** All of it may take its time on a busy machine. */
const LONG = { timeout: 60_000 };

const named = (symbol) => `binance:${symbol}:1m`;
const calls = (symbol) => stage.site.binance.asked(symbol).filter(({ path }) => path.endsWith("/klines"));

/** Starts a download of many legs; every call of it takes `delay`. */
async function started(symbol, delay) {
  stage.site.binance.delay = delay;
  const address = `/data?panel=get&venue=binance&from=2024-03-04&to=2024-06-11&markets=${symbol}&intervals=1m`;
  const { page } = await stage.visit(address, { expected: LEFT });
  const data = new DataPage(page);
  // What was asked of the edge and has not come, and the bars of time that have.
  const way = { flying: new Set(), came: 0 };
  page.context().on("request", (request) => request.url().includes("/candles/") && way.flying.add(request));
  page.context().on("requestfinished", (request) => {
    if (!way.flying.delete(request)) return;
    const { searchParams } = new URL(request.url());
    way.came += (searchParams.get("to") - searchParams.get("from")) / MINUTE;
  });
  await data.opened();
  await page.getByTestId("start").click();
  await data.download(named(symbol)).waitFor();
  assert.equal(await data.empty.count(), 0, "what is on its way is no empty library");
  return { data, page, way };
}

/** Waits until nothing is on its way, and all that came is kept; how many bars that is. */
async function landed({ data, page, way }, symbol) {
  while (way.flying.size > 0) await page.context().waitForEvent("requestfinished");
  await data.cell(named(symbol), "Bars").filter({ hasText: way.came.toLocaleString("en-US") }).waitFor();
  return way.came;
}

/** Is every bar there? */
async function whole(page, symbol) {
  const { bars, gaps, span } = (await list(page)).get(`${symbol} 1m`);
  assert.deepEqual({ bars, gaps, span }, { bars: BARS, gaps: 0, span: { start: FROM, end: FROM + BARS * MINUTE } });
}

test("what rests keeps what came, goes on after a reload too, and asks the exchange for nothing twice", async () => {
  const rested = await started("BTCUSDT", SLOWLY);
  const { data, page } = rested;
  const name = named("BTCUSDT");
  await data.brought(name);
  await data.act(name, "pause");
  await data.download(name, "paused").waitFor();
  const first = await landed(rested, "BTCUSDT");
  assert.ok(first > 0 && first < BARS, `${first} bars`);
  await data.act(name, "resume");
  await data.brought(name, first);
  await data.act(name, "pause");
  await data.download(name, "paused").waitFor();
  const second = await landed(rested, "BTCUSDT");
  assert.ok(second > first && second < BARS, `${second} after ${first} bars`);

  await page.reload();
  await data.download(name, "paused").waitFor();
  await data.download(name).locator(".download-figures").filter({ hasText: /^[1-9]\d* %$/ }).waitFor();
  const share = await data.download(name).getByRole("progressbar").evaluate((bar) => bar.value / bar.max);
  assert.ok(Math.abs(share - second / BARS) < 0.001, `${share} of ${second}`);
  stage.site.binance.delay = 0;
  await data.act(name, "resume");
  await data.download(name, "done").waitFor(LONG);
  // After the reload the last bar there is comes once more, so that it can be compared.
  const made = calls("BTCUSDT").length;
  assert.ok(made <= BARS / PAGE + 1, `${made} calls for ${BARS / PAGE} pages`);
  await whole(page, "BTCUSDT");
});

test("a download that runs goes on by itself after a reload, from what is kept", async () => {
  const { data, page } = await started("XRPUSDT", SLOWLY);
  const name = named("XRPUSDT");
  await data.row(name).waitFor();
  const { span } = (await list(page)).get("XRPUSDT 1m");
  const asked = calls("XRPUSDT").length;
  await page.reload();
  stage.site.binance.delay = 0;
  await data.download(name, "done").waitFor(LONG);
  const since = calls("XRPUSDT").slice(asked).map(({ query }) => Number(query.get("startTime")));
  assert.ok(since.length > 0);
  assert.ok(Math.min(...since) >= span.end - MINUTE, "nothing before the last bar that was kept");
  await whole(page, "XRPUSDT");
});

test("one that is cancelled leaves what came, and a reload knows nothing of it", async () => {
  const { data, page } = await started("ETHBTC", SLOWLY);
  const name = named("ETHBTC");
  await data.brought(name);
  await data.act(name, "cancel");
  await data.downloads.waitFor({ state: "detached" });
  await data.row(name).waitFor();
  const { bars, span } = (await list(page)).get("ETHBTC 1m");
  assert.ok(bars > 0 && bars < BARS);
  assert.equal(bars, (span.end - FROM) / MINUTE, "a whole beginning");
  await page.reload();
  await data.opened();
  assert.equal((await list(page)).get("ETHBTC 1m").bars, bars);
  assert.equal(await data.downloads.count(), 0);
});

test("several series come side by side, and the exchange is never asked too often", async () => {
  const { upbit } = stage.site;
  const markets = ["KRW-BTC", "KRW-ETH", "KRW-XRP"];
  const address = `/data?panel=get&from=2024-03-04&to=2024-03-05&markets=${markets}&intervals=1m`;
  const { page } = await stage.visit(address);
  const data = new DataPage(page);
  await data.opened();
  await page.getByTestId("start").click();
  for (const market of markets) await data.download(`upbit:${market}:1m`, "done").waitFor();
  const rows = [...(await list(page)).values()];
  assert.deepEqual(rows.map((row) => row.bars), [2670, 2670, 2670], "two days less a hole of 210 minutes");
  assert.equal(upbit.over, 0);
});
