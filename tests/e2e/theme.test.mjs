// Light, dark, or what the system says: remembered, and right from the first frame.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LabPage } from "./lab_page.mjs";
import { useStage } from "./stage.mjs";

const stage = useStage();

const background = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

function brightness(colour) {
  const [red, green, blue] = colour.match(/\d+/g).map(Number);
  return (red + green + blue) / 3;
}

test("a theme is chosen, drawn everywhere, and remembered", async () => {
  const lab = await stage.ready("/");
  const { page } = lab;
  await lab.drawn();
  assert.ok(brightness(await background(page)) > 200);
  await lab.display("theme", "dark");
  await page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
  assert.ok(brightness(await background(page)) < 60);
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), "dark");
  await page.reload();
  await lab.settled();
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
  await lab.settings.click();
  assert.ok(await page.getByRole("radio", { name: "Dark" }).isChecked());
  await lab.display("theme", "light");
  await page.waitForFunction(() => document.documentElement.dataset.theme === "light");
});

test("the system's choice is followed, also when it changes", async () => {
  const lab = await stage.ready("/", { colorScheme: "dark" });
  const { page } = lab;
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
  await page.emulateMedia({ colorScheme: "light" });
  await page.waitForFunction(() => document.documentElement.dataset.theme === "light");
  await lab.display("theme", "dark");
  await page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
  await lab.display("theme", "system");
  await page.waitForFunction(() => document.documentElement.dataset.theme === "light");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
});

for (const [stored, scheme, wanted] of [
  ["dark", "light", "dark"],
  ["light", "dark", "light"],
  [null, "dark", "dark"],
]) {
  test(`${stored ?? "no"} choice on a ${scheme} system: no frame of the other theme`, async () => {
    const context = await stage.reader({ colorScheme: scheme });
    await context.addInitScript((stored) => {
      if (stored && location.protocol === "http:") localStorage.setItem("backcast.theme", stored);
      globalThis.frames = [];
      const look = () => {
        if (document.body) globalThis.frames.push(getComputedStyle(document.body).backgroundColor);
        requestAnimationFrame(look);
      };
      look();
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) performance.mark(`seen-${entry.name}`);
        globalThis.atFirstPaint ??= getComputedStyle(document.body).backgroundColor;
      }).observe({ type: "paint", buffered: true });
    }, stored);
    const page = await context.newPage();
    await page.goto("/");
    const lab = new LabPage(page);
    await lab.settled();
    const { frames, atFirstPaint } = await page.evaluate(() => ({ frames: globalThis.frames, atFirstPaint: globalThis.atFirstPaint }));
    assert.equal(new Set(frames).size, 1, `${[...new Set(frames)]}`);
    const dark = wanted === "dark";
    assert.equal(brightness(atFirstPaint) < 60, dark);
    assert.equal(brightness(frames[0]) < 60, dark);
  });
}

test("the colour of the browser's own bar follows the theme", async () => {
  const lab = await stage.ready("/");
  const bar = () => lab.page.locator('meta[name="theme-color"]').first().getAttribute("content");
  const light = await bar();
  await lab.display("theme", "dark");
  await lab.page.waitForFunction(
    (light) => [...document.querySelectorAll('meta[name="theme-color"]')].some((meta) => meta.content !== light),
    light,
  );
});

test("gains and losses take the reader's colours", async () => {
  const lab = await stage.ready("/");
  const colour = () => lab.page.locator(".gain").first().evaluate((element) => getComputedStyle(element).color);
  const green = await colour();
  await lab.display("gain", "kr");
  await lab.page.waitForFunction(() => document.documentElement.dataset.gain === "kr");
  assert.notEqual(await colour(), green);
  await lab.page.reload();
  await lab.settled();
  assert.equal(await lab.page.locator("html").getAttribute("data-gain"), "kr");
});

test("the clock is chosen and named where times stand", async () => {
  const lab = await stage.ready("/", { timezoneId: "America/New_York" });
  const head = lab.trades.getByRole("columnheader").first();
  assert.match(await head.textContent(), /UTC/);
  await lab.display("zone", "kst");
  await head.filter({ hasText: "KST" }).waitFor();
  assert.match(await lab.trades.getByRole("row").nth(1).textContent(), /09:00/);
  await lab.display("zone", "local");
  await head.filter({ hasText: /UTC−5/ }).waitFor();
});
