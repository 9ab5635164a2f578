// The golden runs in the page: each is asked by its link and must show the report that is kept for it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { useStage } from "./stage.mjs";

const runs = JSON.parse(readFileSync(new URL("../golden_runs.json", import.meta.url), "utf8"));
const linked = runs.filter(({ link }) => link !== null);

const stage = useStage();

test("every golden run that has a link shows its kept report", async (t) => {
  assert.ok(linked.length >= 24);
  const began = performance.now();
  // A link of its own to begin with; the others by the history, which the page reads like a link and needs no load for.
  const [first, ...others] = linked;
  const lab = await stage.ready(first.link === "" ? "/" : `/?${first.link}`);
  const wrong = [];
  const shows = async ({ name, link, answer }) => {
    await lab.shows(answer.report).catch(async () => {
      wrong.push(`${name}: /?${link} shows ${await lab.hash()}, kept is ${answer.report}`);
    });
  };
  lab.page.setDefaultTimeout(6_000);
  await shows(first);
  for (const run of others) {
    await lab.page.evaluate((address) => {
      history.pushState(null, "", address);
      dispatchEvent(new PopStateEvent("popstate"));
    }, `/?${run.link}`);
    await shows(run);
  }
  t.diagnostic(`${linked.length} runs in ${((performance.now() - began) / 1e3).toFixed(1)} s`);
  assert.deepEqual(wrong, []);
});
