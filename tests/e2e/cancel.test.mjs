// A run that never ends shows that it runs, and stops when asked, at once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FAULTY, startSite } from "./site.mjs";
import { useStage } from "./stage.mjs";

const CANCEL_MS = 100;
const PROGRESS_MS = 250;
// Late enough for progress to have come several times, and for the page's patience with a long run to be over.
const SOME_STEPS = /Running, step ([6-9]|\d\d)/;

const stage = useStage(() => startSite(FAULTY));

/** Notes when the reader asks to stop and when the page shows that it did. */
function clock(page) {
  return page.evaluate(() => {
    const times = { asked: 0, shown: 0, progress: [] };
    const asked = () => (times.asked ||= performance.now());
    document.querySelector('[data-test="run"]').addEventListener("click", asked, { capture: true });
    addEventListener("keydown", (event) => event.key === "." && asked(), { capture: true });
    let last = "";
    const seen = new MutationObserver(() => {
      const text = document.querySelector('[data-test="run-state"]').textContent;
      if (text !== last && !times.asked) times.progress.push(performance.now());
      last = text;
      if (times.asked && document.querySelector('[data-test="run-cancelled"]')) times.shown ||= performance.now();
    });
    seen.observe(document.body, { subtree: true, childList: true, characterData: true });
    globalThis.times = times;
  });
}

for (const [how, stop] of [
  ["the button", (lab) => lab.runButton.click()],
  ["its key", (lab) => lab.page.keyboard.press(".")],
]) {
  test(`cancelling with ${how} takes less than ${CANCEL_MS} ms`, async (t) => {
    const lab = await stage.ready("/");
    const { page } = lab;
    const hash = await lab.hash();
    const [worker] = page.workers();
    await clock(page);
    await page.getByTestId("spin").click();
    await lab.runState.filter({ hasText: SOME_STEPS }).waitFor();
    assert.equal(await lab.runButton.textContent(), "Cancel");
    assert.equal(await lab.root.getAttribute("data-state"), "running");
    assert.equal(await lab.root.getAttribute("aria-busy"), "true");
    assert.equal(await lab.hash(), hash, "the last result stays");
    const ended = worker.waitForEvent("close");
    await stop(lab);
    await lab.cancelled.waitFor();
    await ended;
    const { asked, shown, progress } = await page.evaluate(() => globalThis.times);
    const gaps = progress.slice(2).map((time, index) => time - progress[index + 1]);
    t.diagnostic(`cancelled after ${(shown - asked).toFixed(1)} ms; progress every ${Math.round(Math.max(...gaps))} ms at most`);
    assert.ok(shown - asked < CANCEL_MS, `${shown - asked} ms`);
    assert.ok(Math.max(...gaps) < PROGRESS_MS, `progress at least four times a second: ${gaps.map(Math.round)}`);
    assert.match(await lab.cancelled.textContent(), /The run was cancelled/);

    await lab.cancelled.getByRole("button", { name: "Run again" }).click();
    await lab.shows(hash);
    assert.equal(await lab.cancelled.count(), 0);
  });
}

test("a new question does not wait for a run that takes too long", async () => {
  const lab = await stage.ready("/");
  const hash = await lab.hash();
  await lab.page.getByTestId("spin").click();
  await lab.runState.filter({ hasText: SOME_STEPS }).waitFor();
  await lab.type("Breakout share k", "0.8");
  const changed = await lab.answered(hash);
  assert.equal(await lab.page.getByRole("alert").count(), 0);
  assert.equal(await lab.cancelled.count(), 0, "nobody asked to cancel");
  const other = await stage.ready("/?p.k=0.8");
  assert.equal(await other.hash(), changed);
});

test("the page answers while a worker is busy", async () => {
  const lab = await stage.ready("/");
  await lab.page.getByTestId("spin").click();
  await lab.runState.filter({ hasText: "Running" }).waitFor();
  await lab.page.getByTestId("curve-table").click();
  await lab.page.getByTestId("curve-rows").waitFor();
  await lab.language.click();
  await lab.page.getByRole("button", { name: "취소" }).click();
  await lab.cancelled.waitFor();
});

test("progress stands still for nobody who has no run: a short run shows no bar", async () => {
  const lab = await stage.ready("/");
  const bar = lab.page.getByRole("progressbar", { includeHidden: true });
  assert.equal(await bar.getAttribute("aria-hidden"), "true");
  await lab.page.getByTestId("spin").click();
  await lab.page.locator('[role="progressbar"][aria-hidden="false"]').waitFor();
  assert.ok(Number(await bar.getAttribute("aria-valuenow")) >= 0);
  await lab.runButton.click();
  await lab.page.locator('[role="progressbar"][aria-hidden="true"]').waitFor({ state: "attached" });
});
