// A zip file with several files inside: the reader says which to read, one or all.
import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32 } from "node:zlib";
import { DataPage } from "./data_page.mjs";
import { startMarket } from "./site.mjs";
import { useStage } from "./stage.mjs";

const stage = useStage(startMarket);

const day = (n) => new Date(Date.UTC(2024, 0, n + 1)).toISOString().slice(0, 10);
const rows = (count, price) => Array.from({ length: count }, (_, n) => [day(n), price + n, price + 2 + n, price - 1 + n, price + 1 + n, 10]);
const csv = (rows) => ["date,open,high,low,close,volume", ...rows.map((row) => row.join(","))].join("\n");

/** A zip file whose files are stored as they are (PKWARE's APPNOTE, 4.3). */
function zip(files) {
  const [local, central] = [[], []];
  let offset = 0;
  for (const [name, text] of files) {
    const [title, data] = [Buffer.from(name), Buffer.from(text)];
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(title.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    local.push(Buffer.from("PK\x03\x04"), common, title, data);
    central.push(Buffer.from("PK\x01\x02\x14\x00"), common, place, title);
    offset += 4 + common.length + title.length + data.length;
  }
  const listing = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(listing.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...local, listing, Buffer.from("PK\x05\x06"), end]);
}

async function offer(files, locale = "en-US") {
  const { page } = await stage.visit("/data?panel=import", { locale });
  const data = new DataPage(page);
  await data.opened();
  await page.getByTestId("files").setInputFiles({ name: "both.zip", mimeType: "application/zip", buffer: zip(files) });
  await page.getByTestId("several-inside").waitFor();
  return data;
}

async function takeIn(page, symbol, bars) {
  await page.locator('[data-test="import-file"][data-busy="false"]').waitFor();
  await page.getByTestId("file-symbol").fill(symbol);
  await page.getByTestId("file-symbol").blur();
  await page.locator('[data-test="import-file"][data-busy="false"]').waitFor();
  await page.getByTestId("take-in").click();
  await page.getByTestId("import-results").filter({ hasText: `${symbol} 1d: ${bars} new bars` }).waitFor();
}

const FILES = [
  ["first.csv", csv(rows(30, 100))],
  ["deep/second.csv", csv(rows(20, 500))],
  ["read me.md", "# not bars"],
];

test("what can be bars is chosen to begin with, and each becomes a series of its own", async () => {
  const data = await offer(FILES);
  const { page } = data;
  const checked = await page.getByTestId("inside").evaluateAll((boxes) => boxes.map((box) => box.checked));
  assert.deepEqual(checked, [true, true, false]);
  await page.getByTestId("read-inside").click();
  await page.getByRole("heading", { name: "both.zip › first.csv" }).waitFor();
  await takeIn(page, "ONE", 30);
  await page.getByRole("heading", { name: "both.zip › deep/second.csv" }).waitFor();
  await takeIn(page, "TWO", 20);
  assert.equal(await data.cell("file:ONE:1d", "Bars").textContent(), "30");
  assert.equal(await data.cell("file:TWO:1d", "Bars").textContent(), "20");
});

test("only the chosen one is read", async () => {
  const data = await offer(FILES, "ko-KR");
  const { page } = data;
  await page.getByTestId("inside-none").click();
  assert.equal(await page.getByTestId("read-inside").isDisabled(), true);
  await page.getByTestId("inside").nth(1).check();
  await page.getByTestId("read-inside").click();
  await page.getByTestId("import-rows").filter({ hasText: "20행" }).waitFor();
  await page.getByTestId("skip-file").click();
  await page.getByTestId("import-file").waitFor({ state: "detached" });
});
