// A reader says when the market of a file is open: gaps are counted anew here and in another tab, and a run's year has other days.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LAST, LISTED } from "../edge/fake_upbit.mjs";
import { DataPage } from "./data_page.mjs";
import { LabPage } from "./lab_page.mjs";
import { ask, downloaded, flip, list, series, startWithExchanges } from "./library.mjs";
import { useStage } from "./stage.mjs";

const stage = useStage(() => startWithExchanges());

const SERIES = "file:MINE:1d";
// Monday 2024-01-08 to Friday the 19th, without the weekend, the Monday New York was closed, and Wednesday the 17th.
const DAYS = [8, 9, 10, 11, 12, 16, 18, 19];

/** The series in a fresh library, with its detail open. */
async function brought(rows = DAYS.map((day) => `2024-01-${String(day).padStart(2, "0")},10,12,9,11,5`)) {
  const { page } = await stage.visit("/data?panel=import");
  const data = new DataPage(page);
  await data.opened();
  await data.offer("mine.csv", ["date,open,high,low,close,volume", ...rows].join("\n"));
  const settled = () => page.locator('[data-test="import-file"][data-busy="false"]').waitFor();
  await page.getByTestId("file-symbol").fill("MINE");
  await page.getByTestId("file-symbol").blur();
  await settled();
  await page.getByTestId("calendar").selectOption("24/7");
  await settled();
  await page.getByTestId("take-in").click();
  await page.getByTestId("import-results").locator("li").waitFor();
  await page.goto(`/data?series=${SERIES}`);
  await data.detail.waitFor();
  return data;
}

const gaps = (data) => data.page.getByTestId("detail-gaps");
const hours = (data) => data.page.getByTestId("series-hours");

test("other hours count other gaps, keep every bar and are seen in another tab and after a reload", async () => {
  const data = await brought();
  const { page } = data;
  // Saturday to Monday, and the Wednesday.
  await gaps(data).filter({ hasText: "gaps: 2, bars missing: 4" }).waitFor();
  assert.equal(await hours(data).inputValue(), "24/7");
  const before = (await list(page)).get("MINE 1d");

  const other = new DataPage(await page.context().newPage());
  await other.page.goto(`/data?series=${SERIES}`);
  await gaps(other).filter({ hasText: "gaps: 2" }).waitFor();

  await hours(data).selectOption("xnys");
  for (const one of [data, other]) {
    await gaps(one).filter({ hasText: "gaps: 1, bars missing: 1" }).waitFor();
    assert.equal(await hours(one).inputValue(), "xnys");
    await one.page.getByTestId("detail-hours").filter({ hasText: "New York" }).waitFor();
  }
  const after = (await list(page)).get("MINE 1d");
  const { calendar, gaps: counted, missing, coverage } = after;
  assert.deepEqual([calendar, counted, missing], ["exchange_sessions", 1, 1]);
  assert.deepEqual({ ...before, calendar, gaps: 1, missing: 1, coverage }, after, "nothing else");

  // A hole that is none is not filled any more: what is on show follows.
  await page.getByTestId("gaps-fill_forward").check();
  await page.getByTestId("view-table").check();
  await page.getByTestId("rows-shown").filter({ hasText: /of 9$/ }).waitFor();
  await hours(data).selectOption("24/7");
  await page.getByTestId("rows-shown").filter({ hasText: /of 12$/ }).waitFor();

  await hours(other).selectOption("own");
  await page.reload();
  await page.getByTestId("detail-hours").filter({ hasText: "Another exchange" }).waitFor();
  assert.equal(await hours(data).inputValue(), "own");
  await other.page.close();
});

test("a run that is on show is made again when its market has other hours, since its year has other days", async () => {
  const weekdays = Array.from({ length: 400 }, (_, n) => new Date(Date.UTC(2023, 0, 2 + n))).filter((day) => day.getUTCDay() % 6 !== 0);
  const price = (n) => 100 + ((n * 7) % 23);
  const rows = weekdays.map((day, n) => `${day.toISOString().slice(0, 10)},${price(n)},${price(n) + 9},${price(n) - 9},${price(n + 1)},5`);
  const data = await brought(rows);
  const second = await data.page.context().newPage();
  const lab = new LabPage(second);
  await second.goto("/?source=file&symbols=MINE&timeframe=1d");
  await lab.settled();
  const around = await lab.hash();
  await hours(data).selectOption("xnys");
  const newYork = await lab.answered(around);
  await hours(data).selectOption("24/7");
  await lab.shows(around);
  assert.notEqual(newYork, around);
  await second.close();
});

test("hours that can't be counted stay as they were, and the reader hears why", async () => {
  const data = await brought();
  const { page } = data;
  await page.goto("/about");
  await flip(page, "file_MINE_1d_");
  await page.goto(`/data?series=${SERIES}`);
  await data.detail.waitFor();
  await hours(data).selectOption("xnys");
  await page.getByTestId("trouble").filter({ hasText: /MINE 1d is damaged/ }).waitFor();
  assert.equal(await hours(data).inputValue(), "24/7");
});

test("a series whose exchange says its hours offers no others", async () => {
  const { page } = await stage.visit("/data");
  const data = new DataPage(page);
  await data.opened();
  const key = series("KRW-BTC", "1h");
  await ask(page, { Fetch: [{ key, span: { start: LISTED, end: LAST } }] });
  await downloaded(page);
  await data.open("upbit:KRW-BTC:1h");
  await page.getByTestId("gaps-leave").waitFor();
  assert.equal(await hours(data).count(), 0);
  await assert.rejects(ask(page, { Hours: [key, "own_sessions"] }), { kind: "Refused" });
});
