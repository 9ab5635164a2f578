// Bars on the browser's disk: downloaded, still there after a reload, run on; shared between tabs; never lost in silence.
import assert from "node:assert/strict";
import { test } from "node:test";
import { HOLE, LAST, LISTED } from "../edge/fake_upbit.mjs";
import { ask, beginLibraryWith, downloaded, list, refuseDisk, series, startWithExchanges, storage } from "./library.mjs";
import { useStage } from "./stage.mjs";

const stage = useStage(() => startWithExchanges());
const MINUTE = 60_000;
const DAY = 86_400_000;
const minutes = { key: series("KRW-BTC", "1m"), span: { start: LISTED, end: LAST } };
// Counted by hand from what the stand-in says of itself.
const BARS = (LAST - LISTED - (HOLE.to - HOLE.from)) / MINUTE;

test("a series is estimated, downloaded, kept over a reload, shown and run on", async () => {
  const lab = await stage.ready("/");
  const { page } = lab;
  assert.equal((await storage(page)).keeping, "Disk");
  assert.deepEqual([...(await list(page)).keys()], []);

  const { answer } = await ask(page, { Estimate: [minutes] });
  assert.equal(answer.Estimate.bars, (LAST - LISTED) / MINUTE, "as many as fit, holes included");
  assert.ok(answer.Estimate.calls >= 1);
  await ask(page, { Fetch: [minutes, { key: series("KRW-ETH", "1m"), span: minutes.span }] });
  await downloaded(page);

  const [row] = (await list(page)).values();
  assert.equal(row.bars, BARS);
  assert.deepEqual(row.span, { start: LISTED, end: LAST });
  assert.equal(row.gaps, 1);
  assert.equal(row.missing, (HOLE.to - HOLE.from) / MINUTE);

  await page.reload();
  await lab.settled();
  const again = await list(page);
  assert.equal(again.get("KRW-BTC 1m").hash, row.hash);
  assert.equal(again.size, 2);

  const window = await ask(page, { Rows: { key: row.key, from: 100, count: 20 } });
  assert.deepEqual(window.answer.Rows, { from: 100, count: 20, of: BARS, damaged: 0 });
  assert.deepEqual(window.sizes, [160, 160, 160, 160, 160, 160, 20]);
  // A run's bars are named by what they are: SHA-256 of timeframe, times, prices and flags, whoever adds it up.
  const named = await page.evaluate(async (key) => {
    const ask = async (what) => globalThis.backcastLibrary.ask(JSON.stringify(what), []);
    const market = { source: { given: key.venue }, symbols: [key.symbol], watched: [], timeframe: key.timeframe };
    const [head] = JSON.parse((await ask({ Bars: { ...market, inside: null, span: null, data: null } }))[0]).Bars;
    const [, ...columns] = await ask({ Rows: { key, from: 0, count: head.count } });
    const whole = new Blob([key.timeframe, ...columns]);
    const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", await whole.arrayBuffer()));
    return { head, sum: Array.from(sum, (byte) => byte.toString(16).padStart(2, "0")).join("") };
  }, row.key);
  assert.equal(named.head.count, BARS);
  assert.equal(named.head.hash, named.sum);
  const candles = await ask(page, { Candles: { key: row.key, span: null, most: 100 } });
  assert.ok(candles.answer.Candles.count <= 100);
  assert.equal(candles.answer.Candles.of, BARS);

  // The same bars again change nothing.
  const { generation } = await storage(page);
  await ask(page, { Fetch: [minutes] });
  await downloaded(page);
  assert.equal((await storage(page)).generation, generation);
});

test("a question names bars of the library, sees what there is, and is answered with their hash", async () => {
  const lab = await stage.ready("/");
  const { page } = lab;
  await ask(page, { Fetch: [minutes] });
  await downloaded(page);

  const sample = await lab.hash();
  await page.getByTestId("use-library").click();
  await page.getByTestId("source-upbit").check();
  await page.getByTestId("coverage-KRW-BTC").filter({ hasText: `${BARS} bars` }).waitFor();
  const hash = await lab.answered(sample);
  assert.match(page.url(), /source=upbit/);
  assert.match(page.url(), /symbols=KRW-BTC/);
  assert.match(page.url(), /timeframe=1m/);

  // Longer bars are made of shorter ones.
  await page.getByTestId("timeframe-30m").check();
  await lab.answered(hash);
  await page.getByTestId("coverage-KRW-BTC").filter({ hasText: "17 bars" }).waitFor();

  // A link with the hash of other bars says so and runs nothing until a reader wants to.
  const address = new URL(page.url());
  address.searchParams.set("data", "0123456789");
  await page.goto(address.href);
  await page.locator('[data-test="coverage-KRW-BTC"][data-state="differs"]').waitFor();
  await lab.refused();
  await page.getByTestId("coverage-take").click();
  await lab.settled();

  // One whose series is missing offers to fetch it.
  address.searchParams.delete("data");
  address.searchParams.set("symbols", "KRW-XRP");
  address.searchParams.set("timeframe", "1d");
  await page.goto(address.href);
  await page.locator('[data-test="coverage-KRW-XRP"][data-state="missing"]').waitFor();
  await page.getByTestId("coverage-fetch").click();
  await page.locator('[data-test="coverage-KRW-XRP"][data-state="there"]').waitFor();
  await lab.settled();
  assert.equal((await list(page)).get("KRW-XRP 1d").bars, 400);
});

test("a second tab goes through the first, and takes over when it closes", async () => {
  const context = await stage.reader();
  const first = await context.newPage();
  await first.goto("/");
  await ask(first, { Fetch: [{ key: series("KRW-BTC", "1d"), span: { start: LISTED, end: LISTED + 30 * DAY } }] });
  await downloaded(first);
  assert.equal((await storage(first)).role, "Owner");

  const second = await context.newPage();
  await second.goto("/");
  assert.equal((await storage(second)).role, "Through");
  assert.equal((await list(second)).get("KRW-BTC 1d").bars, 30);
  await ask(second, { Policy: [series("KRW-BTC", "1d"), "FillForward"] });
  assert.equal((await list(first)).get("KRW-BTC 1d").policy, "FillForward");

  await first.close();
  const since = Date.now();
  let role;
  do {
    ({ role } = await storage(second));
  } while (role !== "Owner" && Date.now() - since < 2000);
  assert.equal(role, "Owner", "took over within two seconds");
  assert.equal((await list(second)).get("KRW-BTC 1d").bars, 30);
});

test("where the browser keeps nothing the library says so and is no empty list that looks well", async () => {
  const context = await stage.reader();
  const page = await context.newPage();
  await beginLibraryWith(context, refuseDisk("SecurityError"));
  await page.goto("/");
  const { keeping } = await storage(page);
  assert.deepEqual(Object.keys(keeping), ["Memory"]);
  await ask(page, { Fetch: [{ key: series("KRW-BTC", "1d"), span: { start: LISTED, end: LISTED + 3 * DAY } }] });
  await downloaded(page);
  assert.equal((await list(page)).get("KRW-BTC 1d").bars, 3);
});
