// A file of the library that is not what was written: named with its stretch, taken out, and its bars brought back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DataPage } from "./data_page.mjs";
import { ask, downloaded, flip, list, series, startWithExchanges } from "./library.mjs";
import { useStage } from "./stage.mjs";

// Trades up to now, so that four hours make a file for each of several years.
const stage = useStage(() => startWithExchanges({ live: true }));
const YEARS = { start: Date.UTC(2024, 2, 4), end: Date.UTC(2026, 1, 1) };

test("a damaged year in the middle is named, fetched again, and the series is what it was", async () => {
  const { page } = await stage.ready("/");
  const bars = series("KRW-BTC", "4h");
  await ask(page, { Fetch: [{ key: bars, span: YEARS }] });
  await downloaded(page);
  const before = (await list(page)).get("KRW-BTC 4h");

  await page.goto("/about");
  const file = await flip(page, "upbit_KRW-BTC_4h_2025_");
  // What is left is shown, and that it is not all; no file goes out without the rest.
  await page.goto("/data?series=upbit:KRW-BTC:4h");
  const leftOut = page.getByTestId("left-out");
  await leftOut.filter({ hasText: "Damaged files: 1." }).waitFor();
  await page.getByTestId("export-csv").click();
  await page.getByTestId("trouble").filter({ hasText: /KRW-BTC 4h is damaged/ }).waitFor();
  // Where the bars are wanted the damage is met, and the way to the check is offered.
  await page.goto("/?source=upbit&symbols=KRW-BTC&timeframe=4h");
  await page.locator('[data-test="coverage-KRW-BTC"][data-state="missing"]').waitFor();
  await page.getByTestId("coverage-check").click();

  const data = new DataPage(page);
  await page.locator('[data-test="check-panel"][data-state="damaged"]').waitFor();
  const damaged = page.getByTestId("damaged");
  assert.equal(await damaged.count(), 1);
  const said = await damaged.textContent();
  assert.ok(said.includes(file), said);
  assert.match(said, /Upbit KRW-BTC 4h, 2025-01-01 – 2025-12-31/);
  // Until its bars have come the damaged file stays in the list.
  const listed = new Set();
  await page.context().route("**/api/v1/upbit/candles/**", async (route) => {
    listed.add(await data.cell("upbit:KRW-BTC:4h", "Bars").textContent());
    await route.continue();
  });
  await page.getByTestId("repair").click();
  await page.getByTestId("repaired").filter({ hasText: "fetched again" }).waitFor();
  await page.locator('[data-test="check-panel"][data-state="repaired"]').waitFor();
  await page.locator('[data-test="download"][data-state="done"]').waitFor();
  assert.deepEqual([...listed], [before.bars.toLocaleString("en-US")]);
  const after = (await list(page)).get("KRW-BTC 4h");
  assert.deepEqual([after.hash, after.bars, after.gaps], [before.hash, before.bars, before.gaps]);
  await page.getByTestId("check-again").click();
  await page.locator('[data-test="check-panel"][data-state="whole"]').waitFor();
  await data.open("upbit:KRW-BTC:4h");
  await page.locator(`[data-test="candles"]:not([data-count="0"])`).waitFor();
  await leftOut.filter({ hasText: /^$/ }).waitFor({ state: "attached" });
});

test("what can't be fetched again stays in the panel when the rest is being fetched", async () => {
  const { page } = await damagedImport();
  await ask(page, { Fetch: [{ key: series("KRW-ETH", "4h"), span: YEARS }] });
  await downloaded(page);
  await page.goto("/about");
  const file = await flip(page, "upbit_KRW-ETH_4h_2025_");
  await page.goto("/data?panel=check");
  const damaged = page.getByTestId("damaged");
  await damaged.filter({ hasText: file }).waitFor();
  assert.equal(await damaged.count(), 2);
  await page.getByTestId("repair").click();
  await page.getByTestId("repaired").filter({ hasText: "Upbit KRW-ETH 4h" }).waitFor();
  await damaged.filter({ hasText: "File MINE 1d" }).waitFor();
  assert.equal(await damaged.count(), 1);
  await page.getByTestId("check-state").filter({ hasText: "Damaged files: 1" }).waitFor();
});

/** A series of forty days from a file, with a damaged file of the library; the panel that names it is open. */
async function damagedImport(options) {
  const { page } = await stage.visit("/data?panel=import", options);
  const data = new DataPage(page);
  await data.opened();
  const day = (n) => new Date(Date.UTC(2024, 0, n + 1)).toISOString().slice(0, 10);
  const rows = Array.from({ length: 40 }, (_, n) => `${day(n)},${100 + n},${102 + n},${99 + n},${101 + n},10`);
  const bring = async (count) => {
    await data.offer("mine.csv", ["date,open,high,low,close,volume", ...rows.slice(0, count)].join("\n"));
    await page.getByTestId("file-symbol").fill("MINE");
    await page.getByTestId("file-symbol").blur();
    await page.locator('[data-test="import-file"][data-busy="false"]').waitFor();
    await page.getByTestId("take-in").click();
  };
  await bring(40);
  await page.getByTestId("import-results").locator("li").waitFor();
  await page.goto("/about");
  const file = await flip(page, "file_MINE_1d_");
  await page.goto("/data?panel=check");
  await page.getByTestId("damaged").waitFor();
  return { page, data, bring, file };
}

test("what came from a file stays listed until the file is imported again", async () => {
  const { page, data, bring, file } = await damagedImport();
  await data.open("file:MINE:1d");
  await page.getByTestId("trouble").filter({ hasText: "MINE 1d is damaged" }).waitFor();
  await page.getByTestId("trouble").getByRole("button", { name: "Dismiss" }).click();
  assert.match(await page.getByTestId("damaged").textContent(), /mine\.csv/);
  assert.equal(await page.getByTestId("repair").count(), 0, "no exchange has these bars");
  assert.equal(await data.cell("file:MINE:1d", "Bars").textContent(), "40");
  await page.getByTestId("import").click();
  // A file that holds fewer bars than were damaged is no replacement.
  await bring(30);
  const trouble = page.getByTestId("import-trouble");
  await trouble.filter({ hasText: "MINE 1d is damaged" }).waitFor();
  assert.ok((await trouble.textContent()).includes(file));
  assert.equal(await data.cell("file:MINE:1d", "Bars").textContent(), "40");
  await bring(40);
  await page.getByTestId("import-results").filter({ hasText: /MINE/ }).waitFor();
  assert.equal(await data.cell("file:MINE:1d", "Bars").textContent(), "40");
  await page.getByTestId("check-files").click();
  await page.locator('[data-test="check-panel"][data-state="whole"]').waitFor();
});

test("damaged bars are let go only on a second word that says how many are lost", async () => {
  const { page, data } = await damagedImport({ locale: "ko-KR" });
  const go = page.getByTestId("let-go");
  assert.match(await go.textContent(), /봉 40개 버리기/);
  await go.click();
  await page.getByTestId("let-go-form").filter({ hasText: "봉 40개가 라이브러리에서 영영 빠지고" }).waitFor();
  assert.equal(await data.row("file:MINE:1d").count(), 1);
  await page.getByTestId("let-go-sure").click();
  await page.getByTestId("repaired").filter({ hasText: "봉 40개" }).waitFor();
  await data.row("file:MINE:1d").waitFor({ state: "detached" });
});

test("a list that is lost is made again with the hours that bars tell, and says what it lacks", async () => {
  const { page } = await stage.visit("/data?panel=import");
  const data = new DataPage(page);
  await data.opened();
  // Three weeks of weekdays: sessions of an exchange. New York was closed on Monday the 15th.
  const days = Array.from({ length: 21 }, (_, n) => new Date(Date.UTC(2024, 0, 8 + n))).filter((day) => day.getUTCDay() % 6 !== 0);
  const rows = days.map((day) => `${day.toISOString().slice(0, 10)},10,12,9,11,5`);
  await data.offer("mine.csv", ["date,open,high,low,close,volume", ...rows].join("\n"));
  await page.getByTestId("file-symbol").fill("MINE");
  await page.getByTestId("file-symbol").blur();
  await page.locator('[data-test="import-file"][data-busy="false"]').waitFor();
  await page.getByTestId("take-in").click();
  await page.getByTestId("import-results").locator("li").waitFor();
  const before = (await list(page)).get("MINE 1d");
  assert.equal(before.calendar, "own_sessions");
  // A second change, so that there are two slots to lose; it is one of the things that segments don't hold.
  await ask(page, { Policy: [before.key, "Mark"] });
  await page.goto("/about");
  for (const slot of ["MANIFEST.0", "MANIFEST.1"]) await flip(page, slot);
  await page.goto("/data");
  await page.getByTestId("storage").filter({ hasText: /made again.*rules for gaps.*Market hours of imported series/ }).waitFor();
  const after = (await list(page)).get("MINE 1d");
  assert.deepEqual(
    [after.source, after.policy, after.calendar, after.gaps, after.hash],
    ["Rebuilt", "Leave", before.calendar, before.gaps, before.hash],
  );
});

test("a library that is whole says so", async () => {
  const { page } = await stage.visit("/data?panel=check", { locale: "ko-KR" });
  await page.locator('[data-test="check-panel"][data-state="whole"]').waitFor();
  await page.getByTestId("check-state").filter({ hasText: "그대로" }).waitFor();
});
