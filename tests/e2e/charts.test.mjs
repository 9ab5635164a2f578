// The curve: drawn, readable as a table, and taken away as a picture or a file; the trades likewise.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { Copy, startFront, SHIPPED } from "./site.mjs";
import { useStage } from "./stage.mjs";

const stage = useStage(() => startFront(SHIPPED));

/** Lines and cells of a file without quoted line breaks. */
function csv({ bytes }) {
  const text = bytes.toString("utf8");
  assert.equal(text[0], "\ufeff", "spreadsheets need the mark to read Korean");
  const lines = text.slice(1).split("\r\n");
  assert.equal(lines.pop(), "", "every line is ended");
  const rows = lines.map((line) => line.split(","));
  const [header, ...body] = rows;
  for (const row of body) assert.equal(row.length, header.length, row.join());
  return { header, body };
}

test("the curve is drawn, and drawn again when the answer or the theme changes", async () => {
  const lab = await stage.ready("/");
  const { page } = lab;
  assert.ok((await lab.drawn()) > 3);
  const picture = () => lab.canvas.evaluate((canvas) => canvas.toDataURL());
  const changed = async (before) => {
    await page.waitForFunction(([canvas, before]) => canvas.toDataURL() !== before, [await lab.canvas.elementHandle(), before]);
    return picture();
  };
  let now = await picture();
  const hash = await lab.hash();
  await lab.type("Breakout share k", "0.9");
  await lab.answered(hash);
  now = await changed(now);
  await lab.display("theme", "dark");
  now = await changed(now);
  await page.getByTestId("log-scale").click();
  now = await changed(now);
  await lab.language.click();
  await changed(now);
});

test("the chart says in words what it shows, and moves with keys", async () => {
  const lab = await stage.ready("/");
  const { page } = lab;
  await lab.drawn();
  const metrics = await lab.metrics();
  const label = await lab.chart.getAttribute("aria-label");
  assert.match(label, /From 2019-01-01 to 2025-01-01 the account went from 10,000,000 to [\d,]+ KRW/);
  assert.ok(label.includes(metrics.total_return) && label.includes(metrics.max_drawdown), label);
  const before = await lab.canvas.evaluate((canvas) => canvas.toDataURL());
  await lab.chart.focus();
  await page.keyboard.press("+");
  await page.waitForFunction(([canvas, before]) => canvas.toDataURL() !== before, [await lab.canvas.elementHandle(), before]);
  await page.keyboard.press("Home");
  await page.waitForFunction(([canvas, before]) => canvas.toDataURL() === before, [await lab.canvas.elementHandle(), before]);
});

test("table, file and headline agree about the curve", async () => {
  const lab = await stage.ready("/");
  const { page } = lab;
  const file = await lab.download(page.getByTestId("curve-csv"));
  assert.match(file.name, /^sample-volatility_breakout-1d-[0-9a-f]{8}-equity\.csv$/);
  const { header, body } = csv(file);
  assert.deepEqual(header, ["time_utc", "equity_krw", "drawdown", "data"]);
  for (const [time, equity, drawdown, data] of body) {
    assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/);
    assert.ok(Number(equity) > 0 && Number(drawdown) <= 0 && data === "sample (generated)");
  }
  const gain = Number(body.at(-1)[1]) / 10_000_000 - 1;
  const deepest = Math.min(...body.map((row) => Number(row[2])));
  const metrics = await lab.metrics();
  const percent = (text) => Number(text.replace("−", "-").replace(/[+,%]/g, ""));
  assert.equal((gain * 100).toFixed(2), percent(metrics.total_return).toFixed(2));
  assert.equal((deepest * 100).toFixed(2), percent(metrics.max_drawdown).toFixed(2));

  await page.getByTestId("curve-table").click();
  const table = page.getByTestId("curve-rows");
  await table.waitFor();
  assert.equal(await lab.chart.isVisible(), false);
  assert.equal(Number(await table.getAttribute("aria-rowcount")), body.length + 1);
  const cells = await table.getByRole("row").nth(1).getByRole("cell").allTextContents();
  assert.equal(cells[0].replace(" ", "T"), body[0][0].slice(0, 16));
  assert.equal(cells[1].replaceAll(",", ""), Number(body[0][1]).toFixed(0));
  assert.ok((await table.getByRole("row").count()) < 100, "only rows in view exist");
  await page.getByTestId("curve-table").click();
  await lab.chart.waitFor();
  assert.ok((await lab.drawn()) > 3);
});

test("the picture is a picture", async () => {
  const lab = await stage.ready("/");
  await lab.drawn();
  const { name, bytes } = await lab.download(lab.page.getByTestId("curve-png"));
  assert.match(name, /^sample-.*\.png$/);
  assert.equal(bytes.subarray(1, 4).toString(), "PNG");
  assert.ok(bytes.length > 10_000 && bytes.readUInt32BE(16) > 1_000, `${bytes.length} bytes`);
});

test("the trades are listed, sorted and saved", async () => {
  const lab = await stage.ready("/");
  const { page } = lab;
  const file = await lab.download(page.getByTestId("trades-csv"));
  assert.match(file.name, /^sample-.*-trades\.csv$/);
  const { header, body } = csv(file);
  const column = (name) => body.map((row) => row[header.indexOf(name)]);
  assert.deepEqual(header.slice(0, 3), ["symbol", "side", "quantity"]);
  const closed = column("open").filter((open) => open === "no");
  assert.equal(closed.length, Number((await lab.metrics()).trades.replaceAll(",", "")));
  assert.equal(Number(await lab.trades.getAttribute("aria-rowcount")), body.length + 1);
  for (const name of ["quantity", "entry_price", "exit_price", "fees_krw", "funding_krw", "gain_krw", "return", "bars_held"]) {
    for (const text of column(name)) assert.ok(text !== "" && Number.isFinite(Number(text)), `${name}: ${text}`);
  }

  const gains = async () => {
    const cells = await lab.column("Gain");
    return cells.map((text) => Number(text.replace("−", "-").replace(/[+,]/g, "")));
  };
  await page.getByTestId("sort-gain").click();
  await lab.trades.getByRole("columnheader", { name: /Gain/ }).and(page.locator('[aria-sort="descending"]')).waitFor();
  const best = Math.round(Math.max(...column("gain_krw").map(Number)));
  assert.equal((await gains())[0], best);
  await page.getByTestId("sort-gain").click();
  await page.locator('[aria-sort="ascending"]').waitFor();
  const worst = Math.round(Math.min(...column("gain_krw").map(Number)));
  assert.equal((await gains())[0], worst);
});

test("without the chart library the rest goes on, and the table shows the curve", async () => {
  const copy = new Copy();
  after(() => copy.remove());
  copy.lose("echarts", "js");
  await stage.site.deploy(copy.folder);
  // Without all files there is no offline use either, and the rest of them is not fetched to the end.
  const lab = await stage.ready("/", { expected: [/echarts/, /offline use is off/, /net::ERR_ABORTED/] });
  await lab.page.getByRole("alert").filter({ hasText: "The chart could not be drawn" }).waitFor();
  await lab.page.getByTestId("curve-table").click();
  await lab.page.getByTestId("curve-rows").waitFor();
  const hash = await lab.hash();
  await lab.type("Breakout share k", "0.9");
  await lab.answered(hash);
});
