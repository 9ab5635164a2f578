// Everything with the keyboard alone, and one always sees where one is.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useStage } from "./stage.mjs";

const stage = useStage();

/** What has the focus, whether that shows, and whether it lies inside the window. */
function spot(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return null;
    const segment = element.closest(".segment");
    const shown = segment?.querySelector("span") ?? element;
    const { outlineStyle, outlineWidth } = getComputedStyle(shown);
    const { top, bottom, left, right } = shown.getBoundingClientRect();
    // A sticky bar covers what scrolled under it.
    const at = document.elementFromPoint((left + right) / 2, Math.min(Math.max((top + bottom) / 2, 0), innerHeight - 1));
    globalThis.stops ??= new WeakMap();
    globalThis.nextStop ??= 0;
    if (!globalThis.stops.has(element)) globalThis.stops.set(element, (globalThis.nextStop += 1));
    const name = element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent;
    return {
      id: globalThis.stops.get(element),
      what: `${element.tagName.toLowerCase()} ${element.dataset.test ?? element.className} "${(name ?? "").trim().slice(0, 30)}"`,
      ringed: outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2,
      inView: bottom > 0 && top < innerHeight && right > 0 && left < innerWidth,
      covered: Boolean(at) && !(segment ?? shown).contains(at) && !at.contains(shown),
    };
  });
}

/** Presses Tab until the focus is on this; a reader gives up some time too. */
async function tabTo(page, locator, limit = 80) {
  const target = await locator.elementHandle();
  for (let press = 0; press < limit; press += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`not reached with ${limit} presses of Tab: ${locator}`);
}

test("the first stop skips to the content", async () => {
  const lab = await stage.ready("/");
  const { page } = lab;
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to the content" });
  assert.ok(await skip.evaluate((element) => element === document.activeElement));
  assert.ok((await skip.boundingBox()).y >= 0, "it shows once it has the focus");
  await page.keyboard.press("Enter");
  assert.ok(await page.locator("#main").evaluate((element) => element.contains(document.activeElement)));
  await page.keyboard.press("Tab");
  assert.ok(await page.locator("#main").evaluate((element) => element.contains(document.activeElement)));
  assert.equal(await page.locator("header").evaluate((element) => element.contains(document.activeElement)), false);
  assert.equal(new URL(page.url()).pathname, "/");
  await lab.settled();
});

test("Tab goes through the whole page, shows where it is, and leaves again", async () => {
  const lab = await stage.ready("/");
  const { page } = lab;
  await lab.drawn();
  const stops = [];
  for (let press = 0; press < 120; press += 1) {
    await page.keyboard.press("Tab");
    const here = await spot(page);
    if (!here || here.id === stops[0]?.id) break;
    stops.push(here);
  }
  assert.ok(stops.length > 25 && stops.length < 110, `${stops.length} stops`);
  assert.equal(new Set(stops.map(({ id }) => id)).size, stops.length, "no stop comes twice: there is no trap");
  assert.deepEqual(stops.filter(({ ringed }) => !ringed).map(({ what }) => what), [], "no visible focus");
  assert.deepEqual(stops.filter(({ inView }) => !inView).map(({ what }) => what), [], "out of view");
  assert.deepEqual(stops.filter(({ covered }) => covered).map(({ what }) => what), [], "covered by something");
  for (const wanted of ["nav-about", "strategy", "field-p.k", "trades-csv", "chart", "curve-csv", "run"]) {
    assert.ok(stops.some(({ what }) => what.includes(wanted)), `${wanted} is never reached`);
  }

  await page.keyboard.press("Shift+Tab");
  assert.ok(await spot(page), "and back in");
});

test("a parameter is changed, the run repeated and the trades are read", async () => {
  const lab = await stage.ready("/");
  const { page } = lab;
  const before = await lab.hash();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await tabTo(page, lab.number("Breakout share k"));
  await page.keyboard.press("Control+a");
  await page.keyboard.type("0.8");
  const changed = await lab.answered(before);
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowRight");
  await lab.answered(changed);
  assert.equal(await lab.number("Breakout share k").inputValue(), "0.85");

  await page.evaluate(() => {
    globalThis.states = [];
    const root = document.querySelector('[data-test="backtest"]');
    new MutationObserver(() => globalThis.states.push(root.dataset.state)).observe(root, { attributeFilter: ["data-state"] });
  });
  await page.keyboard.press("r");
  await page.waitForFunction(() => globalThis.states.includes("running") && globalThis.states.at(-1) === "ready");

  const grid = page.locator(".grid").filter({ has: lab.trades });
  await tabTo(page, grid);
  const top = () => grid.evaluate((element) => element.scrollTop);
  const first = () => lab.trades.getByRole("row").nth(1).textContent();
  const newest = await first();
  await page.keyboard.press("End");
  await page.waitForFunction((grid) => grid.scrollTop + grid.clientHeight >= grid.scrollHeight - 2, await grid.elementHandle());
  assert.ok((await top()) > 0);
  const count = Number(await lab.trades.getAttribute("aria-rowcount"));
  await page.waitForFunction((count) => {
    const rows = [...document.querySelectorAll('[data-test="trades"] tbody tr:not(.space)')];
    return Number(rows.at(-1)?.getAttribute("aria-rowindex")) === count;
  }, count);
  await page.keyboard.press("Home");
  await page.waitForFunction((grid) => grid.scrollTop === 0, await grid.elementHandle());
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.test), "sort-entry");
  await page.keyboard.press("Enter");
  await page.waitForFunction((newest) => document.querySelectorAll('[data-test="trades"] tbody tr:not(.space)')[0].textContent !== newest, newest);
  assert.equal(await lab.trades.getByRole("columnheader").first().getAttribute("aria-sort"), "ascending");
});

test("the help opens with a key, keeps the focus, closes, and gives it back", async () => {
  const lab = await stage.ready("/");
  const { page } = lab;
  await tabTo(page, page.getByTestId("nav-about"));
  await page.keyboard.press("?");
  await lab.help.waitFor();
  assert.ok(await lab.help.evaluate((element) => element.matches(":modal")));
  for (let press = 0; press < 6; press += 1) {
    await page.keyboard.press("Tab");
    const inside = await lab.help.evaluate((element) => document.activeElement === document.body || element.contains(document.activeElement));
    assert.ok(inside, "the page behind is out of reach");
  }
  await page.keyboard.press("Escape");
  await lab.help.waitFor({ state: "hidden" });
  assert.equal(await page.evaluate(() => document.activeElement.dataset.test), "nav-about");

  await tabTo(page, page.getByTestId("help"));
  await page.keyboard.press("Enter");
  await lab.help.waitFor();
  await lab.help.getByRole("button", { name: "Close" }).press("Enter");
  await lab.help.waitFor({ state: "hidden" });
  assert.equal(await page.evaluate(() => document.activeElement.dataset.test), "help");
  await page.keyboard.press("?");
  await lab.help.waitFor();
  await page.keyboard.press("Escape");
  await lab.help.waitFor({ state: "hidden" });
});

test("shortcuts never act while something is typed, and can be switched off", async () => {
  const lab = await stage.ready("/");
  const { page } = lab;
  await page.evaluate(() => {
    globalThis.runs = 0;
    const root = document.querySelector('[data-test="backtest"]');
    new MutationObserver(() => (globalThis.runs += root.dataset.state === "running")).observe(root, { attributeFilter: ["data-state"] });
  });
  // Two frames later everything a key press leads to on the page has happened.
  const runs = () =>
    page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(globalThis.runs)))),
    );
  await lab.number("Fee").focus();
  await page.keyboard.type("r?.");
  await lab.problem("fee").waitFor();
  assert.equal(await lab.help.isVisible(), false);
  assert.equal(await runs(), 0);
  for (let press = 0; press < 3; press += 1) await page.keyboard.press("Backspace");
  await lab.settled();
  await lab.number("Fee").blur();

  await page.keyboard.press("?");
  await lab.help.waitFor();
  await page.getByRole("checkbox", { name: "Single-key shortcuts" }).uncheck();
  await page.keyboard.press("Escape");
  await lab.help.waitFor({ state: "hidden" });
  const before = await runs();
  await page.keyboard.press("r");
  await page.keyboard.press("?");
  assert.equal(await runs(), before);
  assert.equal(await lab.help.isVisible(), false);
  await page.reload();
  await lab.settled();
  await page.keyboard.press("?");
  await lab.number("Fee").focus();
  assert.equal(await lab.help.isVisible(), false, "remembered");
});

test("the settings open, choose and close with keys", async () => {
  const lab = await stage.ready("/");
  const { page } = lab;
  await tabTo(page, lab.settings);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
  await page.keyboard.press("Escape");
  assert.equal(await lab.settings.getAttribute("aria-expanded"), "false");
  assert.ok(await lab.settings.evaluate((element) => element === document.activeElement));
  await page.keyboard.press("Enter");
  for (let press = 0; press < 4; press += 1) await page.keyboard.press("Tab");
  assert.equal(await lab.settings.getAttribute("aria-expanded"), "false", "leaving closes it");
});

test("a page change moves the focus to the new page", async () => {
  const lab = await stage.ready("/");
  const { page } = lab;
  await tabTo(page, page.getByTestId("nav-about"));
  await page.keyboard.press("Enter");
  await page.getByTestId("about").waitFor();
  await page.locator('[data-test="edge"]:not([data-state="asking"])').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
});
