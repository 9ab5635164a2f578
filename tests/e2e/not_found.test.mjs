// An address nobody knows says so and offers a way on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useStage } from "./stage.mjs";

const stage = useStage();

test("an unknown address is named and leads to the backtest", async () => {
  const lab = await stage.visit("/strategies/ema-cross?x=%3Cimg%20src=x%3E");
  const { page } = lab;
  await page.getByTestId("not-found").waitFor();
  assert.match(await page.getByTestId("not-found").textContent(), /There is no such page.*\/strategies\/ema-cross/);
  assert.equal(await page.title(), "There is no such page · Backcast");
  await page.getByRole("link", { name: "Go to the backtest" }).click();
  await lab.settled();
  assert.equal(await page.title(), "Backtest · Backcast");
});

test("a strange address is shown as text", async () => {
  const lab = await stage.visit("/%3Cimg%20src=x%20onerror=alert(1)%3E");
  await lab.page.getByTestId("not-found").waitFor();
  assert.equal(await lab.page.locator("#main img").count(), 0);
});
