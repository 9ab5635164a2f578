// After one visit the whole page works without a network: it is loaded, run, charted and left, all from the cache.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LabPage } from "./lab_page.mjs";
import { SHIPPED, buildOf, startFront, startSite } from "./site.mjs";
import { useStage } from "./stage.mjs";

const stage = useStage(() => startFront(SHIPPED));

test("with the server gone the page loads, runs what was never run, and shows every page", async () => {
  const gone = await startSite(SHIPPED);
  try {
    const edge = [/\/api\/health/, /net::ERR_CONNECTION_REFUSED/];
    const lab = await stage.ready(gone.origin, { expected: edge });
    const { page } = lab;
    const opening = await lab.hash();
    await lab.controlled();
    await gone.stop();

    await page.reload();
    await lab.shows(opening);
    assert.ok((await lab.drawn()) > 3, "the chart library came from the cache");
    await lab.type("Breakout share k", "0.85");
    const changed = await lab.answered(opening);
    await lab.choice("1 hour").check();
    await lab.answered(changed);
    await lab.strategy.selectOption("ema_cross");
    await lab.title.filter({ hasText: "EMA cross · AUR · 1h" }).waitFor();
    await lab.settled();

    // A link that was never opened while there was a network.
    const second = await page.context().newPage();
    await second.goto(`${gone.origin}/?p.k=0.85`);
    await new LabPage(second).shows(changed);
    await second.close();

    await page.goto(`${gone.origin}/about`);
    await page.locator('[data-test="edge"][data-state="absent"]').waitFor();
    assert.match(await page.getByTestId("edge").textContent(), /Not served here, or you are offline/);
    await page.goto(`${gone.origin}/no-such-page`);
    await page.getByTestId("not-found").waitFor();
  } finally {
    await gone.stop();
  }
});

test("one cache holds one build, and all of it", async () => {
  const lab = await stage.ready("/");
  await lab.controlled();
  const kept = await lab.page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return Object.fromEntries(names.map((name, index) => [name, requests[index].map(({ url }) => new URL(url).pathname)]));
  });
  const build = buildOf(SHIPPED);
  assert.deepEqual(Object.keys(kept), [`backcast-${build}`]);
  const [files] = Object.values(kept);
  for (const shape of [/^\/$/, /app-.*\.wasm$/, /part-about-.*\.wasm$/, /worker-.*\.wasm$/, /echarts-.*\.js$/, /style-.*\.css$/, /^\/first\.js$/, /^\/manifest\.webmanifest$/]) {
    assert.ok(files.some((file) => shape.test(file)), `${shape} in ${files}`);
  }
});

test("the page can be installed", async () => {
  const lab = await stage.ready("/");
  const session = await lab.page.context().newCDPSession(lab.page);
  const { errors } = await session.send("Page.getAppManifest");
  assert.deepEqual(errors, []);
  await lab.controlled();
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  // A private window never offers to install; nothing else may stand in the way.
  assert.deepEqual(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito"), []);
});
