// Which symbols, which bars, how far back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useStage } from "./stage.mjs";

const stage = useStage();

test("symbols are added and taken away, in one order, and share one account", async () => {
  const lab = await stage.ready("/");
  const one = await lab.hash();
  await lab.toggle("Cinder").click();
  const two = await lab.answered(one);
  await lab.toggle("Basalt").click();
  await lab.answered(two);
  assert.match(await lab.title.textContent(), /AUR \+ BAS \+ CIN/);
  assert.equal(await lab.toggle("Basalt").getAttribute("aria-pressed"), "true");
  await lab.page.getByTestId("assumptions").filter({ hasText: "3 equal slots" }).waitFor();
  await lab.address("/?symbols=SAMPLE-AUR,SAMPLE-BAS,SAMPLE-CIN");

  await lab.toggle("Basalt").click();
  await lab.shows(two);
  await lab.toggle("Cinder").click();
  await lab.shows(one);
  await lab.address("/");
});

test("no symbol at all is refused, and the last result stays", async () => {
  const lab = await stage.ready("/");
  const hash = await lab.hash();
  await lab.toggle("Aurora").click();
  await lab.refused();
  await lab.problem("symbols").filter({ hasText: "Symbols: choose at least one" }).waitFor();
  assert.equal(await lab.hash(), hash);
  await lab.toggle("Aurora").click();
  await lab.shows(hash);
});

test("hourly bars and a shorter period give other answers", async () => {
  const lab = await stage.ready("/");
  const daily = await lab.hash();
  await lab.choice("1 hour").check();
  const hourly = await lab.answered(daily);
  assert.match(await lab.title.textContent(), /· 1h$/);
  await lab.page.getByTestId("metric-sharpe").filter({ hasText: "√8,760" }).waitFor();
  await lab.choice("1 year").check();
  await lab.answered(hourly);
  assert.match(await lab.page.locator(".answer-sub").textContent(), /2024-01-01 – 2025-01-01/);
  await lab.address("/?timeframe=1h&span=1y");
  await lab.choice("1 day").check();
  await lab.choice("All").check();
  await lab.shows(daily);
});

test("the longest run the page offers still leaves it usable", async (t) => {
  const lab = await stage.ready("/");
  const before = await lab.hash();
  const started = performance.now();
  await lab.choice("1 hour").check();
  for (const name of ["Basalt", "Cinder", "Dune"]) await lab.toggle(name).click();
  await lab.title.filter({ hasText: "AUR + BAS + CIN + DUN · 1h" }).waitFor();
  await lab.answered(before);
  t.diagnostic(`four symbols of hourly bars after ${Math.round(performance.now() - started)} ms`);
});
