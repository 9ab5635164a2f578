// Bars of a second come from the exchange through the edge into the library, each as it was traded, and are shown.
import assert from "node:assert/strict";
import { test } from "node:test";
import { candle } from "../edge/fake_upbit.mjs";
import { DataPage } from "./data_page.mjs";
import { ask, bars, downloaded, list, series, startWithExchanges } from "./library.mjs";
import { useStage } from "./stage.mjs";

// An exchange keeps seconds for three months: it must trade now.
const stage = useStage(() => startWithExchanges({ live: true }));

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const COUNT = 450;

test("seconds are downloaded, kept as the exchange said them, and shown by the second", async () => {
  const { page } = await stage.ready("/");
  const key = series("KRW-BTC", "1s");
  // Not on a minute, and over more than two pages of the exchange.
  const start = Math.floor(Date.now() / MINUTE) * MINUTE - 20 * MINUTE + 7 * SECOND;
  const span = { start, end: start + COUNT * SECOND };
  await ask(page, { Fetch: [{ key, span }] });
  await downloaded(page);

  const row = (await list(page)).get("KRW-BTC 1s");
  assert.equal(row.bars, COUNT);
  assert.deepEqual(row.span, span);
  assert.equal(row.gaps, 0);
  const wanted = Array.from({ length: COUNT }, (_, n) => {
    const bar = candle("KRW-BTC", start + n * SECOND);
    const { opening_price, high_price, low_price, trade_price, candle_acc_trade_volume } = bar;
    return [start + n * SECOND, opening_price, high_price, low_price, trade_price, candle_acc_trade_volume];
  });
  assert.deepEqual(await bars(page, key), wanted);
  const calls = stage.site.upbit.requests.filter(({ path }) => path === "/v1/candles/seconds");
  assert.equal(calls.length, Math.ceil(COUNT / 200));
  assert.equal(stage.site.upbit.over, 0);

  await page.goto("/data");
  const data = new DataPage(page);
  await data.opened();
  const name = "upbit:KRW-BTC:1s";
  assert.equal(await data.cell(name, "Bars").textContent(), String(COUNT));
  await data.open(name);
  await page.locator('[data-test="candles"]:not([data-count="0"])').waitFor();
  await page.getByTestId("view-table").check();
  const first = page.getByTestId("bars").locator("tbody tr:not(.space)").first();
  await first.waitFor();
  const [time, ...cells] = await first.locator("td").allTextContents();
  assert.equal(time, new Date(start).toISOString().slice(0, 19).replace("T", " "));
  const [, ...prices] = wanted[0].slice(0, 5);
  const shown = cells.slice(0, 4).map((text) => Number(text.replaceAll(",", "")));
  shown.forEach((price, n) => assert.ok(Math.abs(price - prices[n]) < 0.01, `${price} for ${prices[n]}`));
});
