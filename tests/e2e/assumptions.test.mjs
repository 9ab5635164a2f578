// What an answer rests on is said beside it: how orders fill, what is too good to be true, which side a trade took.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useStage } from "./stage.mjs";

const stage = useStage();
const POLICIES = ["next_open", "touch", "worst_of_bar", "same_close", "intrabar"];

/** A strategy that goes both ways when it is told to. */
const BOTH_WAYS = "/?strategy=turtle&p.shorts=1";

test("every way to fill gives its own answer and prints its rule", async () => {
  const lab = await stage.ready("/?p.stop=2");
  const { page } = lab;
  const seen = new Map();
  for (const policy of POLICIES) {
    await page.getByTestId(`fill-${policy}`).check();
    await page.waitForURL((url) => (url.searchParams.get("fill") ?? "touch") === policy);
    await lab.settled();
    seen.set(policy, await lab.hash());
    const name = await page.locator(".segment").filter({ has: page.getByTestId(`fill-${policy}`) }).textContent();
    await page.getByTestId("assumptions").filter({ hasText: `${name.trim()}: ` }).waitFor();
  }
  assert.equal(new Set(seen.values()).size, POLICIES.length, JSON.stringify([...seen]));
});

test("replaying inside a bar needs shorter bars, and says so", async () => {
  const lab = await stage.ready("/?fill=intrabar");
  const { page } = lab;
  const daily = await lab.hash();
  await lab.choice("1 hour").check();
  await lab.refused();
  await lab.problem("fill").filter({ hasText: "only daily bars have hourly bars inside" }).waitFor();
  assert.equal(await lab.hash(), daily, "the last result stays");
  await lab.problem("fill").getByRole("button", { name: "Use the default" }).click();
  await lab.answered(daily);
  assert.equal(await page.getByTestId("fill-intrabar").count(), 0, "not offered for hourly bars");
  assert.ok(await page.getByTestId("fill-touch").isChecked());
});

test("what nobody could have had carries a badge with the reason, in both languages", async () => {
  const lab = await stage.ready("/?strategy=ema_cross");
  const { page } = lab;
  const badge = page.getByTestId("optimistic");
  assert.equal(await badge.count(), 0);
  const careful = await lab.hash();
  await page.getByTestId("fill-same_close").check();
  await lab.answered(careful);
  await badge.filter({ hasText: "Optimistic" }).filter({ hasText: "nobody can trade at that price" }).waitFor();
  assert.ok(await badge.isVisible());
  await lab.language.click();
  await badge.filter({ hasText: "낙관적" }).filter({ hasText: "그 종가에 체결된다고 가정합니다" }).waitFor();
  await page.getByTestId("fill-next_open").check();
  await lab.shows(careful);
  assert.equal(await badge.count(), 0);
});

test("a short is shown as one, and its metrics have values", async () => {
  const lab = await stage.ready(BOTH_WAYS);
  const sides = new Set(await lab.column("Side"));
  assert.ok(sides.has("Short"), [...sides].join());
  await lab.page.getByTestId("sort-side").click();
  await lab.trades.locator('[aria-sort="ascending"]').filter({ hasText: "Side" }).waitFor();
  assert.equal((await lab.column("Side"))[0], "Long");
  await lab.page.getByTestId("sort-side").click();
  await lab.trades.locator('[aria-sort="descending"]').filter({ hasText: "Side" }).waitFor();
  assert.equal((await lab.column("Side"))[0], "Short");

  const trades = await lab.csv("trades-csv");
  const shorts = trades.filter((trade) => trade.side === "sell" && trade.open === "no");
  assert.ok(shorts.length > 3 && shorts.length < trades.length);
  for (const trade of shorts) {
    const [entry, exit, units, fees, gain] = ["entry_price", "exit_price", "quantity", "fees_krw", "gain_krw"].map((name) => Number(trade[name]));
    const wanted = (entry - exit) * units - fees;
    assert.ok(Math.abs(gain - wanted) <= 1e-6 * (1 + Math.abs(wanted)), `${trade.entry_utc}: ${gain}, expected ${wanted}`);
  }
  await lab.openMetrics({ all: true });
  const value = (id) => lab.metric(id).getByTestId("value").textContent();
  assert.equal(await value("short_trades"), String(shorts.length));
  const profit = shorts.reduce((sum, trade) => sum + Number(trade.gain_krw), 0);
  const shown = (await value("short_profit")).replaceAll(",", "").replace("−", "-");
  assert.equal(Math.round(profit), Number.parseFloat(shown), shown);

  const long = await stage.ready("/?strategy=turtle");
  assert.deepEqual([...new Set(await long.column("Side"))], ["Long"]);
  assert.equal(await long.trades.getByRole("columnheader", { name: /Funding/ }).count(), 0, "no column of zeros");
});

test("sizes of a plan are said in words", async () => {
  const lab = await stage.ready(BOTH_WAYS);
  const panel = lab.page.getByTestId("assumptions");
  await panel.filter({ hasText: "of the equity when its first stop is hit" }).waitFor();
  await lab.language.click();
  await panel.filter({ hasText: "잃도록 주문 크기를 정합니다" }).waitFor();
});
