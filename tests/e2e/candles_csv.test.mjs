// The candles on show leave as a file: as many lines as candles, with the prices of the exchange.
import assert from "node:assert/strict";
import { test } from "node:test";
import { candle, openTimes } from "../edge/fake_upbit.mjs";
import { DataPage } from "./data_page.mjs";
import { startMarket } from "./site.mjs";
import { useStage } from "./stage.mjs";

const stage = useStage(startMarket);
const MINUTE = 60_000;

async function saved(page) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId("candles-csv").click()]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8").replace("\ufeff", "");
  const [head, ...lines] = text.trim().split(/\r?\n/);
  return { name: download.suggestedFilename(), head, lines: lines.map((line) => line.split(",")) };
}

test("the stretch on show is saved, whole and zoomed in", async () => {
  const { page } = await stage.visit("/data?panel=get&from=2024-03-04&to=2024-03-04&markets=KRW-BTC&intervals=1m");
  const data = new DataPage(page);
  await data.opened();
  await page.getByTestId("start").click();
  await page.locator('[data-test="download"][data-state="done"]').waitFor();
  await data.open("upbit:KRW-BTC:1m");
  await page.locator('[data-test="candles"]:not([data-count="0"])').waitFor();
  const count = Number(await data.candles.getAttribute("data-count"));
  const whole = await saved(page);
  assert.equal(whole.name, "KRW-BTC-1m-candles.csv");
  assert.equal(whole.head, "time_utc,open,high,low,close,volume,bars_at_most");
  assert.equal(whole.lines.length, count);

  await data.candles.focus();
  for (let press = 0; press < 6; press += 1) await page.keyboard.press("+");
  await page.locator('[data-test="candles"][data-per-candle="1"]').waitFor();
  const near = await saved(page);
  assert.ok(near.lines.length < openTimes(MINUTE).length);
  for (const [time, open, high, low, close, volume, bars] of near.lines) {
    const wanted = candle("KRW-BTC", Date.parse(time));
    assert.deepEqual([open, high, low, close].map(Number), [wanted.opening_price, wanted.high_price, wanted.low_price, wanted.trade_price]);
    assert.equal(Number(volume), wanted.candle_acc_trade_volume);
    assert.equal(bars, "1");
  }
});
