// Files as other programs write them, from the file field to the library: pandas' Parquet of candles, and a zip file with long
// numbers. The bars that are kept are counted and compared, one by one.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { crc32 } from "node:zlib";
import { DataPage } from "./data_page.mjs";
import { bars, list, startWithExchanges } from "./library.mjs";
import { useStage } from "./stage.mjs";

const stage = useStage(startWithExchanges);
const HOUR = 3_600_000;
const START = Date.UTC(2024, 0, 1);

async function brought(name, buffer, { symbol } = {}) {
  const { page } = await stage.visit("/data?panel=import");
  const data = new DataPage(page);
  await data.opened();
  await page.getByTestId("files").setInputFiles({ name, mimeType: "application/octet-stream", buffer });
  const settled = () => page.locator('[data-test="import-file"][data-busy="false"]').waitFor();
  await settled();
  if (symbol) {
    await page.getByTestId("file-symbol").fill(symbol);
    await page.getByTestId("file-symbol").blur();
    await settled();
  }
  await page.getByTestId("take-in").click();
  await page.getByTestId("import-results").locator("li").waitFor();
  const [row] = (await list(page)).values();
  return { page, data, row, kept: await bars(page, row.key) };
}

for (const [name, timeframe, step] of [
  ["KRW-BTC_day.parquet", "1d", 24 * HOUR],
  ["KRW-BTC_minute240.parquet", "4h", 4 * HOUR],
]) {
  test(`${name} as pandas wrote it: every candle is a bar by Korea's clock`, async () => {
    const fixture = new URL(`../../shared/intake/tests/fixtures/${name}`, import.meta.url);
    const { data, row, kept } = await brought(name, readFileSync(fixture));
    assert.deepEqual([row.key.symbol, row.key.timeframe, row.bars, row.gaps], ["KRW-BTC", timeframe, 60, 0]);
    // As SOURCES.md beside the fixture says: open 1000.5 + i % 13, close the next open, a spread of 2.
    const price = (i) => 1_000.5 + ((i % 60) % 13);
    const expected = Array.from({ length: 60 }, (_, i) => {
      const [open, close] = [price(i), price(i + 1)];
      return [START + i * step, open, Math.max(open, close) + 2, Math.min(open, close) - 2, close, 10 + (i % 5) / 4];
    });
    assert.deepEqual(kept, expected);
    const shown = `${row.key.venue}:KRW-BTC:${timeframe}`;
    assert.equal(await data.cell(shown, "Bars").textContent(), "60");
  });
}

/** A zip file with one stored file whose every size and place stands in its long field (APPNOTE 4.3.14, 4.5.3). */
function longZip(name, text) {
  const [title, data] = [Buffer.from(name), Buffer.from(text)];
  const u16 = (value) => Buffer.from(Uint16Array.of(value).buffer);
  const u32 = (value) => Buffer.from(Uint32Array.of(value).buffer);
  const u64 = (value) => Buffer.from(BigUint64Array.of(BigInt(value)).buffer);
  const full = (bytes) => Buffer.alloc(bytes, 0xff);
  const facts = (extra) => Buffer.concat([u16(45), Buffer.alloc(8), u32(crc32(data)), full(8), u16(title.length), u16(extra)]);
  const local = [Buffer.from("PK\x03\x04"), facts(20), title, u16(1), u16(16), u64(data.length), u64(data.length), data];
  const directory = Buffer.concat(local).length;
  const central = [
    Buffer.from("PK\x01\x02"),
    u16(45),
    facts(28),
    Buffer.alloc(10),
    full(4),
    title,
    ...[u16(1), u16(24), u64(data.length), u64(data.length), u64(0)],
  ];
  const size = Buffer.concat(central).length;
  const longEnd = [Buffer.from("PK\x06\x06"), u64(44), u16(45), u16(45), Buffer.alloc(8), ...[1, 1, size, directory].map(u64)];
  const locator = [Buffer.from("PK\x06\x07"), u32(0), u64(directory + size), u32(1)];
  const end = [Buffer.from("PK\x05\x06"), u32(0), full(12), u16(0)];
  return Buffer.concat([...local, ...central, ...longEnd, ...locator, ...end]);
}

test("a zip file with long numbers is read as any other", async () => {
  const rows = Array.from({ length: 50 }, (_, i) => [START + i * HOUR, 100 + i, 103.5 + i, 98.25 + i, 101 + i, 7.5 + i]);
  const text = ["time,open,high,low,close,volume", ...rows.map((row) => row.join(","))].join("\n");
  const { data, row, kept } = await brought("long.zip", longZip("LONG_1h.csv", text), { symbol: "LONG" });
  assert.deepEqual([row.key.symbol, row.key.timeframe, row.bars], ["LONG", "1h", 50]);
  assert.deepEqual(kept, rows);
  assert.equal(await data.cell(`${row.key.venue}:LONG:1h`, "Bars").textContent(), "50");
});
