// The library worker practises reading after its first answer. A question that comes in the middle of a step is answered before
// the next one, and while somebody is served no step is made. The worker's own timers and its hold on the disk say what comes after what.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, beginLibraryWith, startWithExchanges } from "./library.mjs";
import { useStage } from "./stage.mjs";

const stage = useStage(() => startWithExchanges());

/** The step in which somebody asks; there are more (`pace.rs`). */
const ASKED_IN = 4;

/**
 * Only practising rests for no time between its steps: each such rest is noted when it begins, and when it is over. In one of them the
 * worker stands still until the page has asked. What it says on answers, and when it asks the browser how much room there is, is noted too.
 */
const WATCHED = `
  globalThis.seen = [];
  const later = setTimeout.bind(globalThis);
  let rests = 0;
  globalThis.setTimeout = (act, millis, ...rest) => {
    if (millis !== 0) return later(act, millis, ...rest);
    seen.push("rests");
    return later(() => {
      seen.push("goes on");
      rests += 1;
      if (rests === ${ASKED_IN}) {
        const call = new XMLHttpRequest();
        call.open("GET", "/api/v1/asked-in-a-step", false);
        call.send();
        seen.push("is asked");
      }
      act();
    }, 0);
  };
  const say = postMessage.bind(globalThis);
  globalThis.postMessage = (...message) => {
    seen.push("says");
    return say(...message);
  };
  const room = navigator.storage.estimate.bind(navigator.storage);
  globalThis.held = new Promise((resolve) => { globalThis.release = resolve; });
  navigator.storage.estimate = async () => {
    if (!seen.includes("is asked")) return room();
    seen.push("is served");
    await held;
    return room();
  };
`;

/** A page whose library worker has been asked `what` in the middle of a step; the worker, and the promise of the answer. */
async function askedInAStep(what) {
  const context = await stage.reader();
  await beginLibraryWith(context, WATCHED);
  const page = await context.newPage();
  // The worker waits for this: the question is in its inbox before the step is done.
  await context.route("**/api/v1/asked-in-a-step", async (route) => {
    await page.evaluate(async (what) => {
      globalThis.answered = globalThis.backcastLibrary.ask(JSON.stringify(what), []).then(([answer]) => JSON.parse(answer));
      await new Promise((sent) => setTimeout(sent));
    }, what);
    await route.fulfill({ body: "" });
  });
  await page.goto("/about");
  await ask(page, "Series");
  const own = page.workers().find((one) => one.url().includes("library_boot"));
  await page.waitForFunction(() => "answered" in globalThis);
  return { page, own, answered: () => page.evaluate(() => globalThis.answered) };
}

/** What the worker saw since it was asked, once that is so. */
async function since(own, done) {
  const until = Date.now() + 15_000;
  for (;;) {
    const seen = await own.evaluate(() => globalThis.seen);
    const after = seen.slice(seen.indexOf("is asked") + 1);
    if (seen.includes("is asked") && done(after)) return { seen, after };
    assert.ok(Date.now() < until, `in time: ${seen}`);
  }
}

test("a question that comes in the middle of a step is answered before the next one", async () => {
  const { own, answered } = await askedInAStep("Series");
  assert.deepEqual(await answered(), { Series: [] });
  const steps = (seen) => seen.filter((one) => one === "goes on").length;
  const { seen, after } = await since(own, () => true);
  assert.equal(steps(seen.slice(0, seen.indexOf("is asked"))), ASKED_IN);
  // The step itself ends with a rest; then comes the answer, and only then the next step.
  assert.deepEqual(after.slice(0, 2), ["rests", "says"]);
});

test("while somebody is served no step is made, and none afterwards", async () => {
  const { own, answered } = await askedInAStep("Storage");
  const { after } = await since(own, (after) => after.includes("goes on"));
  // It was waked once while the question waited for the browser, and left it at that: a step would end with a rest.
  assert.deepEqual(after, ["rests", "is served", "goes on"]);
  await own.evaluate(() => globalThis.release());
  const { Storage } = await answered();
  assert.equal(Storage.keeping, "Disk");
  const { after: afterwards } = await since(own, (after) => after.includes("says"));
  assert.ok(!afterwards.slice(3).includes("rests"), `${afterwards}`);
});
