// A new version is offered, never forced, and never mixed with the old one.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { LabPage } from "./lab_page.mjs";
import { Copy, FAULTY, SHIPPED, buildOf, startFront } from "./site.mjs";
import { useStage } from "./stage.mjs";

const stage = useStage(() => startFront(SHIPPED));

const copies = [];
after(() => copies.forEach((copy) => copy.remove()));

const build = (page) => page.locator("footer [data-build]").getAttribute("data-build");
const metaBuild = (page) => page.locator('meta[name="build"]').getAttribute("content");
const look = (page) => page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update().then(() => {}));

test("a new build is offered when it is there, and taken over when the reader agrees", async () => {
  assert.notEqual(buildOf(SHIPPED), buildOf(FAULTY));
  await stage.site.deploy(SHIPPED);
  const lab = await stage.ready("/?p.k=0.7");
  const { page } = lab;
  const hash = await lab.hash();
  await lab.controlled();
  // A second visit, so that the page itself came from the cache; looking for news finds none.
  await page.reload();
  await lab.settled();
  await look(page);
  assert.equal(await lab.update.count(), 0);

  await stage.site.deploy(FAULTY);
  await page.reload();
  await lab.settled();
  assert.equal(await metaBuild(page), buildOf(SHIPPED), "the cached build still answers");
  await look(page);
  await lab.update.waitFor();
  assert.match(await lab.update.textContent(), /A new version is ready/);
  assert.equal(await build(page), buildOf(SHIPPED));

  // The old page goes on working until the reader decides.
  await lab.type("Breakout share k", "0.9");
  const changed = await lab.answered(hash);
  await Promise.all([page.waitForEvent("load"), lab.update.getByRole("button", { name: "Reload" }).click()]);
  await lab.shows(changed);
  assert.equal(await metaBuild(page), buildOf(FAULTY));
  assert.equal(await build(page), buildOf(FAULTY));
  assert.equal(await lab.update.count(), 0);
  const caches = await page.evaluate(() => globalThis.caches.keys());
  assert.deepEqual(caches, [`backcast-${buildOf(FAULTY)}`], "nothing of the old build is kept");
});

test("another tab hears of the change and keeps its result", async () => {
  await stage.site.deploy(SHIPPED);
  const lab = await stage.ready("/");
  const hash = await lab.hash();
  await lab.controlled();
  const other = await lab.page.context().newPage();
  await other.goto("/?p.k=0.7");
  const second = new LabPage(other);
  await second.settled();

  await stage.site.deploy(FAULTY);
  await look(other);
  await second.update.waitFor();
  await Promise.all([other.waitForEvent("load"), second.update.getByRole("button").click()]);
  await second.settled();
  assert.equal(await metaBuild(other), buildOf(FAULTY));

  await lab.update.waitFor();
  assert.equal(await metaBuild(lab.page), buildOf(SHIPPED));
  assert.equal(await lab.hash(), hash);
  await Promise.all([lab.page.waitForEvent("load"), lab.update.getByRole("button").click()]);
  await lab.settled();
  assert.equal(await metaBuild(lab.page), buildOf(FAULTY));
});

test("a worker of another build is refused: no answer, and the way out", async () => {
  const mixed = new Copy();
  copies.push(mixed);
  mixed.replace("worker_boot", "js", buildOf(SHIPPED), "another-build");
  await stage.site.deploy(mixed.folder);
  const lab = await stage.visit("/");
  await lab.outdated.waitFor();
  assert.match(await lab.outdated.textContent(), /nothing is run until it is reloaded/);
  assert.equal(await lab.hash(), null);
  for (const text of Object.values(await lab.metrics())) assert.equal(text, "–");
  // Asking again changes nothing about that.
  await lab.type("Breakout share k", "0.7");
  assert.equal(await lab.hash(), null);

  await stage.site.deploy(FAULTY);
  await Promise.all([lab.page.waitForEvent("load"), lab.outdated.getByRole("button", { name: "Reload" }).click()]);
  await lab.settled();
  assert.equal(await metaBuild(lab.page), buildOf(FAULTY));
});

test("an old page whose workers are gone from the server says so and keeps its last result", async () => {
  await stage.site.deploy(FAULTY);
  // Without a service worker, as in a private window that blocks it: the server alone decides.
  const lab = await stage.ready("/", {
    serviceWorkers: "block",
    expected: [/worker_boot/, /404/, /offline use is off/, /Service Worker registration blocked/],
  });
  const hash = await lab.hash();
  // The browser may have thrown its copy away in the meantime.
  const session = await lab.page.context().newCDPSession(lab.page);
  await session.send("Network.clearBrowserCache");
  await stage.site.deploy(SHIPPED);
  await lab.page.getByTestId("spin").click();
  await lab.runState.filter({ hasText: "Running" }).waitFor();
  await lab.runButton.click();
  await lab.outdated.waitFor();
  assert.match(await lab.outdated.textContent(), /could not be loaded/);
  assert.equal(await lab.hash(), hash);
  await Promise.all([lab.page.waitForEvent("load"), lab.outdated.getByRole("button", { name: "Reload" }).click()]);
  await lab.shows(hash);
  assert.equal(await metaBuild(lab.page), buildOf(SHIPPED));
});
