// All metrics behind their fold: by category, found by name, and with the values their formulas give.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useStage } from "./stage.mjs";

const stage = useStage();

const GROUPS = ["returns", "risk", "adjusted", "trades", "distribution", "benchmark"];

const group = (lab, name) => lab.page.getByTestId(`metrics-${name}`);
const open = (lab, name) => group(lab, name).evaluate((element) => element.open);
const shown = (lab) => lab.page.getByTestId("all-metrics").locator("[data-test^=row-]:visible");

test("metrics stand in categories; the first is open, the others open with a key", async () => {
  const lab = await stage.ready("/");
  await lab.openMetrics();
  assert.deepEqual(await Promise.all(GROUPS.map((name) => open(lab, name))), [true, false, false, false, false, false]);
  const counts = await lab.page.locator(".metric-group .fold-count").allTextContents();
  const total = await lab.page.locator(".all-metrics > summary .fold-count").textContent();
  assert.equal(counts.map(Number).reduce((sum, count) => sum + count), Number(total));
  assert.equal(await shown(lab).count(), Number(counts[0]));
  assert.ok(await lab.page.getByRole("heading", { name: "Risk", exact: true }).isVisible());

  await group(lab, "risk").locator("summary").focus();
  await lab.page.keyboard.press("Enter");
  await lab.metric("ulcer").waitFor();
  await lab.page.keyboard.press("Enter");
  await lab.metric("ulcer").waitFor({ state: "hidden" });

  const all = lab.page.getByTestId("open-all-metrics");
  await all.click();
  await lab.metric("beta").waitFor();
  assert.equal(await shown(lab).count(), Number(total));
  await all.filter({ hasText: "Close all" }).click();
  await lab.metric("total_return").waitFor({ state: "hidden" });
});

test("a metric is found by a part of its name in either language or of its id", async () => {
  const lab = await stage.ready("/");
  await lab.openMetrics();
  const find = lab.page.getByRole("searchbox", { name: "Find a metric" });
  for (const [text, id] of [
    ["SORTINO", "sortino"],
    ["칼마", "calmar"],
    ["cvar_99", "cvar_99"],
    ["ratio information", "information_ratio"],
  ]) {
    await find.fill(text);
    await lab.metric(id).waitFor();
    await lab.metric("total_return").waitFor({ state: "hidden" });
    assert.ok((await shown(lab).count()) < 10, text);
  }
  await find.fill("no such thing");
  await lab.page.getByTestId("no-such-metric").filter({ hasText: "No metric" }).waitFor();
  assert.equal(await shown(lab).count(), 0);
  await find.fill("");
  await lab.metric("total_return").waitFor();
  await lab.metric("calmar").waitFor({ state: "hidden" });
  assert.equal(await open(lab, "returns"), true);
  assert.equal(await open(lab, "adjusted"), false, "what was found closes again");
});

test("the values are what their formulas make of the curve and the trades in the files", async () => {
  const lab = await stage.ready("/");
  const equity = (await lab.csv("curve-csv")).map((row) => Number(row.equity_krw));
  const closed = (await lab.csv("trades-csv")).filter((trade) => trade.open === "no");
  await lab.openMetrics({ all: true });

  const returns = equity.slice(1).map((value, index) => value / equity[index] - 1);
  const sum = (values) => values.reduce((total, value) => total + value, 0);
  const mean = (values) => sum(values) / values.length;
  const middle = mean(returns);
  const deviation = Math.sqrt(sum(returns.map((value) => (value - middle) ** 2)) / (returns.length - 1));
  const downside = Math.sqrt(mean(returns.map((value) => Math.min(value, 0) ** 2)));
  const gains = closed.map((trade) => Number(trade.gain_krw));
  const won = sum(gains.filter((gain) => gain > 0));
  const lost = -sum(gains.filter((gain) => gain < 0));
  let peak = equity[0];
  const falls = equity.map((value) => value / (peak = Math.max(peak, value)) - 1);
  const expected = {
    total_return: ["%", equity.at(-1) / equity[0] - 1],
    volatility: ["%", deviation * Math.sqrt(365)],
    best_bar: ["%", Math.max(...returns)],
    worst_bar: ["%", Math.min(...returns)],
    max_drawdown: ["%", Math.min(...falls)],
    ulcer: ["%", Math.sqrt(mean(falls.slice(1).map((fall) => fall ** 2)))],
    sharpe: ["", (middle / deviation) * Math.sqrt(365)],
    sortino: ["", (middle / downside) * Math.sqrt(365)],
    trades: ["", closed.length],
    win_rate: ["%", gains.filter((gain) => gain > 0).length / gains.length],
    profit_factor: ["", won / lost],
  };
  for (const [id, [unit, value]] of Object.entries(expected)) {
    const text = await lab.metric(id).getByTestId("value").textContent();
    const read = Number(text.replaceAll(",", "").replace("−", "-").replace("%", ""));
    assert.ok(text.endsWith(unit), `${id}: ${text}`);
    assert.ok(Math.abs(read - (unit ? value * 100 : value)) <= 0.005 + 1e-9, `${id}: ${text}, computed ${value}`);
  }
});

test("colour is for gains and losses alone, and a dash says why", async () => {
  const lab = await stage.ready("/");
  await lab.openMetrics({ all: true });
  const tone = (id) => lab.metric(id).getByTestId("value").getAttribute("class");
  assert.equal(await tone("best_day"), "gain");
  assert.equal(await tone("worst_day"), "loss");
  for (const id of ["max_drawdown", "win_rate", "sharpe", "fees"]) assert.equal((await tone(id)) ?? "", "", id);
  assert.match(await lab.metric("expectancy_r").textContent(), /–.*no trade with a stop/);
  // A return that rounds to nothing is neither.
  const nothing = lab.trades.getByRole("cell", { name: "0.00%", exact: true }).first();
  assert.equal((await nothing.getAttribute("class")) ?? "", "");
});

test("the values follow another question while the fold is open", async () => {
  const lab = await stage.ready("/");
  await lab.openMetrics({ all: true });
  const value = lab.metric("turnover").getByTestId("value");
  const [before, hash] = [await value.textContent(), await lab.hash()];
  await lab.strategy.selectOption("ema_cross");
  await lab.answered(hash);
  assert.notEqual(await value.textContent(), before);
  assert.ok(await lab.metric("beta").isVisible(), "what was open stays open");
});
