// Which version this is, what the browser gives it, and whether the edge is there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { SHIPPED, buildOf } from "./site.mjs";
import { useStage } from "./stage.mjs";

const stage = useStage();

test("version and build are those of the files, and the edge is asked", async () => {
  const lab = await stage.visit("/about");
  const { page } = lab;
  await page.getByTestId("about").waitFor();
  const build = buildOf(SHIPPED);
  assert.match(await page.getByTestId("version").textContent(), /^\d+\.\d+\.\d+$/);
  assert.ok((await page.getByTestId("about").textContent()).includes(build));
  assert.equal(await page.getByTestId("build").getAttribute("data-build"), build);
  assert.equal(await page.locator('meta[name="build"]').getAttribute("content"), build);
  assert.equal(await page.title(), "About · Backcast");
  await page.locator('[data-test="edge"][data-state="reachable"]').waitFor();
  assert.match(await page.getByTestId("edge").textContent(), /Reachable/);
});

test("about does not ask any other host for anything", async () => {
  const context = await stage.reader();
  const hosts = new Set();
  context.on("request", (request) => hosts.add(new URL(request.url()).host));
  const page = await context.newPage();
  await page.goto("/");
  await page.getByTestId("nav-about").click();
  await page.locator('[data-test="edge"]:not([data-state="asking"])').waitFor();
  assert.deepEqual([...hosts].filter(Boolean), [new URL(stage.site.origin).host]);
});
