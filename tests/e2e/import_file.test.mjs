// A reader brings a file in: it is sniffed, judged with row and value, mended when asked, and kept; twice changes nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DataPage } from "./data_page.mjs";
import { startMarket } from "./site.mjs";
import { useStage } from "./stage.mjs";

const stage = useStage(startMarket);

const day = (n) => new Date(Date.UTC(2024, 0, n)).toISOString().slice(0, 10);
const rows = Array.from({ length: 40 }, (_, n) => [day(n + 1), 100 + n, 102 + n, 99 + n, 101 + n, 10]);
const text = (rows) => ["date,open,high,low,close,volume", ...rows.map((row) => row.join(","))].join("\n");

async function visit() {
  const { page } = await stage.visit("/data?panel=import");
  const data = new DataPage(page);
  await data.opened();
  return data;
}

async function named(data, symbol) {
  await data.page.getByTestId("file-symbol").fill(symbol);
  await data.page.getByTestId("file-symbol").blur();
  await data.page.locator('[data-test="import-file"][data-busy="false"]').waitFor();
}

test("a file becomes a series, and the same file again changes nothing", async () => {
  const data = await visit();
  const { page } = data;
  for (const said of [/^File MINE 1d: 40 new bars/, /nothing new/]) {
    await data.offer("mine.csv", text(rows));
    assert.equal(await page.getByTestId("import-format").textContent(), "CSV");
    assert.match(await page.getByTestId("import-rows").textContent(), /40 rows/);
    await named(data, "MINE");
    await page.getByTestId("take-in").click();
    await page.getByTestId("import-results").filter({ hasText: said }).waitFor();
  }
  await data.row("file:MINE:1d").waitFor();
  assert.equal(await data.cell("file:MINE:1d", "Bars").textContent(), "40");
});

test("a name is typed and the file is taken in with one click, with what was ticked; what is new is shown first", async () => {
  const data = await visit();
  const { page } = data;
  const bad = rows.map((row, n) => (n === 4 ? [row[0], row[1], row[2], row[3], -5, row[5]] : row));
  await data.offer("bad.csv", text(bad));
  const repair = page.getByTestId("repair-drop_bad_rows");
  await repair.uncheck();
  // The click leaves the field, and the file is judged anew before it is taken in.
  await page.getByTestId("file-symbol").fill("TYPED");
  await page.getByTestId("take-in").click();
  await page.getByTestId("import-trouble").waitFor();
  assert.equal(await repair.isChecked(), false);
  await repair.check();
  await page.getByTestId("file-symbol").fill("OTHER");
  await page.getByTestId("take-in").click();
  await page.getByTestId("import-results").filter({ hasText: /File OTHER 1d: 39 new bars/ }).waitFor();
  await data.row("file:OTHER:1d").waitFor();
  assert.equal(await data.row("file:TYPED:1d").count(), 0);

  // A file that names another market: that is said before anything is taken in.
  await data.offer("BTCUSDT-1d-2024-01.csv", text(rows));
  await page.getByTestId("file-symbol").fill("ETHUSDT");
  await page.getByTestId("take-in").click();
  await page.getByTestId("verdict").filter({ hasText: "Named as another market" }).waitFor();
  assert.equal(await page.getByTestId("import-results").locator("li").count(), 0);
  await page.getByTestId("take-in").click();
  await page.getByTestId("import-results").filter({ hasText: /40 new bars/ }).waitFor();
});

test("a row that can't be a bar is named with its value, and a repair is offered and taken back", async () => {
  const data = await visit();
  const { page } = data;
  const bad = rows.map((row, n) => (n === 4 ? [row[0], row[1], row[2], row[3], -5, row[5]] : row));
  await data.offer("bad.csv", text(bad));
  const verdict = page.getByTestId("verdict");
  await verdict.locator("details").first().waitFor();
  assert.match(await verdict.textContent(), /-5/);
  await named(data, "BAD");
  const repair = page.getByTestId("repair-drop_bad_rows");
  assert.equal(await repair.isChecked(), true);
  await repair.uncheck();
  await page.getByTestId("take-in").click();
  await page.getByTestId("import-trouble").waitFor();
  await repair.check();
  await page.getByTestId("take-in").click();
  await page.getByTestId("import-results").filter({ hasText: /39 new bars/ }).waitFor();
});

test("weekends are gaps for a market around the clock and none for an exchange, as the reader says", async () => {
  const data = await visit();
  const { page } = data;
  // 40 weekdays from Monday 2024-01-01 on: eight weeks with seven weekends between them.
  const weekdays = Array.from({ length: 40 }, (_, n) => [day(1 + n + 2 * Math.floor(n / 5)), ...rows[n].slice(1)]);
  const calendar = page.getByTestId("calendar");
  const chosen = () => calendar.evaluate((select) => select.selectedOptions[0].textContent);
  const settled = () => page.locator('[data-test="import-file"][data-busy="false"]').waitFor();
  const gaps = page.getByTestId("verdict").getByTestId("found-gap");
  for (const [hours, found, said, coverage, detail] of [
    ["24/7", 1, /40 new bars/, "gaps: 7, bars missing: 14", /^Around the clock/],
    // The same bars again by other hours: what is kept is counted anew.
    ["xnys", 0, /no new bars, its market hours are now: New York/, "complete", /^New York's sessions/],
  ]) {
    await data.offer("stock.csv", text(weekdays));
    await named(data, "STOCK");
    assert.match(await chosen(), /As the bars tell · Another exchange's sessions/);
    assert.equal(await gaps.count(), 0);
    await calendar.selectOption(hours);
    await settled();
    assert.equal(await gaps.count(), found);
    if (found) assert.match(await gaps.locator("summary").textContent(), /7×/);
    await page.getByTestId("take-in").click();
    await page.getByTestId("import-results").filter({ hasText: said }).waitFor();
    await data.open("file:STOCK:1d");
    await page.getByTestId("detail-gaps").filter({ hasText: coverage }).waitFor();
    await page.getByTestId("detail-hours").filter({ hasText: detail }).waitFor();
    await page.getByTestId("close-detail").click();
  }
  // A venue with hours of its own leaves no choice, and takes back what was chosen before.
  await data.offer("stock.csv", text(weekdays));
  await calendar.selectOption("own");
  await settled();
  await page.getByTestId("file-venue").selectOption("upbit");
  await settled();
  await gaps.waitFor();
  assert.equal(await calendar.locator("option").count(), 1);
  assert.match(await chosen(), /^Upbit · Around the clock/);
});

test("a file that is none is refused by name, and the next one is read all the same", async () => {
  const data = await visit();
  const { page } = data;
  await page.getByTestId("files").setInputFiles({ name: "a.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7") });
  const trouble = page.getByTestId("import-trouble");
  await trouble.waitFor();
  assert.match(await trouble.textContent(), /PDF/);
  await data.offer("mine.csv", text(rows));
  await named(data, "AFTER");
  await page.getByTestId("take-in").click();
  await page.getByTestId("import-results").filter({ hasText: /40 new bars/ }).waitFor();
});
