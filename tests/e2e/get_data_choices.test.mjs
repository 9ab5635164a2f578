// What getting data offers: lengths an exchange has or makes, rows a thumb can read, a schedule that is remembered.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DataPage } from "./data_page.mjs";
import { startMarket } from "./site.mjs";
import { useStage } from "./stage.mjs";

const stage = useStage(startMarket);

async function visit(path, options) {
  const { page } = await stage.visit(path, options);
  await new DataPage(page).opened();
  return page;
}

test("a length the exchange doesn't have says at the pick what it is made of", async () => {
  const page = await visit("/data?panel=get&venue=binance&markets=BTCUSDT&from=2024-03-04&to=2024-03-04");
  const ten = page.getByTestId("interval-10m");
  await ten.filter({ hasText: "made of 5m" }).waitFor();
  assert.equal(await page.getByTestId("interval-1h").textContent(), "1h");
  await ten.click();
  await page.getByTestId("interval-notes").filter({ hasText: "Binance has no bars of 10m itself; they are made of its bars of 5m." }).waitFor();
  await page.getByTestId("start").click();
  await page.locator('[data-test="download"][data-state="done"]').waitFor();
  // Ten minutes are a day's 144th part.
  const bars = page.locator('[data-test="series-row"][data-series="binance:BTCUSDT:10m"] td[data-label="Bars"]');
  assert.equal(await bars.textContent(), "144");
  await page.getByTestId("venue-upbit").check();
  await page.getByTestId("interval-10m").filter({ hasNotText: "made of" }).waitFor();
});

test("how often to update is remembered here, and a link can say it without being remembered", async () => {
  const context = await stage.reader();
  const open = async (path) => {
    const page = await context.newPage();
    await page.goto(path);
    await new DataPage(page).opened();
    return page;
  };
  const linked = await open("/data?every=60");
  const every = (page) => page.getByTestId("every");
  await linked.locator('[data-test="every"] option[value="60"]:checked').waitFor({ state: "attached" });
  const plain = await open("/data");
  assert.equal(await every(plain).inputValue(), "0");
  await every(plain).selectOption("5");
  await plain.waitForURL((url) => url.searchParams.get("every") === "5");
  const later = await open("/data");
  assert.equal(await every(later).inputValue(), "5");
  await every(later).selectOption("0");
  assert.equal(await every(await open("/data")).inputValue(), "0");
});

test("on a phone a market is one or two lines, and nothing scrolls sideways", async () => {
  const page = await visit("/data?panel=get", {
    viewport: { width: 360, height: 640 },
    hasTouch: true,
    isMobile: true,
    deviceScaleFactor: 2,
  });
  const height = async (market) => (await page.locator(`[data-test="market"][data-market="${market}"]`).boundingBox()).height;
  await page.locator('[data-test="market"][data-market="KRW-DOGE"]').waitFor();
  // A thumb's height and a line, and another small line where the exchange warns.
  assert.ok((await height("KRW-BTC")) <= 50, `${await height("KRW-BTC")} px`);
  assert.ok((await height("KRW-DOGE")) <= 70, `${await height("KRW-DOGE")} px`);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
});
