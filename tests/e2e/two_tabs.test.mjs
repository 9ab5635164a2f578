// Two tabs on one library: both show it, one works the disk, and when that one closes the other takes over what runs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DataPage } from "./data_page.mjs";
import { list, startWithExchanges, storage } from "./library.mjs";
import { useStage } from "./stage.mjs";

const stage = useStage(() => startWithExchanges({ live: true }));

const MINUTE = 60_000;
const FROM = Date.parse("2024-03-04T00:00:00Z");
const BARS = 100 * 1440;
const GET = "/data?panel=get&venue=binance&from=2024-03-04&to=2024-06-11&intervals=1m&markets=";

async function tab(context, path) {
  const page = await context.newPage();
  await page.goto(path);
  const data = new DataPage(page);
  await data.opened();
  return data;
}

const works = (data) => data.page.getByTestId("storage");
const through = /Another tab works the disk/;

test("what one tab starts the other sees, and it goes on when the tab that did the work is closed", async () => {
  const { binance } = stage.site;
  // Whatever the closed tab was still asking for.
  const context = await stage.reader({ expected: [/ERR_ABORTED/] });
  const first = await tab(context, "/data");
  const second = await tab(context, `${GET}BTCUSDT`);
  assert.equal((await storage(first.page)).role, "Owner");
  await works(second).filter({ hasText: through }).waitFor();

  binance.delay = 60;
  await second.page.getByTestId("start").click();
  const name = "binance:BTCUSDT:1m";
  for (const data of [first, second]) {
    await data.brought(name);
    await data.row(name).waitFor();
  }
  // The owner hears of the other's wish to rest.
  await second.act(name, "pause");
  await first.download(name, "paused").waitFor();
  await first.act(name, "resume");
  await second.download(name, "running").waitFor();

  const kept = (await list(second.page)).get("BTCUSDT 1m");
  assert.ok(kept.bars < BARS);
  await first.page.close();
  await works(second).filter({ hasNotText: through }).waitFor();
  assert.equal((await storage(second.page)).role, "Owner");
  binance.delay = 0;
  await second.download(name, "done").waitFor({ timeout: 60_000 });
  const { bars, gaps, span } = (await list(second.page)).get("BTCUSDT 1m");
  assert.deepEqual({ bars, gaps, span }, { bars: BARS, gaps: 0, span: { start: FROM, end: FROM + BARS * MINUTE } });
});

test("both tabs show the same list while either changes it", async () => {
  const context = await stage.reader();
  const first = await tab(context, "/data");
  const second = await tab(context, "/data?panel=import");
  const text = ["date,open,high,low,close,volume", "2024-01-01,1,2,1,2,5", "2024-01-02,2,3,2,3,5", "2024-01-03,3,4,3,4,5"].join("\n");
  await second.offer("mine.csv", text);
  await second.page.getByTestId("file-symbol").fill("MINE");
  await second.page.getByTestId("file-symbol").blur();
  await second.page.locator('[data-test="import-file"][data-busy="false"]').waitFor();
  await second.page.getByTestId("take-in").click();
  for (const data of [first, second]) await data.row("file:MINE:1d").waitFor();

  await first.open("file:MINE:1d");
  await first.page.getByTestId("gaps-mark").check();
  await second.open("file:MINE:1d");
  await second.page.locator('[data-test="gaps-mark"]:checked').waitFor();
  await second.page.getByTestId("delete").click();
  await second.page.getByTestId("delete-sure").click();
  for (const data of [first, second]) await data.row("file:MINE:1d").waitFor({ state: "detached" });
  await first.detail.waitFor({ state: "detached" });
});
