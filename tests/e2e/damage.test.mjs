// A file of the library that is not what was written: named with its stretch, taken out, and its bars brought back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DataPage } from "./data_page.mjs";
import { ask, downloaded, list, series, startWithExchanges } from "./library.mjs";
import { useStage } from "./stage.mjs";

// Trades up to now, so that four hours make a file for each of several years.
const stage = useStage(() => startWithExchanges({ live: true }));
const YEARS = { start: Date.UTC(2024, 2, 4), end: Date.UTC(2026, 1, 1) };

/**
 * Turns one bit in the middle of the file whose name begins so; gives the name. The library must not be open. Of several the largest:
 * the generation before the last may still lie beside it.
 */
function flip(page, stem) {
  return page.evaluate(async (stem) => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle("backcast-library");
    let [found, bytes] = [null, new Uint8Array(0)];
    for await (const [name, file] of folder.entries()) {
      if (!name.startsWith(stem)) continue;
      const held = new Uint8Array(await (await file.getFile()).arrayBuffer());
      if (held.length > bytes.length) [found, bytes] = [file, held];
    }
    if (!found) throw new Error(`no file begins with ${stem}`);
    bytes[bytes.length >> 1] ^= 1;
    const writer = await found.createWritable();
    await writer.write(bytes);
    await writer.close();
    return found.name;
  }, stem);
}

test("a damaged year in the middle is named, fetched again, and the series is what it was", async () => {
  const { page } = await stage.ready("/");
  const bars = series("KRW-BTC", "4h");
  await ask(page, { Fetch: [{ key: bars, span: YEARS }] });
  await downloaded(page);
  const before = (await list(page)).get("KRW-BTC 4h");

  await page.goto("/about");
  const file = await flip(page, "upbit_KRW-BTC_4h_2025_");
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
  assert.match(said, /upbit KRW-BTC 4h, 2025-01-01 – 2025-12-31/);
  await page.getByTestId("repair").click();
  await page.getByTestId("repaired").filter({ hasText: "fetched again" }).waitFor();
  await page.locator('[data-test="check-panel"][data-state="repaired"]').waitFor();
  await page.locator('[data-test="download"][data-state="done"]').waitFor();
  const after = (await list(page)).get("KRW-BTC 4h");
  assert.deepEqual([after.hash, after.bars, after.gaps], [before.hash, before.bars, before.gaps]);
  await page.getByTestId("check-again").click();
  await page.locator('[data-test="check-panel"][data-state="whole"]').waitFor();
  await data.row("upbit:KRW-BTC:4h").waitFor();
});

test("what came from a file is taken out, and the file is asked for by its name", async () => {
  const { page } = await stage.visit("/data?panel=import");
  const data = new DataPage(page);
  await data.opened();
  const day = (n) => new Date(Date.UTC(2024, 0, n + 1)).toISOString().slice(0, 10);
  const rows = Array.from({ length: 40 }, (_, n) => `${day(n)},${100 + n},${102 + n},${99 + n},${101 + n},10`);
  const text = ["date,open,high,low,close,volume", ...rows].join("\n");
  const bring = async () => {
    await data.offer("mine.csv", text);
    await page.getByTestId("file-symbol").fill("MINE");
    await page.getByTestId("file-symbol").blur();
    await page.locator('[data-test="import-file"][data-busy="false"]').waitFor();
    await page.getByTestId("take-in").click();
    await page.getByTestId("import-results").filter({ hasText: /40 new bars/ }).waitFor();
  };
  await bring();
  await page.goto("/about");
  await flip(page, "file_MINE_1d_");
  await page.goto("/data?panel=check");
  assert.match(await page.getByTestId("damaged").textContent(), /mine\.csv/);
  await page.getByTestId("repair").click();
  await page.getByTestId("repaired").filter({ hasText: "Import mine.csv again" }).waitFor();
  await data.row("file:MINE:1d").waitFor({ state: "detached" });
  await page.getByTestId("import").click();
  await bring();
  assert.equal(await data.cell("file:MINE:1d", "Bars").textContent(), "40");
});

test("a library that is whole says so", async () => {
  const { page } = await stage.visit("/data?panel=check", { locale: "ko-KR" });
  await page.locator('[data-test="check-panel"][data-state="whole"]').waitFor();
  await page.getByTestId("check-state").filter({ hasText: "그대로" }).waitFor();
});
