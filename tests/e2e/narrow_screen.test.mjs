// A phone: nothing scrolls sideways, everything is in reach of a thumb.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DataPage } from "./data_page.mjs";
import { startMarket } from "./site.mjs";
import { useStage } from "./stage.mjs";

const TOUCH = 44;

const stage = useStage(startMarket);

const phone = (width, locale) => ({ viewport: { width, height: 640 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2, locale });

/** Asserts that the page is no wider than the screen, naming what sticks out. */
async function fits(page, width, where) {
  const wide = await page.evaluate((width) => {
    const inside = (element) => element.closest(".grid, .scroll-x, .visually-hidden, [hidden], .skip");
    const out = [...document.body.querySelectorAll("*")].filter((element) => {
      const { left, right, width: own } = element.getBoundingClientRect();
      return own > 0 && (right > width + 0.5 || left < -0.5) && !inside(element);
    });
    const names = out.map((element) => `${element.tagName.toLowerCase()}.${element.className} ${Math.round(element.getBoundingClientRect().right)}`);
    return { scroll: document.documentElement.scrollWidth, layout: innerWidth, names: names.slice(0, 8) };
  }, width);
  assert.equal(wide.scroll, width, `${where} scrolls sideways: ${wide.names}`);
  assert.equal(wide.layout, width, `${where} is laid out wider: ${wide.names}`);
  assert.deepEqual(wide.names, [], `${where}: sticks out`);
}

for (const width of [320, 360]) {
  for (const locale of ["en-US", "ko-KR"]) {
    test(`${width} px, ${locale}: no page scrolls sideways`, async () => {
      const lab = await stage.ready("/", phone(width, locale));
      const { page } = lab;
      await lab.drawn();
      await fits(page, width, "the answer");
      await page.getByTestId("question-toggle").click();
      await lab.strategy.waitFor();
      await fits(page, width, "the question");
      await lab.openDetails();
      await fits(page, width, "the details");
      await lab.number(locale === "ko-KR" ? "돌파 계수 k" : "Breakout share k").fill("1234567890");
      await lab.refused();
      await fits(page, width, "a refused question");
      await lab.problem("p.k").getByRole("button").click();
      const hash = await lab.hash();
      await lab.strategy.selectOption("ema_cross");
      await lab.answered(hash);
      for (const code of ["BAS", "CIN", "DUN"]) await page.getByTestId(`symbol-SAMPLE-${code}`).click();
      await lab.title.filter({ hasText: "DUN" }).waitFor();
      await lab.settled();
      await fits(page, width, "four symbols");
      await page.getByTestId("question-toggle").click();
      await page.getByTestId("curve-table").click();
      await page.getByTestId("curve-rows").waitFor();
      await lab.openMetrics({ all: true });
      await fits(page, width, "the tables");
      await lab.checkRun();
      await fits(page, width, "the check");
      await lab.settings.click();
      await page.locator("#settings-panel").waitFor();
      await fits(page, width, "the settings");
      await page.keyboard.press("Escape");

      await page.goto("/?p.k=9&timeframe=2h&fee=lots&symbols=KRW-BTC");
      await lab.refused();
      await fits(page, width, "a bad link");
      await page.goto(`/${"no-such-page-".repeat(12)}`);
      await page.getByTestId("not-found").waitFor();
      await fits(page, width, "not found");
      await page.goto("/about");
      await page.locator('[data-test="edge"]:not([data-state="asking"])').waitFor();
      await fits(page, width, "about");
    });
  }
}

test("what a thumb presses is large enough", async () => {
  const lab = await stage.ready("/", phone(320, "en-US"));
  const { page } = lab;
  await page.getByTestId("question-toggle").click();
  await lab.strategy.waitFor();
  await lab.openDetails();
  await lab.settings.click();
  const small = await page.evaluate((touch) => {
    const controls = document.querySelectorAll(
      // The name in the bar leads where the first link beside it leads.
      "a:not(.skip, .brand), button:not(.sort), select, summary, .segment, .check, input[type=range], input[type=text]",
    );
    const found = [...controls].flatMap((element) => {
      const { width, height } = element.getBoundingClientRect();
      if (width === 0 || (width >= touch - 0.5 && height >= touch - 0.5)) return [];
      const name = element.getAttribute("aria-label") ?? element.textContent.trim().slice(0, 24);
      return [`${element.tagName.toLowerCase()}.${element.className} "${name}" ${Math.round(width)}×${Math.round(height)}`];
    });
    return [...new Set(found)];
  }, TOUCH);
  assert.deepEqual(small, []);
});

test("the cards of the library are ordered by buttons that a thumb finds", async () => {
  const { page } = await stage.visit("/data?panel=import", phone(360, "en-US"));
  const data = new DataPage(page);
  await data.opened();
  const day = (n) => `2024-01-${String(n).padStart(2, "0")},100,102,99,101,10`;
  for (const [symbol, days] of [["MORE", 28], ["FEW", 9]]) {
    const rows = Array.from({ length: days }, (_, n) => day(n + 1));
    await data.offer(`${symbol}.csv`, ["date,open,high,low,close,volume", ...rows].join("\n"));
    await page.getByTestId("file-symbol").fill(symbol);
    await page.getByTestId("file-symbol").blur();
    await page.locator('[data-test="import-file"][data-busy="false"]').waitFor();
    await page.getByTestId("take-in").click();
    await data.row(`file:${symbol}:1d`).waitFor();
  }
  const sorts = page.locator(".sort");
  assert.ok((await sorts.count()) > 0);
  for (const sort of await sorts.all()) {
    const { x, width, height } = await sort.boundingBox();
    const name = await sort.textContent();
    assert.ok(width >= TOUCH && height >= TOUCH, `${name.trim()} ${width}×${height}`);
    assert.ok(x >= 0 && x + width <= 360, `${name.trim()} is beside the screen`);
  }
  const names = () => page.getByTestId("series-row").evaluateAll((rows) => rows.map((row) => row.dataset.series));
  const bars = page.getByTestId("sort-bars");
  // Nothing lies over it, and it is seen: a tap where it stands reaches it.
  await bars.tap();
  await page.locator('th[aria-sort="descending"]').waitFor();
  assert.deepEqual(await names(), ["file:MORE:1d", "file:FEW:1d"]);
  await bars.tap();
  await page.locator('th[aria-sort="ascending"]').waitFor();
  assert.deepEqual(await names(), ["file:FEW:1d", "file:MORE:1d"]);
  await fits(page, 360, "the library");
});

test("the question is folded away and says what it is in one line", async () => {
  const lab = await stage.ready("/", phone(320, "en-US"));
  const { page } = lab;
  const toggle = page.getByTestId("question-toggle");
  assert.equal(await toggle.getAttribute("aria-expanded"), "false");
  assert.ok(!(await lab.strategy.isVisible()));
  assert.match(await toggle.textContent(), /Volatility breakout · AUR · 1d · All/);
  assert.ok(await page.getByTestId("metric-total_return").isVisible());
  await toggle.tap();
  await lab.strategy.waitFor();
  assert.equal(await toggle.getAttribute("aria-expanded"), "true");
  await toggle.tap();
  await lab.strategy.waitFor({ state: "hidden" });
});

test("a finger can drag a slider and read the chart", async () => {
  const lab = await stage.ready("/", phone(360, "en-US"));
  const { page } = lab;
  assert.ok(await page.evaluate(() => matchMedia("(pointer: coarse)").matches));
  await page.getByTestId("question-toggle").tap();
  const before = await lab.hash();
  const slider = lab.slider("Breakout share k");
  const { x, y, width, height } = await slider.boundingBox();
  await page.touchscreen.tap(x + width * 0.7, y + height / 2);
  await lab.answered(before);
});
