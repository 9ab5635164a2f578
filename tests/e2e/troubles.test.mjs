// What went wrong, said in the reader's language: what happened to what, and what to do.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DataPage } from "./data_page.mjs";
import { ask, downloaded, flip, series, startWithExchanges } from "./library.mjs";
import { useStage } from "./stage.mjs";

const stage = useStage(startWithExchanges);
const HOURS = { start: Date.UTC(2024, 2, 4), end: Date.UTC(2024, 2, 6) };
const KOREAN = { locale: "ko-KR" };

/** The words of a text that are written in Latin letters, without codes and what stands in parentheses. */
function latin(text) {
  const said = text.replaceAll(/\([^()]*\)/g, "").replaceAll(/[A-Za-z_0-9-]*\.[a-z]+/g, "");
  const known = /^(KRW|BTC|ETH|h|d|m|UTC|KST|PDF|CSV|Alpaca)$/;
  return (said.match(/[A-Za-z]+/g) ?? []).filter((word) => !known.test(word));
}

async function withHours(options) {
  const { page } = await stage.visit("/", options);
  await ask(page, { Fetch: [{ key: series("KRW-BTC", "1h"), span: HOURS }] });
  await downloaded(page);
  return page;
}

test("a series that is missing, and a time without bars, are named on the Backtest page", async () => {
  const page = await withHours(KOREAN);
  await page.goto("/?source=upbit&symbols=KRW-ETH&timeframe=1h");
  const missing = page.locator('[data-test="coverage-KRW-ETH"][data-state="missing"]');
  await missing.filter({ hasText: "라이브러리에 업비트 KRW-ETH 1h 시계열이 없습니다." }).waitFor();
  assert.deepEqual(latin(await missing.textContent()), []);
  // Above the empty answer too, with the way to have it: on a phone the question is behind a button.
  await page.setViewportSize({ width: 360, height: 740 });
  const notice = page.getByTestId("bars-missing");
  await notice.filter({ hasText: "라이브러리에 업비트 KRW-ETH 1h 시계열이 없습니다." }).waitFor();
  await notice.getByRole("link").click();
  await page.waitForURL(/\/data\?panel=get/);
  await page.setViewportSize({ width: 1280, height: 740 });

  await page.goto("/?source=upbit&symbols=KRW-BTC&timeframe=1h&span=2020-01-01..2020-02-01");
  const empty = page.locator('[data-test="coverage-KRW-BTC"][data-state="missing"]');
  // 4 March 00:00 UTC is nine in the morning in Korea.
  await empty.filter({ hasText: "있는 기간은 2024-03-04 09:00 – 2024-03-04 21:00입니다." }).waitFor();
  assert.deepEqual(latin(await empty.textContent()), []);
});

test("a damaged file is named with its series, and what only the disk knows follows in parentheses", async () => {
  const page = await withHours(KOREAN);
  await page.goto("/about");
  const file = await flip(page, "upbit_KRW-BTC_1h_");
  await page.goto("/?source=upbit&symbols=KRW-BTC&timeframe=1h");
  const damaged = page.locator('[data-test="coverage-KRW-BTC"][data-state="missing"]');
  await damaged.filter({ hasText: "업비트 KRW-BTC 1h의 파일이 손상되어 읽지 않습니다" }).waitFor();
  await page.getByTestId("bars-damaged").getByRole("link").waitFor();
  const said = await damaged.textContent();
  assert.ok(said.includes(file), said);
  assert.deepEqual(latin(said.replace(file, "")), []);
  await page.goto("/data?panel=check");
  const found = page.getByTestId("damaged");
  assert.deepEqual(latin((await found.locator("span").textContent()).trim()), []);
});

test("a file that is refused is called what it is, with what to do", async () => {
  const { page } = await stage.visit("/data?panel=import", KOREAN);
  const data = new DataPage(page);
  await data.opened();
  const offer = async (name, buffer) => {
    await page.getByTestId("files").setInputFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(buffer) });
    const trouble = page.getByTestId("import-trouble");
    await trouble.waitFor();
    const said = await trouble.textContent();
    assert.deepEqual(latin(said), [], said);
    return said;
  };
  assert.match(await offer("bars.pdf", "%PDF-1.7 not a table"), /PDF: 여기서 읽지 않는 파일입니다\. 같은 표를 CSV로 찾으세요/);
  await page.getByTestId("skip-file").click();
  assert.match(await offer("empty.csv", ""), /파일이 비어 있습니다/);
});

test("an exchange that has shut the address out is named with its time", async () => {
  stage.site.binance.fail("exchangeInfo", "status_418");
  const { page } = await stage.visit("/data?panel=get&venue=binance", { ...KOREAN, expected: [/markets 503/, /status of 503/] });
  const trouble = page.getByTestId("markets-trouble");
  await trouble.filter({ hasText: /바이낸스: 이 주소를 1[0-2]\d초 동안 차단했습니다/ }).waitFor();
  assert.deepEqual(latin((await trouble.locator("p").textContent()).trim()), []);
  // In the other language the same, without asking again.
  await page.getByRole("button", { name: "English" }).click();
  await trouble.filter({ hasText: /Binance has shut this address out for 1[0-2]\d s/ }).waitFor();
});
