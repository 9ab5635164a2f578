// A reader changes a number and sees another answer, with nothing blinking on the way.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LabPage } from "./lab_page.mjs";
import { stopWatching, watchFrames } from "./steadiness.mjs";
import { useStage } from "./stage.mjs";

const stage = useStage();

/** Counts what is handed to workers: the page itself never computes. */
async function ready(path = "/") {
  const context = await stage.reader();
  await context.addInitScript(() => {
    const send = Worker.prototype.postMessage;
    globalThis.sent = 0;
    Worker.prototype.postMessage = function (...message) {
      globalThis.sent += 1;
      return send.apply(this, message);
    };
  });
  const page = await context.newPage();
  await page.goto(path);
  const lab = new LabPage(page);
  await lab.settled();
  return lab;
}

function steady(seen) {
  assert.deepEqual(seen.blanks, [], "a number went blank");
  assert.deepEqual(seen.jumps, [], "something moved");
  assert.deepEqual(seen.shifts, [], "the layout shifted");
  assert.equal(seen.emptyChart, 0, "the chart went empty");
  assert.ok(seen.frames > 2);
}

test("a number typed into the box repeats the run in a worker", async () => {
  const lab = await ready();
  const [before, sent] = [await lab.hash(), await lab.page.evaluate(() => globalThis.sent)];
  const metrics = await lab.metrics();
  await lab.drawn();
  await watchFrames(lab.page);
  await lab.type("Breakout share k", "0.8");
  const hash = await lab.answered(before);
  steady(await stopWatching(lab.page));
  assert.notDeepEqual(await lab.metrics(), metrics);
  assert.equal(await lab.page.evaluate(() => globalThis.sent), sent + 1);
  assert.equal(await lab.slider("Breakout share k").inputValue(), "0.8");

  await lab.type("Breakout share k", "0.5");
  assert.equal(await lab.answered(hash), before, "the same question has the same answer");
});

test("a dragged slider shows answers while it moves, without a blink", async (t) => {
  const lab = await ready();
  await lab.drawn();
  const before = await lab.hash();
  const slider = lab.slider("Trend period");
  const { x, y, width, height } = await slider.boundingBox();
  const { mouse } = lab.page;
  await watchFrames(lab.page);
  const at = (share) => x + 8 + (width - 16) * share;
  await mouse.move(at((20 - 2) / 198), y + height / 2);
  await mouse.down();
  for (let step = 1; step <= 60; step += 1) await mouse.move(at(0.09 + step * 0.01), y + height / 2);
  await mouse.up();
  const last = await lab.answered(before);
  const seen = await stopWatching(lab.page);
  steady(seen);
  assert.ok(seen.hashes.length > 3, "answers came while the slider moved");
  assert.equal(seen.hashes.at(-1), last);
  t.diagnostic(`${seen.hashes.length - 1} answers in ${seen.frames} frames, the longest ${Math.round(seen.longest)} ms`);

  const shown = await lab.number("Trend period").inputValue();
  const other = await stage.ready(`/?p.trend_period=${shown}`);
  assert.equal(await other.hash(), last, "the answer belongs to where the slider stopped");
});

test("arrow keys step box and slider", async () => {
  const lab = await ready();
  const before = await lab.hash();
  await lab.number("Breakout share k").press("ArrowUp");
  const up = await lab.answered(before);
  assert.equal(await lab.number("Breakout share k").inputValue(), "0.55");
  await lab.slider("Breakout share k").press("ArrowLeft");
  assert.equal(await lab.answered(up), before);
});

test("a switch changes the answer", async () => {
  const lab = await ready();
  const before = await lab.hash();
  await lab.page.getByRole("checkbox", { name: "Trend filter", exact: true }).uncheck();
  await lab.answered(before);
});

test("one of a few is chosen by name, in the form and in the address", async () => {
  const lab = await ready();
  const before = await lab.hash();
  const select = lab.page.getByLabel("k from", { exact: true });
  const names = await select.getByRole("option").allTextContents();
  assert.deepEqual(names, ["the number above", "mean noise", "mean efficiency"]);
  assert.equal(await select.inputValue(), "fixed");
  await select.selectOption({ label: "mean noise" });
  const noise = await lab.answered(before);
  await lab.address("/?p.k_from=noise");

  const other = await stage.ready("/?p.k_from=noise");
  assert.equal(await other.hash(), noise);
  assert.equal(await other.page.getByLabel("k from", { exact: true }).inputValue(), "noise");
  await other.reset.click();
  await other.shows(before);
  assert.equal(await other.page.getByLabel("k from", { exact: true }).inputValue(), "fixed");

  const wrong = await stage.visit("/?p.k_from=magic");
  await wrong.refused();
  const words = /k from: “magic” is not known\. Possible: fixed, noise, efficiency/;
  await wrong.problem("p.k_from").filter({ hasText: words }).waitFor();
  await wrong.problem("p.k_from").getByRole("button", { name: "Use the default" }).click();
  await wrong.shows(before);
});

test("a value outside the range is named with its range, and the last result stays", async () => {
  const lab = await ready();
  const [hash, metrics] = [await lab.hash(), await lab.metrics()];
  const box = lab.number("Breakout share k");
  for (const [text, words] of [
    ["9", /Breakout share k: 9 is outside 0\.1 – 2/],
    ["lots", /Breakout share k: “lots” is not a number/],
    ["", /Breakout share k: a number is missing/],
  ]) {
    await lab.type("Breakout share k", text);
    await lab.refused();
    await lab.problem("p.k").filter({ hasText: words }).waitFor();
    assert.equal(await box.getAttribute("aria-invalid"), "true");
    const help = lab.page.locator(`#${await box.getAttribute("aria-describedby")}`);
    assert.match(await help.textContent(), words);
    assert.equal(await lab.hash(), hash);
    assert.deepEqual(await lab.metrics(), metrics);
    assert.ok(await lab.runButton.isDisabled());
  }
  await lab.type("Trend period", "2.5");
  await lab.problem("p.trend_period").filter({ hasText: /Trend period: 2\.5 is not a whole number/ }).waitFor();
  assert.equal(await lab.page.getByRole("alert").count(), 2, "every bad field is named");

  await lab.problem("p.k").getByRole("button", { name: "Use the default" }).click();
  await lab.problem("p.trend_period").getByRole("button", { name: "Use the default" }).click();
  await lab.shows(hash);
  assert.equal(await lab.page.getByRole("alert").count(), 0);
});

test("numbers are read as people write them", async () => {
  const lab = await ready();
  const before = await lab.hash();
  await lab.type("Starting cash", "20,000,000");
  const more = await lab.answered(before);
  await lab.type("Starting cash", "20000000");
  assert.equal(await lab.hash(), more);
});

test("an amount is grouped to be read and plain to be typed over", async () => {
  const lab = await ready();
  const cash = lab.number("Starting cash");
  assert.equal(await cash.inputValue(), "10,000,000");
  await cash.focus();
  assert.equal(await cash.inputValue(), "10000000");
  await lab.page.keyboard.type("25000000");
  await lab.page.keyboard.press("Tab");
  await lab.address("/?cash=25000000");
  assert.equal(await cash.inputValue(), "25,000,000");
});

test("costs and the fill change the answer", async () => {
  const lab = await ready();
  let hash = await lab.hash();
  await lab.type("Fee", "10");
  hash = await lab.answered(hash);
  await lab.type("Slippage", "0");
  hash = await lab.answered(hash);
  await lab.page.getByTestId("fill-next_open").check();
  await lab.answered(hash);
  await lab.page.getByTestId("assumptions").filter({ hasText: "Fee 10 bps a side, slippage 0 bps" }).waitFor();
});

test("reset brings the parameters back, and only them", async () => {
  const lab = await ready();
  assert.ok(await lab.reset.isDisabled());
  const before = await lab.hash();
  await lab.type("Fee", "7");
  const fee = await lab.answered(before);
  await lab.type("Breakout share k", "1.2");
  await lab.answered(fee);
  await lab.reset.click();
  await lab.shows(fee);
  assert.equal(await lab.number("Breakout share k").inputValue(), "0.5");
  assert.equal(await lab.number("Fee").inputValue(), "7");
  assert.ok(await lab.reset.isDisabled());
});

test("a run without trades says so and offers a way out, in the form and in the address", async () => {
  const lab = await ready("/?p.k=2&p.noise=1&p.max_noise=0.1&p.noise_period=100");
  const none = lab.page.getByTestId("no-trades");
  await none.waitFor();
  const metrics = await lab.metrics();
  assert.equal(metrics.trades, "0");
  assert.equal(metrics.profit_factor, "–", "undefined, not zero");
  assert.equal(metrics.win_rate, "–");
  await none.getByRole("button").click();
  await lab.trades.waitFor();
  assert.equal(await lab.number("Breakout share k").inputValue(), "0.5");
  await lab.address("/");
});
