// A reader brings the library up to now: with one button, by the clock, and never over a past that has changed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { json } from "../edge/fake.mjs";
import { DataPage } from "./data_page.mjs";
import { ask, bars, downloaded, list, series, startWithExchanges } from "./library.mjs";
import { useStage } from "./stage.mjs";

const stage = useStage(() => startWithExchanges({ live: true }));

const DAY = 86_400_000;
const FROM = Date.parse("2024-03-04T00:00:00Z");
const UNTIL = Date.parse("2024-03-20T00:00:00Z");
const OLD = (UNTIL - FROM) / DAY;

const named = (symbol) => `binance:${symbol}:1d`;
const key = (symbol) => series(symbol, "1d", "binance");

/** A library with days of these symbols that end long ago. */
async function behind(...symbols) {
  const address = `/data?panel=get&venue=binance&from=2024-03-04&to=2024-03-19&markets=${symbols}&intervals=1d`;
  const { page } = await stage.visit(address);
  const data = new DataPage(page);
  await data.opened();
  await page.getByTestId("start").click();
  for (const symbol of symbols) {
    await data.download(named(symbol), "done").waitFor();
    await data.cell(named(symbol), "Bars").filter({ hasText: String(OLD) }).waitFor();
  }
  return data;
}

/** Waits until a series has every day that is over. */
async function upToNow(data, symbol) {
  await data.download(named(symbol), "done").waitFor();
  await data.cell(named(symbol), "Bars").filter({ hasNotText: new RegExp(`^${OLD}$`) }).waitFor();
  const days = (await bars(data.page, key(symbol))).map(([time]) => time);
  // A day may end while this runs.
  const now = Math.floor(Date.now() / DAY);
  assert.ok([now, now - 1].includes(days.at(-1) / DAY + 1), `the last day is ${new Date(days.at(-1))}`);
  assert.deepEqual(days, Array.from({ length: days.length }, (_, n) => FROM + n * DAY));
}

test("one button brings every series up to now, each from its last bar on", async () => {
  const data = await behind("BTCUSDT", "ETHUSDT");
  const { page } = data;
  const { binance } = stage.site;
  binance.forget();
  await page.getByTestId("update-all").click();
  await data.said.filter({ hasText: /^2 series/ }).waitFor();
  for (const symbol of ["BTCUSDT", "ETHUSDT"]) {
    await upToNow(data, symbol);
    const starts = binance.asked(symbol).map(({ query }) => Number(query.get("startTime")));
    assert.equal(Math.min(...starts), UNTIL - DAY, "from the last bar that was there");
  }
  // Once more there is nothing to ask for.
  binance.forget();
  const again = await ask(page, { Update: [] });
  assert.equal(again.answer.Count, 2);
  await downloaded(page);
  assert.deepEqual(binance.requests, []);
});

test("a past that the exchange has changed is shown with both bars, and nothing is lost", async () => {
  const data = await behind("XRPUSDT");
  const { page } = data;
  const { binance } = stage.site;
  const before = (await list(page)).get("XRPUSDT 1d");
  const last = (await bars(page, key("XRPUSDT"))).at(-1);
  const restate = (row) => row.with(4, (Number(row[4]) + 0.25).toFixed(8));
  binance.fail("XRPUSDT", (response, rows, _fake, headers) => json(response, 200, rows.map(restate), headers));
  try {
    await data.open(named("XRPUSDT"));
    await data.detail.getByTestId("update").click();
    const failed = data.download(named("XRPUSDT"), "failed");
    await failed.waitFor();
    const why = await failed.textContent();
    assert.match(why, /contradict/);
    assert.match(why, /2024-03-19/);
    const [, , , , close] = last;
    for (const told of [close, close + 0.25]) assert.ok(why.includes(String(told)), `${told} in ${why}`);
  } finally {
    binance.fail("XRPUSDT", null);
  }
  const after = (await list(page)).get("XRPUSDT 1d");
  assert.deepEqual([after.hash, after.bars], [before.hash, before.bars]);
  await page.reload();
  await data.download(named("XRPUSDT"), "paused").waitFor();
  assert.equal((await list(page)).get("XRPUSDT 1d").hash, before.hash);
});

test("while the page is open the clock brings the library up to now", async () => {
  const data = await behind("ETHBTC");
  const { page } = data;
  await page.clock.install();
  await page.reload();
  await data.opened();
  await page.getByTestId("every").selectOption("5");
  await page.clock.fastForward("05:30");
  await upToNow(data, "ETHBTC");
});
