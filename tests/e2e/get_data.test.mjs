// A reader gets bars from an exchange: finds the market, sees what it costs, starts, and keeps what came.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openTimes } from "../edge/fake_upbit.mjs";
import { DataPage } from "./data_page.mjs";
import { startMarket } from "./site.mjs";
import { useStage } from "./stage.mjs";

const stage = useStage(startMarket);

const HOUR = 3_600_000;
const DAY = "from=2024-03-04&to=2024-03-04";

async function visit(path, options) {
  const { page } = await stage.visit(path, options);
  const data = new DataPage(page);
  await data.opened();
  return data;
}

for (const [locale, words] of [
  ["en-US", { empty: /empty/, why: /downloaded or imported/, get: "Get data", find: "Find by code or name" }],
  ["ko-KR", { empty: /비어/, why: /내려받거나/, get: "데이터 받기", find: "코드나 이름으로 찾기" }],
]) {
  test(`an empty library says why it is empty and offers one way on (${locale})`, async () => {
    const data = await visit("/data", { locale });
    await data.empty.waitFor();
    assert.match(await data.empty.textContent(), words.empty);
    assert.match(await data.empty.textContent(), words.why);
    await data.empty.getByRole("button", { name: words.get }).click();
    await data.page.getByRole("searchbox", { name: words.find }).waitFor();
    assert.equal(new URL(data.page.url()).searchParams.get("panel"), "get");
  });
}

test("a market is found by its Korean name, downloaded, listed with its gap, and there after a reload", async () => {
  const data = await visit(`/data?panel=get&${DAY}`);
  const { page } = data;
  await page.getByTestId("find-market").fill("비트코인");
  await page.locator('[data-test="market"][data-market="KRW-BTC"]').getByRole("checkbox").check();
  await page.getByTestId("interval-1h").click();
  const estimate = page.getByTestId("estimate");
  await estimate.filter({ hasText: /24 bars at most, \d+ calls?/ }).waitFor();
  await page.getByTestId("start").click();
  await page.locator('[data-test="download"][data-state="done"]').waitFor();

  const series = "upbit:KRW-BTC:1h";
  const bars = openTimes(HOUR).length;
  const holes = data.row(series).getByRole("img");
  await data.row(series).waitFor();
  assert.equal(await data.cell(series, "Bars").textContent(), String(bars));
  assert.match(await holes.getAttribute("aria-label"), /gaps: 1, bars missing: \d/);
  await page.reload();
  await data.opened();
  assert.equal(await data.cell(series, "Bars").textContent(), String(bars));
});

test("what is chosen stands in the address, and a link brings it back", async () => {
  const data = await visit(`/data?panel=get&${DAY}&markets=KRW-ETH,KRW-XRP&intervals=1h,1d`);
  const { page } = data;
  assert.deepEqual(await page.getByTestId("chosen").allTextContents(), ["KRW-ETH ×", "KRW-XRP ×"]);
  assert.equal(await page.getByTestId("interval-1d").getAttribute("aria-pressed"), "true");
  await page.getByTestId("chosen").first().click();
  await page.waitForURL((url) => url.searchParams.get("markets") === "KRW-XRP");
});

test("warnings of the exchange stand beside a market, and a favourite is remembered", async () => {
  const data = await visit("/data?panel=get");
  const { page } = data;
  const doge = page.locator('[data-test="market"][data-market="KRW-DOGE"]');
  await doge.waitFor();
  assert.match(await doge.textContent(), /Under warning/);
  await doge.getByTestId("star").click();
  await page.reload();
  await page.getByTestId("quote-favourites").click();
  await doge.waitFor();
  assert.equal(await page.getByTestId("market").count(), 1);
});
