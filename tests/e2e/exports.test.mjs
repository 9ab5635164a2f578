// Bars leave the browser and come back: one series in three formats, and the whole library as one file, every hash the same.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LAST, LISTED, candle, openTimes } from "../edge/fake_upbit.mjs";
import { DataPage } from "./data_page.mjs";
import { ask, bars, downloaded, intake, list, series, startWithExchanges, storage } from "./library.mjs";
import { useStage } from "./stage.mjs";

const stage = useStage(() => startWithExchanges());

const MINUTE = 60_000;
const SERIES = "upbit:KRW-BTC:1m";
// As the stand-in for the exchange made them.
const WANTED = openTimes(MINUTE).map((time) => {
  const row = candle("KRW-BTC", time);
  return [time, row.opening_price, row.high_price, row.low_price, row.trade_price, row.candle_acc_trade_volume];
});

async function visit(...wants) {
  const { page } = await stage.visit("/data");
  const data = new DataPage(page);
  await data.opened();
  if (wants.length > 0) {
    const span = { start: LISTED, end: LAST };
    await ask(page, { Fetch: wants.map((key) => ({ key, span })) });
    await downloaded(page);
  }
  return data;
}

/** What the browser saves when a button is pressed. */
async function saved(page, button) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId(button).click()]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return { name: download.suggestedFilename(), bytes: Buffer.concat(chunks) };
}

const bring = (page, { name, bytes }) =>
  page.getByTestId("import-all").setInputFiles({ name, mimeType: "application/zip", buffer: bytes });

test("CSV and JSON hold every bar to the last digit", async () => {
  const data = await visit(series("KRW-BTC", "1m"));
  const { page } = data;
  await data.open(SERIES);
  assert.deepEqual(await bars(page, series("KRW-BTC", "1m")), WANTED);

  const csv = await saved(page, "export-csv");
  assert.equal(csv.name, "upbit_KRW-BTC_1m.csv");
  const [head, ...lines] = csv.bytes.toString("utf8").trim().split("\n").map((line) => line.split(","));
  assert.deepEqual(head, ["time", "open", "high", "low", "close", "volume"]);
  assert.deepEqual(lines.map(([time, ...values]) => [Date.parse(time), ...values.map(Number)]), WANTED);

  const json = await saved(page, "export-json");
  assert.equal(json.name, "upbit_KRW-BTC_1m.json");
  const { venue, symbol, timeframe, columns, bars: told } = JSON.parse(json.bytes.toString("utf8"));
  assert.deepEqual({ venue, symbol, timeframe }, { venue: "upbit", symbol: "KRW-BTC", timeframe: "1m" });
  assert.deepEqual(columns, ["time", "open", "high", "low", "close", "volume", "made_up"]);
  assert.deepEqual(told, WANTED.map((bar) => [...bar, false]));
});

test("Parquet read back into another browser is the same series", async () => {
  const data = await visit(series("KRW-BTC", "1m"));
  await data.open(SERIES);
  const file = await saved(data.page, "export-parquet");
  assert.equal(file.name, "upbit_KRW-BTC_1m.parquet");
  assert.deepEqual([file.bytes.subarray(0, 4), file.bytes.subarray(-4)].map(String), ["PAR1", "PAR1"]);

  const other = await visit();
  const { page } = other;
  await page.getByTestId("import").click();
  const mimeType = "application/vnd.apache.parquet";
  await page.getByTestId("files").setInputFiles({ name: file.name, mimeType, buffer: file.bytes });
  await page.locator('[data-test="import-file"][data-busy="false"]').waitFor();
  await page.getByTestId("take-in").click();
  await page.getByTestId("import-results").filter({ hasText: new RegExp(`${WANTED.length} new bars`) }).waitFor();
  const [row] = (await list(page)).values();
  assert.deepEqual(await bars(page, row.key), WANTED);
});

test("the whole library comes into an empty browser with every hash, and its rules for gaps", async () => {
  const keys = [series("KRW-BTC", "1m"), series("KRW-ETH", "1h"), series("BTCUSDT", "30m", "binance")];
  const data = await visit(...keys);
  await ask(data.page, { Policy: [keys[0], "FillForward"] });
  const before = await list(data.page);
  const file = await saved(data.page, "export-all");
  assert.match(file.name, /^backcast-library-\d{4}-\d\d-\d\d\.zip$/);

  const other = await visit();
  const { page } = other;
  await other.empty.waitFor();
  await bring(page, file);
  await other.said.filter({ hasText: /^3 series/ }).waitFor();
  const content = ({ key, bars, span, hash, gaps, missing, policy }) => ({ key, bars, span, hash, gaps, missing, policy });
  const after = await list(page);
  assert.deepEqual([...after.values()].map(content), [...before.values()].map(content));
  assert.deepEqual((await ask(page, "Verify")).answer.Damage, []);
  for (const key of keys) assert.deepEqual(await bars(page, key), await bars(data.page, key));

  // The same once more changes nothing.
  const { generation } = await storage(page);
  await bring(page, file);
  await other.said.filter({ hasText: /^0 series/ }).waitFor();
  assert.equal((await storage(page)).generation, generation);
});

test("a library file that is damaged is refused by the name of what is damaged, and nothing changes", async () => {
  const data = await visit(series("KRW-BTC", "1m"), series("KRW-ETH", "1m"));
  const { page } = data;
  const file = await saved(page, "export-all");
  const damaged = (change) => ({ name: file.name, bytes: change(Buffer.from(file.bytes)) });
  // Inside of the bars, which come first in the file; the middle of it is among them.
  const flipped = damaged((bytes) => {
    bytes[bytes.length >> 1] ^= 0x10;
    return bytes;
  });
  const cut = damaged((bytes) => bytes.subarray(0, bytes.length - 100));
  const begun = { name: "begun.zip", bytes: Buffer.from("PK\u0003\u0004 and no more") };
  const csv = { name: "prices.csv", bytes: Buffer.from("date,open,high,low,close,volume\n2024-01-01,1,2,1,2,3\n") };
  // The smallest zip file there is: the end of a directory without entries.
  const otherZip = { name: "other.zip", bytes: Buffer.concat([Buffer.from("PK\u0005\u0006"), Buffer.alloc(18)]) };

  const other = await visit(series("KRW-XRP", "1d"));
  const before = { list: await list(other.page), storage: await storage(other.page) };
  for (const [bad, why] of [
    [flipped, /upbit.*KRW-/],
    [cut, /is cut short.*Copy or download it again/],
    [begun, /begun\.zip is cut short/],
    [csv, /prices\.csv is no exported library.*Import files/],
    [otherZip, /other\.zip is no exported library.*without a list of series/],
  ]) {
    await bring(other.page, bad);
    const trouble = other.page.getByTestId("trouble");
    await trouble.filter({ hasText: why }).waitFor();
    const said = await trouble.textContent();
    assert.match(said, /nothing was brought in/);
    assert.ok(said.includes(bad.name), said);
    await trouble.getByRole("button").click();
    await trouble.waitFor({ state: "detached" });
    assert.deepEqual(await list(other.page), before.list);
    assert.equal((await storage(other.page)).generation, before.storage.generation);
  }
  // The file itself is good.
  await bring(other.page, file);
  await other.said.filter({ hasText: /^2 series/ }).waitFor();
});
