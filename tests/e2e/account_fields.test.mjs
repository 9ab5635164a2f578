// Account and costs in detail: folded away until somebody wants them, in the link, and named when they are wrong.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useStage } from "./stage.mjs";

const stage = useStage();
const near = (a, b, share) => Math.abs(a - b) <= share * Math.abs(b);

test("the details are folded away and change nothing until something is said", async () => {
  const lab = await stage.ready("/");
  const { page } = lab;
  const hash = await lab.hash();
  assert.ok(!(await page.getByTestId("field-sizing").isVisible()));
  await lab.openDetails();
  assert.equal(await page.getByTestId("field-sizing").inputValue(), "plan");
  assert.equal(await lab.number("Maker fee").getAttribute("placeholder"), "as the fee");
  assert.equal(await lab.hash(), hash);
  await lab.address("/");
  assert.ok(await page.getByTestId("reset-details").isDisabled());

  await lab.type("Leverage", "2");
  await lab.address("/?leverage=2");
  await page.getByTestId("assumptions").filter({ hasText: "leverage up to 2×" }).waitFor();
  assert.equal(await page.getByTestId("details-changed").textContent(), "1 changed");
  await page.getByTestId("reset-details").click();
  await lab.shows(hash);
  await lab.address("/");
});

test("every kind of size has its own numbers, arrives in the run and leaves with its kind", async () => {
  const lab = await stage.ready("/?strategy=turtle");
  const { page } = lab;
  await lab.openDetails();
  const kind = page.getByTestId("field-sizing");
  const seen = new Set([await lab.hash()]);
  for (const [value, name, text, words] of [
    ["slots", "Share of a slot", "50", "uses 50% of the account's equity, its fee included"],
    ["equity", "Share of the equity", "40", "Each entry uses 40% of the account's equity."],
    ["amount", "Amount", "2000000", "Each entry uses 2,000,000 KRW."],
    ["units", "Units", "0.01", "Each entry trades 0.01 units."],
    ["risk", "Risk of an entry", "0.5", "loses 0.5% of the equity when its first stop is hit"],
    ["volatility", "Volatility a year", "15", "uses 15% ÷ the yearly volatility of the last 30 bars"],
    ["kelly", "Cap", "30", "50% of Kelly's share of the last 50 closed trades and at most 30%"],
    ["inverse", "Share to spread", "70", "70% of the equity is spread over the symbols"],
  ]) {
    await kind.selectOption(value);
    await lab.type(name, text);
    const key = await lab.number(name).getAttribute("data-test");
    await lab.address(`/?strategy=turtle&sizing=${value}&${key.replace("field-", "")}=${text}`);
    await page.getByTestId("assumptions").filter({ hasText: words }).waitFor();
    await lab.settled();
    seen.add(await lab.hash());
  }
  assert.equal(seen.size, 9, "each is another answer");
  const last = await lab.hash();
  const other = await stage.ready(new URL(page.url()).pathname + new URL(page.url()).search);
  assert.equal(await other.hash(), last, "the link keeps it");
  assert.equal(await other.page.getByTestId("details-changed").textContent(), "2 changed", "said while folded");
});

test("a fixed amount is what entries cost, and a fixed fee is on every fill", async () => {
  const amount = await stage.ready("/?strategy=ema_cross&sizing=amount&sizing.amount=1000000");
  for (const { entry_price, quantity } of await amount.csv("trades-csv")) {
    assert.ok(near(Number(entry_price) * Number(quantity), 1e6, 0.002), entry_price);
  }
  // So many units whatever they cost: a fee leaves the size alone.
  const lab = await stage.ready("/?strategy=ema_cross&sizing=units&sizing.units=0.01");
  const plain = await lab.csv("trades-csv");
  assert.ok(plain.length > 5);
  const before = await lab.hash();
  await lab.openDetails();
  await lab.type("Fixed fee", "1000");
  await lab.answered(before);
  const charged = await lab.csv("trades-csv");
  assert.equal(charged.length, plain.length);
  for (const [index, trade] of charged.entries()) {
    const fills = trade.open === "no" ? 2 : 1;
    const more = Number(trade.fees_krw) - Number(plain[index].fees_krw);
    assert.ok(Math.abs(more - fills * 1000) < 1e-6, `${more}`);
  }
});

test("slippage by the true range stands instead of basis points", async () => {
  const lab = await stage.ready("/?slippage=7");
  const { page } = lab;
  const before = await lab.hash();
  await lab.openDetails();
  await page.getByTestId("field-slip").selectOption("atr");
  const atr = await lab.answered(before);
  assert.equal(await lab.number("Slippage").count(), 0);
  await lab.address("/?slip=atr");
  await lab.type("Share of the range", "0.1");
  await lab.answered(atr);
  await page.getByTestId("assumptions").filter({ hasText: "slippage 0.1 × the average true range of 14 bars" }).waitFor();
  await page.getByTestId("field-slip").selectOption("impact");
  await lab.address("/?slip=impact");
  assert.equal(await lab.number("Slippage").inputValue(), "5");
  await page.getByTestId("assumptions").filter({ hasText: "5 bps + 100 bps × √" }).waitFor();
});

test("limits are off, or careful with one press, and refusals are counted", async () => {
  const lab = await stage.ready("/?strategy=ema_cross");
  const { page } = lab;
  const before = await lab.hash();
  await lab.openDetails();
  assert.equal(await lab.number("Loss of a day").inputValue(), "");
  await page.getByTestId("careful-limits").click();
  await lab.answered(before);
  assert.equal(await lab.number("Loss of a day").inputValue(), "5");
  const panel = page.getByTestId("assumptions");
  await panel.filter({ hasText: "an entry uses at most 10%" }).filter({ hasText: "every entry needs a stop" }).waitFor();
  await panel.filter({ hasText: "risk: entry without a stop" }).waitFor();
  assert.equal((await lab.metrics()).trades, "0", "this strategy has no stop");
  await page.getByTestId("field-risk.stop_required").uncheck();
  await page.getByTestId("metric-trades").filter({ hasNotText: /^Trades0/ }).waitFor();
  await lab.type("Loss of a day", "");
  await page.waitForURL((url) => !url.searchParams.has("risk.day_loss"));
  await lab.settled();
});

test("a wrong detail opens the fold and is named with what would be right", async () => {
  const lab = await stage.visit("/?leverage=500&maintenance=60&sizing=risk&sizing.risk=x&slip.share=0.2&path=up&positions=1.5&risk.drawdown=0");
  const { page } = lab;
  await lab.refused();
  assert.ok(await lab.number("Leverage").isVisible());
  const wrong = [
    ["leverage", /Leverage: 500 is outside 1 – 125/],
    ["sizing.risk", /Risk of an entry: “x” is not a number/],
    ["slip.share", /Share of the range: it has no effect beside the other choices/],
    ["path", /Stop and target in one bar: “up” is not known\. Possible: pessimistic, optimistic, nearest_to_open/],
    ["positions", /Positions at once: 1\.5 is not a whole number/],
    ["risk.drawdown", /Drawdown: 0 is outside 0\.1 – 100/],
  ];
  for (const [field, words] of wrong) assert.match(await lab.problem(field).textContent(), words);
  for (const [field] of wrong) await lab.problem(field).getByRole("button").click();
  await lab.settled();
  await lab.address("/?maintenance=60&sizing=risk");

  await lab.type("Leverage", "2");
  await lab.problem("maintenance").filter({ hasText: "Liquidation below: 60 is not possible, it must be below 100% ÷ leverage" }).waitFor();
  const box = lab.number("Liquidation below");
  assert.equal(await box.getAttribute("aria-invalid"), "true");
  await lab.type("Liquidation below", "40");
  await lab.settled();
});

test("a watched symbol is in the question and not in the trades", async () => {
  const lab = await stage.ready("/");
  const { page } = lab;
  const before = await lab.hash();
  await lab.openDetails();
  assert.ok(await page.getByTestId("watch-SAMPLE-AUR").isDisabled(), "it is traded");
  await page.getByTestId("watch-SAMPLE-BAS").click();
  await lab.answered(before);
  await lab.address("/?watched=SAMPLE-BAS");
  await page.getByTestId("assumptions").filter({ hasText: "Watched symbols" }).waitFor();
  assert.deepEqual([...new Set((await lab.csv("trades-csv")).map((trade) => trade.symbol))], ["SAMPLE-AUR"]);
  await page.getByTestId("symbol-SAMPLE-BAS").click();
  await lab.address("/?symbols=SAMPLE-AUR,SAMPLE-BAS");
  await lab.settled();
});

test("what a strategy needs is said beside it, and one press supplies it", async () => {
  const lab = await stage.ready("/");
  const { page } = lab;
  const needs = page.getByTestId("needs");
  assert.ok(!(await needs.isVisible()), "most need nothing");
  const opening = await lab.hash();
  await lab.strategy.selectOption("pairs_spread");
  await needs.filter({ hasText: "Needs exactly 2 symbols." }).waitFor();
  const alone = await lab.answered(opening);
  assert.equal((await lab.metrics()).trades, "0");
  await needs.getByRole("button", { name: "Use Aurora + Basalt" }).click();
  const pair = await lab.answered(alone);
  assert.notEqual((await lab.metrics()).trades, "0");
  assert.equal(await needs.getByRole("button").count(), 0);
  await lab.address("/?strategy=pairs_spread&symbols=SAMPLE-AUR,SAMPLE-BAS");

  await lab.strategy.selectOption("opening_range_breakout");
  await lab.answered(pair);
  await needs.getByRole("button", { name: "Use 1 hour bars" }).click();
  await lab.address("/?strategy=opening_range_breakout&symbols=SAMPLE-AUR,SAMPLE-BAS&timeframe=1h");
  await lab.settled();
  assert.notEqual((await lab.metrics()).trades, "0");
  await needs.filter({ hasText: "Needs 1h bars or shorter ones." }).waitFor();
});
