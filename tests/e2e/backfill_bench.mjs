// Times a back-fill from the page through the edge: it keeps to the exchange's limit and leaves nothing of it unused.
// usage: CHROME=… node backfill_bench.mjs
import { chromium } from "playwright-core";
import { HOLE, LISTED } from "../edge/fake_upbit.mjs";
import { ask, downloaded, list, series, startWithExchanges } from "./library.mjs";

const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];
const MINUTE = 60_000;
const PAGE = 200;
const PER_SECOND = 10;
/** Of what the limit allows, so much may stay unused. */
const IDLE = 0.05;

const site = await startWithExchanges({ live: true });
const browser = await chromium.launch({ executablePath: process.env.CHROME ?? "/usr/bin/chromium", args: FLAGS });
let late = 0;

/** Fetches so many pages of each of these symbols, checks every bar, and compares the time with what the limit allows. */
async function fetched(page, name, symbols, pages) {
  const span = { start: LISTED, end: LISTED + pages * PAGE * MINUTE };
  const before = site.upbit.requests.length;
  await ask(page, { Fetch: symbols.map((symbol) => ({ key: series(symbol, "1m"), span })) });
  await downloaded(page);
  const rows = await list(page);
  const traded = pages * PAGE - (HOLE.to - HOLE.from) / MINUTE;
  for (const symbol of symbols) {
    const { bars } = rows.get(`${symbol} 1m`);
    if (bars !== traded) throw new Error(`wrong: ${bars} of ${traded} bars of ${symbol}`);
  }
  const calls = site.upbit.requests.slice(before).filter(({ path }) => path.includes("/candles/"));
  if (site.upbit.over !== 0) throw new Error(`wrong: ${site.upbit.over} calls too many`);
  const took = (calls.at(-1).at - calls[0].at) / 1_000;
  // The first calls of a second go out at once, and so do those of each second after it.
  const least = Math.ceil(calls.length / PER_SECOND) - 1;
  const most = least / (1 - IDLE);
  if (took > most) late += 1;
  const rate = `${calls.length} calls in ${took.toFixed(2)} s`;
  console.log(`${name.padEnd(40)} ${rate.padStart(22)}   at least ${least.toFixed(2)} s, at most ${most.toFixed(2)} s ${took > most ? "OVER" : ""}`);
}

try {
  const context = await browser.newContext({ baseURL: site.origin });
  const page = await context.newPage();
  await page.goto("/");
  await ask(page, "Series");
  await fetched(page, "one series from Upbit", ["KRW-BTC"], 200);
  await fetched(page, "twenty series from Upbit", Array.from({ length: 20 }, (_, n) => `KRW-N${n}`), 10);
} finally {
  await browser.close();
  await site.stop();
}
process.exit(late === 0 ? 0 : 1);
