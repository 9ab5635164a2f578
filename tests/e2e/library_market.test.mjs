// A backtest on series of the library: any of them is picked, its coverage is drawn before the run, and what a strategy lacks is one press away.
import assert from "node:assert/strict";
import { test } from "node:test";
import { HOLE, LAST, LISTED } from "../edge/fake_upbit.mjs";
import { ask, downloaded, series, startWithExchanges } from "./library.mjs";
import { useStage } from "./stage.mjs";

const stage = useStage(() => startWithExchanges());
const span = { start: LISTED, end: LAST };

async function withSeries(keys, options) {
  const lab = await stage.ready("/", options);
  await ask(lab.page, { Fetch: keys.map((key) => ({ key, span })) });
  await downloaded(lab.page);
  return lab;
}

test("the coverage of each symbol is drawn before the run, its gap where it is", async () => {
  const lab = await withSeries([series("KRW-BTC", "1m")]);
  const { page } = lab;
  await page.getByTestId("use-library").click();
  await page.getByTestId("source-upbit").check();
  const strip = page.getByTestId("strip-KRW-BTC").getByRole("img");
  await strip.waitFor();
  assert.match(await strip.getAttribute("aria-label"), /gaps: 1/);
  // Which parts of the span are full, from what the stand-in says of itself: none wholly inside the hole is drawn.
  const { width, full } = await strip.evaluate((svg) => ({
    width: svg.viewBox.baseVal.width,
    full: [...svg.querySelector(".strip-all").getAttribute("d").matchAll(/M(\d+) 0h(\d+)/g)].map(([, from, wide]) => [Number(from), Number(wide)]),
  }));
  const at = (time) => ((time - LISTED) / (LAST - LISTED)) * width;
  assert.equal(full.length, 2, JSON.stringify(full));
  assert.equal(full[0][0], 0);
  assert.ok(Math.abs(full[0][1] - at(HOLE.from)) <= 1, `${full[0]} ends at ${at(HOLE.from)}`);
  assert.ok(Math.abs(full[1][0] - at(HOLE.to)) <= 1, `${full[1]} begins at ${at(HOLE.to)}`);
  assert.equal(full[1][0] + full[1][1], width);
});

test("a symbol of the library is watched beside the one that is traded", async () => {
  const lab = await withSeries([series("KRW-BTC", "1h"), series("KRW-ETH", "1h")]);
  const { page } = lab;
  await page.goto("/?source=upbit&symbols=KRW-BTC&timeframe=1h");
  await lab.settled();
  const hash = await lab.hash();
  await page.getByTestId("watch-KRW-ETH").click();
  await lab.answered(hash);
  await lab.address("/?symbols=KRW-BTC&timeframe=1h&watched=KRW-ETH&source=upbit");
  await page.getByTestId("strip-KRW-ETH").waitFor();
  // What is traded isn't offered again.
  assert.equal(await page.getByTestId("watch-KRW-BTC").count(), 0);
  await page.getByTestId("assumptions").filter({ hasText: "KRW-ETH" }).waitFor();
});

test("a strategy that needs two symbols gets the other one of the library with one press", async () => {
  const lab = await withSeries([series("KRW-BTC", "1h"), series("KRW-ETH", "1h")]);
  const { page } = lab;
  await page.goto("/?strategy=pairs_spread&source=upbit&symbols=KRW-ETH&timeframe=1h");
  const supply = page.getByTestId("needs-supply");
  await supply.filter({ hasText: "KRW-BTC + KRW-ETH" }).click();
  await lab.settled();
  await supply.waitFor({ state: "detached" });
  assert.match(page.url(), /symbols=KRW-BTC%2CKRW-ETH|symbols=KRW-BTC,KRW-ETH/);
});

test("where the library has too few symbols the way to more is offered", async () => {
  const lab = await withSeries([series("KRW-ETH", "1h")]);
  const { page } = lab;
  await page.goto("/?strategy=pairs_spread&source=upbit&symbols=KRW-ETH&timeframe=1h");
  await page.getByTestId("needs-data").click();
  await page.getByTestId("get-panel").waitFor();
});

test("many symbols are found by typing", async () => {
  const codes = Array.from("ABCDEFGHIJKLMN", (letter) => `KRW-T${letter}`);
  const lab = await withSeries(codes.map((code) => series(code, "1h")));
  const { page } = lab;
  await page.goto("/?source=upbit&symbols=KRW-TA&timeframe=1h");
  await page.getByTestId("find-symbol").fill("tm");
  await page.getByTestId("symbol-KRW-TB").waitFor({ state: "detached" });
  assert.equal(await page.getByTestId("symbol-KRW-TA").getAttribute("aria-pressed"), "true", "the chosen one stays");
  await page.getByTestId("symbol-KRW-TM").click();
  await page.getByTestId("strip-KRW-TM").waitFor();
});

test("the chart names the exchange its prices come from, and its money", async () => {
  const lab = await stage.visit("/");
  const { page } = lab;
  // What a canvas says is only heard where it is said.
  await page.addInitScript(() => {
    globalThis.written = new Set();
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
      globalThis.written.add(text);
      return fillText.call(this, text, ...rest);
    };
  });
  const key = series("BTCUSDT", "1h", "binance");
  await ask(page, { Fetch: [{ key, span: { start: Date.UTC(2024, 2, 4), end: Date.UTC(2024, 2, 5) } }] });
  await downloaded(page);
  await page.goto("/?source=binance&symbols=BTCUSDT&timeframe=1h");
  await page.waitForFunction(() => globalThis.written?.has("Binance"));
  const written = await page.evaluate(() => [...globalThis.written]);
  assert.ok(written.includes("Equity (USDT)"), written.join());
  assert.ok(!written.some((text) => text.includes("Sample") || text.includes("KRW")), written.join());
});
