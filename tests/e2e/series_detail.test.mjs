// A reader looks into a series: candles, rows, gaps, files of it; makes longer bars of it, renames and deletes it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { candle, openTimes } from "../edge/fake_upbit.mjs";
import { DataPage } from "./data_page.mjs";
import { startMarket } from "./site.mjs";
import { useStage } from "./stage.mjs";

const stage = useStage(startMarket);

const MINUTE = 60_000;
const SERIES = "upbit:KRW-BTC:1m";

async function downloaded() {
  const { page } = await stage.visit("/data?panel=get&from=2024-03-04&to=2024-03-04&markets=KRW-BTC&intervals=1m");
  const data = new DataPage(page);
  await data.opened();
  await page.getByTestId("start").click();
  await page.locator('[data-test="download"][data-state="done"]').waitFor();
  await data.open(SERIES);
  return data;
}

test("candles are as many as there is room for, and the keys zoom in to single bars", async () => {
  const data = await downloaded();
  const { page } = data;
  const bars = openTimes(MINUTE).length;
  const drawn = () => data.candles.evaluate((chart) => [Number(chart.dataset.count), Number(chart.dataset.perCandle)]);
  await page.locator('[data-test="candles"]:not([data-count="0"])').waitFor();
  const [count, each] = await drawn();
  assert.ok(each > 1 && count * each >= bars, `${count} candles of ${each} bars hold ${bars}`);
  await data.candles.focus();
  for (let press = 0; press < 6; press += 1) await page.keyboard.press("+");
  await page.locator('[data-test="candles"][data-per-candle="1"]').waitFor();
  await page.waitForURL((url) => url.searchParams.has("range"));
  await page.keyboard.press("Home");
  await page.locator(`[data-test="candles"][data-per-candle="${each}"]`).waitFor();
});

test("the table has the bars of the exchange, and says where it is", async () => {
  const data = await downloaded();
  const { page } = data;
  await page.getByTestId("view-table").check();
  const first = page.getByTestId("bars").locator("tbody tr:not(.space)").first();
  await first.waitFor();
  const [time] = openTimes(MINUTE);
  const wanted = candle("KRW-BTC", time);
  const cells = (await first.locator("td").allTextContents()).map((text) => text.replaceAll(",", ""));
  assert.equal(cells[0], "2024-03-04 00:00");
  assert.deepEqual(cells.slice(1, 5).map(Number), [wanted.opening_price, wanted.high_price, wanted.low_price, wanted.trade_price]);
  assert.match(await page.getByTestId("rows-shown").textContent(), /Rows 1 to \d+ of/);
});

test("longer bars are made, a series is renamed, and deleting asks first", async () => {
  const data = await downloaded();
  const { page } = data;
  await page.getByTestId("resample").click();
  await page.getByTestId("resample-1h").click();
  await data.row("upbit:KRW-BTC:1h").waitFor();
  await page.locator('[data-test="detail"][data-series="upbit:KRW-BTC:1h"]').waitFor();
  await page.getByTestId("rename").click();
  await page.getByTestId("rename-to").fill("KRW-MINE");
  await page.getByTestId("rename-save").click();
  await data.row("upbit:KRW-MINE:1h").waitFor();
  await page.getByTestId("delete").click();
  assert.match(await page.getByTestId("delete-form").textContent(), /can't be undone/);
  await page.getByTestId("delete-sure").click();
  await data.row("upbit:KRW-MINE:1h").waitFor({ state: "detached" });
  await data.row(SERIES).waitFor();
});

test("a series leaves as CSV with every bar, and leads to a backtest on it", async () => {
  const data = await downloaded();
  const { page } = data;
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId("export-csv").click()]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  const lines = Buffer.concat(chunks).toString("utf8").trim().split(/\r?\n/);
  assert.equal(lines.length, openTimes(MINUTE).length + 1);
  assert.match(await page.getByTestId("use-in-backtest").getAttribute("href"), /source=upbit&symbols=KRW-BTC&timeframe=1m/);
});
