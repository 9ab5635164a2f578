// A reader drops files and folders on the page: each is looked at in turn, what is no table is left alone.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { DataPage } from "./data_page.mjs";
import { bars, series, startWithExchanges } from "./library.mjs";
import { useStage } from "./stage.mjs";

const stage = useStage(() => startWithExchanges());

const DAY = 86_400_000;
const FROM = Date.UTC(2024, 0, 1);
const row = (first) => (n) => [FROM + n * DAY, first + n, first + n + 2, first + n - 1, first + n + 1, 10];
const rows = (first, count) => Array.from({ length: count }, (_, n) => row(first)(n));
const text = (rows) =>
  ["date,open,high,low,close,volume", ...rows.map(([time, ...rest]) => [new Date(time).toISOString().slice(0, 10), ...rest])].join("\n");

let folder;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "backcast-drop-"));
  mkdirSync(join(folder, "bars/more"), { recursive: true });
  writeFileSync(join(folder, "bars/AAA_1d.csv"), text(rows(100, 30)));
  writeFileSync(join(folder, "bars/more/BBB_1d.csv"), text(rows(200, 20)));
  writeFileSync(join(folder, "bars/more/picture.png"), "not a table");
  writeFileSync(join(folder, "notes.pdf"), "%PDF-1.7");
});
after(() => rmSync(folder, { recursive: true, force: true }));

async function visit() {
  const { page } = await stage.visit("/data?panel=import");
  const data = new DataPage(page);
  await data.opened();
  return data;
}

/** Drags files of the disk over the page and lets them go, as the browser itself reports it. */
async function drop(page, ...names) {
  const zone = page.getByTestId("drop");
  await zone.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await zone.boundingBox();
  const browser = await page.context().newCDPSession(page);
  const data = { items: [], files: names.map((name) => join(folder, name)), dragOperationsMask: 1 };
  const event = (type) => browser.send("Input.dispatchDragEvent", { type, x: x + width / 2, y: y + height / 2, data });
  await event("dragEnter");
  await event("dragOver");
  await page.locator('[data-test="drop"].over').waitFor();
  await event("drop");
  await page.locator('[data-test="drop"]:not(.over)').waitFor();
}

/** Takes in the file on the table under a name of its own. */
async function takeIn(page, symbol, said) {
  await page.locator('[data-test="import-file"][data-busy="false"]').waitFor();
  await page.getByTestId("file-symbol").fill(symbol);
  await page.getByTestId("file-symbol").blur();
  await page.locator('[data-test="import-file"][data-busy="false"]').waitFor();
  await page.getByTestId("take-in").click();
  await page.getByTestId("import-results").filter({ hasText: said }).waitFor();
}

const onTable = (page, name, place) =>
  page.getByTestId("import-file").filter({ hasText: name }).filter({ hasText: place }).waitFor();

test("a file that is dropped is read and becomes a series with its bars", async () => {
  const { page } = await visit();
  await drop(page, "bars/AAA_1d.csv");
  await onTable(page, "AAA_1d.csv", "File 1 of 1");
  await takeIn(page, "ONE", /ONE 1d: 30 new bars/);
  assert.deepEqual(await bars(page, series("ONE", "1d", "file")), rows(100, 30));
});

test("several files are taken one after another, and one may be left out", async () => {
  const data = await visit();
  const { page } = data;
  await drop(page, "bars/more/BBB_1d.csv", "bars/AAA_1d.csv");
  await onTable(page, "AAA_1d.csv", "File 1 of 2");
  await page.getByTestId("skip-file").click();
  await onTable(page, "BBB_1d.csv", "File 2 of 2");
  await takeIn(page, "TWO", /TWO 1d: 20 new bars/);
  await page.getByTestId("import-file").waitFor({ state: "detached" });
  await data.row("file:TWO:1d").waitFor();
  assert.equal(await page.getByTestId("series-row").count(), 1);
});

test("a folder is walked through to its ends, and only tables are taken from it", async () => {
  const data = await visit();
  const { page } = data;
  await drop(page, "bars", "notes.pdf");
  await onTable(page, "AAA_1d.csv", "File 1 of 2");
  await takeIn(page, "AAA", /AAA 1d: 30 new bars/);
  await onTable(page, "BBB_1d.csv", "File 2 of 2");
  await takeIn(page, "BBB", /BBB 1d: 20 new bars/);
  await data.row("file:BBB:1d").waitFor();
  assert.deepEqual(await bars(page, series("BBB", "1d", "file")), rows(200, 20));
});

test("a folder that is chosen is the same as one that is dropped", async () => {
  const { page } = await visit();
  await page.getByTestId("folder").setInputFiles(join(folder, "bars"));
  await onTable(page, "AAA_1d.csv", "File 1 of 2");
  await page.getByTestId("skip-file").click();
  await onTable(page, "BBB_1d.csv", "File 2 of 2");
});

test("a single file that is no table is refused by name", async () => {
  const { page } = await visit();
  await drop(page, "notes.pdf");
  const trouble = page.getByTestId("import-trouble");
  await trouble.filter({ hasText: /PDF/ }).waitFor();
});
