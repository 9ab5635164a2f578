// A run is checked on the page: what it finds agrees with the page's own runs, and never stands beside another question.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LabPage } from "./lab_page.mjs";
import { useStage } from "./stage.mjs";

const stage = useStage();
/** Takes long enough to be stopped. */
const LONG = "/?strategy=regime_switch&symbols=SAMPLE-AUR,SAMPLE-BAS,SAMPLE-CIN,SAMPLE-DUN&timeframe=1h";

/** The texts of a row of the band whose cells say this. */
async function row(lab, fill, costs) {
  const rows = await lab.cells("band-table");
  const found = rows.find(([name, multiple]) => name.trim().startsWith(fill) && multiple === costs);
  return found.map((text) => text.trim());
}

test("a check says what it found, and its own row is the run on show", async () => {
  const lab = await stage.ready("/");
  const { page } = lab;
  assert.equal(await lab.honesty.getAttribute("data-state"), "idle", "nothing is checked before somebody asks");
  assert.equal(await page.getByTestId("band-table").count(), 0);
  await lab.honesty.filter({ hasText: "repeats the run with every way to fill" }).waitFor();
  await lab.checkRun();
  for (const [id, words] of [
    ["ahead-steps", /Nothing looks ahead: \d+ values over 2192 bars/],
    ["ahead-columns", /Nothing looks ahead/],
    ["engines", /Both engines agree to the bit on trades \(\d+\)/],
  ]) {
    const finding = page.getByTestId(id);
    assert.equal(await finding.getAttribute("data-mark"), "sound");
    assert.match(await finding.textContent(), words);
  }
  const metrics = await lab.metrics();
  const own = page.getByTestId("band-table").locator('[aria-current="true"]');
  assert.equal(await own.count(), 1);
  const [name, costs, gain, , drawdown, trades, factor] = await own.locator("th, td").allTextContents();
  assert.match(name, /Touch.*this run/);
  assert.equal(costs, "1×");
  assert.deepEqual(
    { total_return: gain, max_drawdown: drawdown, trades, profit_factor: factor },
    { total_return: metrics.total_return, max_drawdown: metrics.max_drawdown, trades: metrics.trades, profit_factor: metrics.profit_factor },
  );
});

test("every other row is what the page itself gives under that assumption", async () => {
  const lab = await stage.ready("/");
  await lab.checkRun();
  for (const [path, fill, costs] of [
    ["/?fill=next_open", "Next open", "1×"],
    ["/?fill=worst_of_bar", "Worst of bar", "1×"],
    ["/?fill=same_close", "Same close", "1×"],
    ["/?fee=0&slippage=0", "Touch", "0×"],
    ["/?fee=10&slippage=10", "Touch", "2×"],
    ["/?fee=20&slippage=20", "Touch", "4×"],
  ]) {
    const other = await stage.ready(path);
    const { total_return, max_drawdown, trades, profit_factor } = await other.metrics();
    const [, , gain, , drawdown, count, factor] = await row(lab, fill, costs);
    assert.deepEqual([gain, drawdown, count, factor], [total_return, max_drawdown, trades, profit_factor], path);
    await other.page.close();
  }
});

test("the file and the sentence say what the table says", async () => {
  for (const [path, words] of [
    ["/", /hangs on the assumption/],
    ["/?strategy=dca", /gains under every fill and cost/],
  ]) {
    const lab = await stage.ready(path);
    await lab.checkRun();
    const file = await lab.csv("band-csv");
    const gains = file.map((line) => Number(line.total_return) > 0);
    const hangs = gains.includes(true) && gains.includes(false);
    const said = lab.page.getByTestId("band-said");
    assert.equal(await said.getAttribute("data-hangs"), String(hangs));
    assert.match(await said.textContent(), words);
    assert.equal(file.filter((line) => line.asked === "yes").length, 1);
    const [, ...rows] = await lab.cells("band-table");
    assert.equal(rows.length, file.length);
    for (const [index, line] of file.entries()) {
      const percent = Math.abs(Number(line.total_return) * 100).toFixed(2);
      assert.equal(rows[index][2].replace(/[+−,%]/g, ""), percent);
      assert.equal(rows[index][5].replaceAll(",", ""), line.trades);
    }
    await lab.page.close();
  }
});

test("bars of the picture begin at nothing and point to gain or loss", async () => {
  const lab = await stage.ready("/");
  await lab.checkRun();
  const bars = await lab.page.getByTestId("band-table").locator("tbody tr").evaluateAll((rows) =>
    rows.map((row) => {
      const number = (name, element) => Number(row.querySelector(element).getAttribute(name));
      return {
        gain: row.children[2].textContent,
        zero: number("x1", "line"),
        from: number("x", "rect"),
        to: number("x", "rect") + number("width", "rect"),
      };
    }),
  );
  for (const { gain, zero, from, to } of bars) {
    if (gain.startsWith("+")) assert.ok(Math.abs(from - zero) < 1e-6 && to > zero, gain);
    if (gain.startsWith("−")) assert.ok(Math.abs(to - zero) < 1e-6 && from < zero, gain);
  }
});

test("each value is listed with the bars before it is known", async () => {
  const lab = await stage.ready("/?strategy=ema_cross");
  await lab.checkRun();
  const table = lab.page.getByRole("table", { name: "Warm-up" });
  // The slow average of 26 closes is known from the 26th on, and a cross needs one bar more.
  const texts = await table.getByRole("row").nth(1).locator("th, td").allTextContents();
  assert.match(texts[0], /crosses above/);
  assert.equal(texts[1], "26 bars");
  const bare = await stage.ready("/?strategy=buy_and_hold");
  await bare.checkRun();
  await bare.honesty.filter({ hasText: "Every value is known from the first bar on" }).waitFor();
});

test("another question takes the result away, and the same one brings it back", async () => {
  const lab = await stage.ready("/");
  const { page } = lab;
  const hash = await lab.hash();
  await lab.checkRun();
  await lab.type("Fee", "9");
  await lab.answered(hash);
  await lab.checked("stale");
  assert.equal(await page.getByTestId("band-table").count(), 0);
  await lab.honesty.filter({ hasText: "The settings changed since the last check" }).waitFor();
  await lab.type("Fee", "5");
  await lab.shows(hash);
  await lab.checked("ready");

  await lab.type("Fee", "x");
  await lab.refused();
  await lab.checked("ready");
  assert.equal(await page.getByTestId("band-table").count(), 1, "the answer on show is still the one checked");
});

test("a question that changes during a check ends it, and no late result appears", async () => {
  const lab = await stage.ready(LONG);
  const { page } = lab;
  const hash = await lab.hash();
  await page.getByTestId("check").click();
  await lab.checked("running");
  await lab.choice("1 day").check();
  await lab.answered(hash);
  await lab.checked("idle");
  await lab.checkRun();
  assert.match(await page.getByTestId("ahead-steps").textContent(), /over 2192 bars/, "the new question is what is checked");
});

test("a check shows how far it is and can be stopped", async () => {
  const lab = await stage.ready(LONG);
  const { page } = lab;
  await page.getByTestId("check").click();
  await lab.checked("running");
  assert.equal(await lab.honesty.getAttribute("aria-busy"), "true");
  await page.getByTestId("check-state").filter({ hasText: /Checking, step \d of \d/ }).waitFor();
  await lab.honesty.getByRole("progressbar", { name: "Checking" }).waitFor();
  await lab.honesty.getByRole("button", { name: "Cancel" }).click();
  await lab.checked("cancelled");
  await lab.honesty.filter({ hasText: "The check was cancelled." }).waitFor();
  assert.equal(await page.getByTestId("band-table").count(), 0);
  await lab.settled();
});

test("with keys alone, and the focus stays where it was", async () => {
  const lab = await stage.ready("/");
  const button = lab.page.getByTestId("check");
  await button.focus();
  await lab.page.keyboard.press("Enter");
  await lab.checked("ready");
  assert.ok(await button.evaluate((element) => element === document.activeElement));
});

test("a worker that breaks fails the check with its words, and the next check succeeds", async () => {
  const context = await stage.reader();
  await context.addInitScript(() => {
    const send = Worker.prototype.postMessage;
    let sent = 0;
    Worker.prototype.postMessage = function (...message) {
      sent += 1;
      if (sent !== 2) return send.apply(this, message);
      const broken = new ErrorEvent("error", { message: "out of memory", cancelable: true });
      return void setTimeout(() => this.dispatchEvent(broken));
    };
  });
  const page = await context.newPage();
  await page.goto("/");
  const lab = new LabPage(page);
  await lab.settled();
  const hash = await lab.hash();
  await page.getByTestId("check").click();
  await lab.checked("failed");
  await lab.honesty.filter({ hasText: "The check failed. out of memory" }).waitFor();
  assert.equal(await lab.hash(), hash, "the run has nothing to do with it");
  await lab.checkRun();
});
