// A job that traps fails alone: the page says what happened, keeps its result, and runs the next job.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FAULTY, startSite } from "./site.mjs";
import { useStage } from "./stage.mjs";

const stage = useStage(() => startSite(FAULTY));

test("after a trap the job is marked failed, the page stays usable, and the next run succeeds", async () => {
  const lab = await stage.ready("/");
  const { page } = lab;
  const [hash, metrics] = [await lab.hash(), await lab.metrics()];
  const [worker] = page.workers();
  for (let round = 0; round < 3; round += 1) {
    await page.getByTestId("trap").click();
    await lab.failed.waitFor();
    assert.match(await lab.failed.textContent(), /The run failed; the result shown is from before\. .*unreachable/);
    assert.equal(await lab.root.getAttribute("data-state"), "error");
    assert.equal(await lab.hash(), hash);
    assert.deepEqual(await lab.metrics(), metrics);
    await lab.failed.getByRole("button", { name: "Run again" }).click();
    await lab.shows(hash);
    assert.equal(await lab.failed.count(), 0);
  }
  assert.ok(!page.workers().includes(worker), "the worker that trapped is gone");

  await page.getByTestId("trap").click();
  await lab.failed.waitFor();
  await lab.type("Breakout share k", "0.8");
  await lab.answered(hash);
});
