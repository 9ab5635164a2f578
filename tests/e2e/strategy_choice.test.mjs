// Another strategy brings its own form, made from its own definition.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useStage } from "./stage.mjs";

const stage = useStage();

test("choosing a strategy builds its form and runs it", async () => {
  const lab = await stage.ready("/");
  const before = await lab.hash();
  await lab.page.getByLabel("Strategy").selectOption({ label: "EMA cross" });
  const cross = await lab.answered(before);
  assert.match(await lab.title.textContent(), /^EMA cross · AUR · 1d$/);
  for (const [name, value] of [["Fast period", "12"], ["Slow period", "26"], ["Stop-loss", "0"]]) {
    assert.equal(await lab.number(name).inputValue(), value);
    assert.ok(await lab.slider(name).isVisible());
  }
  assert.equal(await lab.number("Breakout share k").count(), 0);
  assert.equal(await lab.page.getByRole("checkbox", { name: "Trend filter", exact: true }).count(), 0);
  assert.ok(await lab.page.getByTestId("fill-next_open").isChecked(), "the strategy's own fill policy");
  await lab.address("/?strategy=ema_cross");

  await lab.page.getByLabel("Strategy").selectOption({ label: "Volatility breakout" });
  assert.equal(await lab.answered(cross), before);
  await lab.address("/");
});

test("parameters of the one do not leak into the other", async () => {
  const lab = await stage.ready("/?p.k=0.9&p.stop=5");
  const before = await lab.hash();
  await lab.strategy.selectOption("ema_cross");
  await lab.answered(before);
  assert.equal(await lab.number("Stop-loss").inputValue(), "0");
  await lab.address("/?strategy=ema_cross");
});

test("values that exclude each other are refused with the reason", async () => {
  const lab = await stage.ready("/?strategy=ema_cross");
  const hash = await lab.hash();
  await lab.type("Fast period", "40");
  await lab.refused();
  await lab.problem("p.fast").filter({ hasText: /Fast period.*40.*below/ }).waitFor();
  assert.equal(await lab.hash(), hash);
  await lab.type("Slow period", "60");
  await lab.answered(hash);
  assert.equal(await lab.page.getByRole("alert").count(), 0);
});

test("help, unit and range stand beside each parameter", async () => {
  const lab = await stage.ready("/?strategy=ema_cross");
  const field = lab.page.locator(".field").filter({ has: lab.number("Fast period") });
  assert.match(await field.textContent(), /bars/);
  assert.match(await field.textContent(), /must be below the slow one.*2 – 100/);
});
