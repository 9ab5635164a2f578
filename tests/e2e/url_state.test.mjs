// The address holds the whole question: reload, back, forward and a pasted link show the same thing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useStage } from "./stage.mjs";

const stage = useStage();

test("reload, back, forward and a pasted link give the same answer", async () => {
  const lab = await stage.ready("/");
  const opening = await lab.hash();
  await lab.type("Breakout share k", "0.7");
  const second = await lab.answered(opening);
  await lab.address("/?p.k=0.7");
  await lab.choice("2 years").check();
  const third = await lab.answered(second);
  await lab.address("/?p.k=0.7&span=2y");
  await lab.strategy.selectOption("ema_cross");
  const fourth = await lab.answered(third);
  const link = lab.page.url();

  await lab.page.reload();
  await lab.shows(fourth);
  assert.equal(lab.page.url(), link);

  await lab.page.goBack();
  await lab.shows(third);
  assert.equal(await lab.number("Breakout share k").inputValue(), "0.7");
  assert.ok(await lab.choice("2 years").isChecked());
  await lab.page.goBack();
  await lab.shows(second);
  assert.ok(await lab.choice("All").isChecked());
  await lab.page.goBack();
  await lab.shows(opening);
  await lab.page.goForward();
  await lab.shows(second);
  await lab.page.goForward();
  await lab.page.goForward();
  await lab.shows(fourth);
  assert.equal(await lab.strategy.inputValue(), "ema_cross");

  const other = await stage.ready(new URL(link).pathname + new URL(link).search);
  assert.equal(await other.hash(), fourth);
});

test("the copied link is the address", async () => {
  const lab = await stage.ready("/?p.k=0.7&fee=3", { permissions: ["clipboard-read", "clipboard-write"] });
  await lab.page.getByRole("button", { name: "Copy a link to this backtest" }).click();
  await lab.page.getByText("Copied", { exact: true }).waitFor({ state: "attached" });
  assert.equal(await lab.page.evaluate(() => navigator.clipboard.readText()), lab.page.url());
});

test("a drag is one step of the history", async () => {
  const lab = await stage.ready("/");
  const opening = await lab.hash();
  const length = await lab.page.evaluate(() => history.length);
  const { x, y, width, height } = await lab.slider("Trend period").boundingBox();
  const { mouse } = lab.page;
  await mouse.move(x + 8 + (width - 16) * (18 / 198), y + height / 2);
  await mouse.down();
  for (let step = 1; step <= 40; step += 1) await mouse.move(x + 25 + (width - 50) * (step / 40), y + height / 2);
  // Held still long enough for the address to follow before the reader lets go.
  await lab.page.waitForURL(/p\.trend_period=/);
  await mouse.move(x + width * 0.6, y + height / 2);
  await mouse.up();
  const after = await lab.answered(opening);
  const value = await lab.number("Trend period").inputValue();
  await lab.address(`/?p.trend_period=${value}`);
  assert.equal(await lab.page.evaluate(() => history.length), length + 1);
  await lab.page.goBack();
  await lab.shows(opening);
  await lab.page.goForward();
  await lab.shows(after);
});

test("each bad value of a link is named, with what would be possible", async () => {
  const lab = await stage.visit("/?p.k=9&timeframe=2h&fee=lots&symbols=KRW-BTC&p.nothing=1&cash=5");
  await lab.refused();
  for (const [field, words] of [
    ["p.k", /Breakout share k: 9 is outside 0\.1 – 2/],
    ["timeframe", /Bars: “2h” is not known\. Possible: 1d, 1h/],
    ["fee", /Fee: “lots” is not a number/],
    ["symbols", /Symbols: “KRW-BTC” is not known\. Possible: SAMPLE-AUR/],
    ["p.nothing", /nothing: this strategy has no such parameter/],
    ["cash", /Starting cash: 5 is outside 10,000/],
  ]) {
    assert.match(await lab.problem(field).textContent(), words);
  }
  assert.equal(await lab.hash(), null, "nothing was run");
  for (const field of ["p.k", "timeframe", "fee", "symbols", "p.nothing", "cash"]) {
    await lab.problem(field).getByRole("button").click();
  }
  await lab.settled();
  await lab.address("/");
});

test("an unknown strategy is named, and the others are offered", async () => {
  const lab = await stage.visit("/?strategy=martingale");
  await lab.refused();
  assert.match(await lab.problem("strategy").textContent(), /Strategy: “martingale” is not known\. Possible: .*ema_cross/);
  await lab.problem("strategy").getByRole("button").click();
  await lab.settled();
});

test("names in a link that are not ours are left alone", async () => {
  const opening = await (await stage.ready("/")).hash();
  const lab = await stage.ready("/?utm_source=mail&fbclid=%3Cscript%3E");
  assert.equal(await lab.hash(), opening);
});

test("going to another page and back keeps the question", async () => {
  const lab = await stage.ready("/?p.k=0.7");
  const hash = await lab.hash();
  await lab.page.getByRole("link", { name: "About" }).click();
  await lab.page.getByTestId("about").waitFor();
  await lab.page.getByRole("link", { name: "Backtest", exact: true }).click();
  await lab.shows(hash);
  await lab.address("/?p.k=0.7");
  await lab.page.goBack();
  await lab.page.getByTestId("about").waitFor();
  await lab.page.goBack();
  await lab.shows(hash);
});
