// What a reader does to a series: another name, longer bars, another rule for its gaps, gone; runs see it at once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { HOLE, LAST, LISTED, candle, openTimes } from "../edge/fake_upbit.mjs";
import { DataPage } from "./data_page.mjs";
import { LabPage } from "./lab_page.mjs";
import { ask, bars, downloaded, list, series, startWithExchanges, storage } from "./library.mjs";
import { useStage } from "./stage.mjs";

const stage = useStage(() => startWithExchanges());

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SERIES = "upbit:KRW-BTC:1m";
const KEY = series("KRW-BTC", "1m");
const BARS = openTimes(MINUTE).length;
const FILLED = (LAST - LISTED) / MINUTE;

async function visit(...symbols) {
  const { page } = await stage.visit("/data");
  const data = new DataPage(page);
  await data.opened();
  const span = { start: LISTED, end: LAST };
  await ask(page, { Fetch: symbols.map((symbol) => ({ key: series(symbol, "1m"), span })) });
  await downloaded(page);
  await data.open(SERIES);
  return data;
}

test("a series takes another name with all its bars, and never that of another one", async () => {
  const data = await visit("KRW-BTC", "KRW-ETH");
  const { page } = data;
  const before = await bars(page, KEY);
  const rename = async (to) => {
    await page.getByTestId("rename-to").fill(to);
    await page.getByTestId("rename-save").click();
  };
  await page.getByTestId("rename").click();
  await page.getByTestId("rename-to").fill("not a name");
  assert.equal(await page.getByTestId("rename-save").isDisabled(), true);
  await rename("KRW-ETH");
  await page.getByTestId("trouble").filter({ hasText: /The library already has Upbit/ }).waitFor();
  assert.deepEqual([...(await list(page)).keys()], ["KRW-BTC 1m", "KRW-ETH 1m"]);
  await rename("KRW-MINE");
  await data.row("upbit:KRW-MINE:1m").waitFor();
  await data.row(SERIES).waitFor({ state: "detached" });
  assert.deepEqual(await bars(page, series("KRW-MINE", "1m")), before);
  await page.reload();
  await data.row("upbit:KRW-MINE:1m").waitFor();
});

test("deleting asks first, and only what was named goes", async () => {
  const data = await visit("KRW-BTC", "KRW-ETH");
  const { page } = data;
  const { generation } = await storage(page);
  await page.getByTestId("delete").click();
  const form = page.getByTestId("delete-form");
  await form.filter({ hasText: `KRW-BTC 1m with ${BARS} bars` }).waitFor();
  await form.getByRole("button", { name: "Cancel" }).click();
  await form.waitFor({ state: "detached" });
  assert.equal((await storage(page)).generation, generation, "nothing was touched");
  await page.getByTestId("delete").click();
  await page.getByTestId("delete-sure").click();
  await data.row(SERIES).waitFor({ state: "detached" });
  await data.said.filter({ hasText: /Upbit KRW-BTC 1m is deleted/ }).waitFor();
  await data.detail.waitFor({ state: "detached" });
  await page.reload();
  await data.row("upbit:KRW-ETH:1m").waitFor();
  assert.deepEqual([...(await list(page)).keys()], ["KRW-ETH 1m"]);
});

test("longer bars are made of all the shorter ones in them", async () => {
  const data = await visit("KRW-BTC");
  const { page } = data;
  await page.getByTestId("resample").click();
  await page.getByTestId("resample-1h").click();
  await data.said.filter({ hasText: /bars are in Upbit KRW-BTC 1h/ }).waitFor();
  await data.row("upbit:KRW-BTC:1h").waitFor();
  // The stand-in's candles, added up by hand.
  const hours = new Map();
  for (const time of openTimes(MINUTE)) {
    const { opening_price, high_price, low_price, trade_price, candle_acc_trade_volume } = candle("KRW-BTC", time);
    const hour = Math.floor(time / HOUR) * HOUR;
    const [, open, high, low, , volume] = hours.get(hour) ?? [hour, opening_price, -Infinity, Infinity, 0, 0];
    const added = [Math.max(high, high_price), Math.min(low, low_price), trade_price, volume + candle_acc_trade_volume];
    hours.set(hour, [hour, open, ...added]);
  }
  const made = await bars(page, series("KRW-BTC", "1h"));
  assert.deepEqual(
    made.map((bar) => bar.slice(0, 5)),
    [...hours.values()].map((bar) => bar.slice(0, 5)),
  );
  for (const [row, bar] of [...hours.values()].entries()) assert.ok(Math.abs(made[row][5] - bar[5]) < 1e-9, `volume of row ${row}`);
});

test("what is done about gaps is seen by the next run, and can be taken back", async () => {
  const data = await visit("KRW-BTC");
  const { page } = data;
  await page.getByTestId("gaps-leave").waitFor();
  const second = await page.context().newPage();
  const lab = new LabPage(second);
  await second.goto("/?source=upbit&symbols=KRW-BTC&timeframe=1m");
  const reads = (count) => second.getByTestId("coverage-KRW-BTC").filter({ hasText: `${count} bars` }).waitFor();
  await reads(BARS);
  await lab.settled();
  const left = await lab.hash();

  await page.getByTestId("gaps-fill_forward").check();
  await reads(FILLED);
  const filled = await lab.answered(left);
  assert.notEqual(filled, left);
  assert.equal(FILLED - BARS, (HOLE.to - HOLE.from) / MINUTE);

  await page.getByTestId("gaps-leave").check();
  await reads(BARS);
  await lab.shows(left);
  await second.close();
});
