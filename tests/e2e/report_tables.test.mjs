// Returns by month and the worst drawdowns: their figures hold together, and every screen shows all of them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useStage } from "./stage.mjs";

const stage = useStage();

const MONTHS = Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(2, "0"));
const NO_TRADES = "/?p.k=2&p.noise=1&p.max_noise=0.1&p.noise_period=100";
const near = (a, b) => Math.abs(a - b) < 1e-9;

/** A ratio as the table shows it. */
function points(ratio) {
  const text = Math.abs(ratio * 100).toFixed(1);
  if (text === "0.0") return text;
  return (ratio < 0 ? "−" : "+") + text;
}

/** Asserts that each year is what its months compound to, and that the screen says what the file says. */
async function compounds(lab) {
  const file = await lab.csv("months-csv");
  const [, ...screen] = await lab.cells("calendar-table");
  assert.equal(screen.length, file.length);
  for (const [index, row] of file.entries()) {
    const months = MONTHS.map((month) => row[month]);
    const known = months.filter((text) => text !== "").map(Number);
    assert.ok(known.length > 0);
    const total = known.reduce((growth, month) => growth * (1 + month), 1) - 1;
    assert.ok(near(total, Number(row.total)), `${row.year}: ${total} and ${row.total}`);
    const texts = months.map((text) => (text === "" ? "–" : points(Number(text))));
    assert.deepEqual(screen[index], [row.year, ...texts, points(Number(row.total))]);
  }
  return file;
}

test("a year is what its months compound to, on the screen and in the file", async () => {
  const lab = await stage.ready("/");
  const file = await compounds(lab);
  const [head] = await lab.cells("calendar-table");
  assert.deepEqual([head[0], head[1], head[12], head[13]], ["Year", "Jan", "Dec", "Total"]);

  // The same from the curve: a bar belongs to the month in which it was open.
  const curve = await lab.csv("curve-csv");
  const growth = new Map();
  for (const [index, { time_utc, equity_krw }] of curve.entries()) {
    if (index === 0) continue;
    const month = new Date(Date.parse(time_utc) - 1).toISOString().slice(0, 7);
    growth.set(month, (growth.get(month) ?? 1) * (Number(equity_krw) / Number(curve[index - 1].equity_krw)));
  }
  const told = file.flatMap((row) => MONTHS.filter((month) => row[month] !== "").map((month) => [`${row.year}-${month}`, Number(row[month])]));
  assert.deepEqual(told.map(([month]) => month), [...growth.keys()]);
  for (const [month, value] of told) assert.ok(near(value, growth.get(month) - 1), month);

  const hash = await lab.hash();
  await lab.strategy.selectOption("ema_cross");
  await lab.answered(hash);
  assert.notDeepEqual(await compounds(lab), file, "another strategy has other months");
});

test("the deepest drawdown is the one of the tile, and every row is in order", async () => {
  const lab = await stage.ready("/");
  const tile = (await lab.metrics()).max_drawdown;
  const [, ...rows] = await lab.cells("drawdowns-table");
  assert.equal(rows.length, 10);
  assert.equal(rows[0][1], tile);
  const file = await lab.csv("drawdowns-csv");
  const depths = file.map((row) => Number(row.drawdown));
  assert.deepEqual(depths, [...depths].sort((a, b) => a - b));
  for (const [index, row] of file.entries()) {
    assert.ok(row.peak_utc < row.valley_utc, row.peak_utc);
    assert.ok(row.recovery_utc === "" || row.valley_utc < row.recovery_utc, row.recovery_utc);
    const [rank, depth, peak, valley, recovery, length] = rows[index];
    assert.deepEqual([rank, peak, valley], [String(index + 1), row.peak_utc.slice(0, 10), row.valley_utc.slice(0, 10)]);
    assert.equal(recovery, row.recovery_utc.slice(0, 10) || "not yet");
    assert.match(depth, /^−\d+\.\d\d%$/);
    assert.match(length, /^[\d,.]+ days?$/);
    if (row.recovery_utc) assert.equal(Number(row.days), (Date.parse(row.recovery_utc) - Date.parse(row.peak_utc)) / 86_400_000);
  }
  assert.ok(rows.some(([, , , , recovery]) => recovery === "not yet"), "the sample ends below its peak");
});

test("dates are of the clock in use", async () => {
  const lab = await stage.ready("/?timeframe=1h&span=1y");
  const title = lab.page.getByRole("heading", { name: /Worst drawdowns/ });
  assert.match(await title.textContent(), /dates in UTC/);
  const before = await lab.cells("drawdowns-table");
  await lab.display("zone", "kst");
  await title.filter({ hasText: "dates in KST" }).waitFor();
  assert.notDeepEqual(await lab.cells("drawdowns-table"), before);
});

test("both are tables with names, heads and row heads", async () => {
  const lab = await stage.ready("/");
  for (const [name, columns] of [[/^Monthly returns, %/, 14], [/^Worst drawdowns/, 6]]) {
    const table = lab.page.getByRole("table", { name });
    assert.equal(await table.getByRole("columnheader").count(), columns);
    const rows = await table.getByRole("row").count();
    assert.equal(await table.getByRole("rowheader").count(), rows - 1);
  }
});

test("a month is coloured by sign and size, in the reader's colours", async () => {
  const lab = await stage.ready("/");
  const table = lab.page.getByTestId("calendar-table");
  const shade = (selector) => table.locator(selector).first().evaluate((element) => getComputedStyle(element).backgroundColor);
  const [up, down] = [await shade(".gain.shade-3"), await shade(".loss.shade-3")];
  assert.notEqual(up, down);
  assert.notEqual(up, await shade(".gain.shade-1"));
  await lab.display("gain", "kr");
  await lab.page.waitForFunction(() => document.documentElement.dataset.gain === "kr");
  assert.equal(await shade(".gain.shade-3"), down, "up is what down was: red");
  for (const text of await table.locator("td.gain").allTextContents()) assert.match(text, /^\+/);
  for (const text of await table.locator("td.loss").allTextContents()) assert.match(text, /^−/);
});

test("a run in which nothing happens has neither colour nor drawdown", async () => {
  const lab = await stage.ready(NO_TRADES);
  assert.equal(await lab.page.getByTestId("calendar-table").locator(".gain, .loss").count(), 0);
  assert.equal(await lab.page.getByTestId("metric-total_return").locator(".gain, .loss").count(), 0);
  assert.ok(await lab.page.getByText("The account was never below an earlier peak.").isVisible());
  assert.ok(!(await lab.page.getByTestId("drawdowns-table").isVisible()));
});

test("on a phone the wide tables say that they scroll, and the year stays in view", async () => {
  const phone = { viewport: { width: 360, height: 720 }, hasTouch: true, isMobile: true };
  const lab = await stage.ready("/", phone);
  const hint = lab.page.locator(".scroll-hint:visible");
  await hint.first().waitFor();
  assert.equal(await hint.count(), 2, "months and trades");
  const frame = lab.page.getByTestId("months").locator(".scroll-x");
  await frame.evaluate((element) => (element.scrollLeft = element.scrollWidth));
  const edge = await frame.boundingBox();
  for (const cell of [frame.getByRole("rowheader").first(), frame.locator(".total").first()]) {
    const { x, width } = await cell.boundingBox();
    assert.ok(x >= edge.x - 1 && x + width <= edge.x + edge.width + 1);
  }
  const wide = await stage.ready("/");
  assert.equal(await wide.page.locator(".scroll-hint:visible").count(), 0);
});

for (const locale of ["en-US", "ko-KR"]) {
  test(`beside the question no cell of the trades is cut off (${locale})`, async () => {
    const lab = await stage.ready("/", { locale });
    await lab.trades.locator("tbody tr").nth(3).waitFor();
    const cut = await lab.trades.locator("th, td").evaluateAll((cells) => cells.filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent));
    assert.deepEqual(cut, []);
  });
}
