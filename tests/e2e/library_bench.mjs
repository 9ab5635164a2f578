// Times the library in Chromium: files in, bars on disk, bars into a run. Every result is checked before its time counts.
// usage: CHROME=… node library_bench.mjs
import { chromium } from "playwright-core";
import { ask, list, series, startWithExchanges } from "./library.mjs";

const ROWS = 1_000_000;
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];
const MINUTE = 60_000;
const START = Date.UTC(2020, 0, 1);
const OPTIONS = { venue: "file", symbol: "BENCH", timeframe: "1m" };

const site = await startWithExchanges();
const browser = await chromium.launch({ executablePath: process.env.CHROME ?? "/usr/bin/chromium", args: FLAGS });
let late = 0;

/** One line of the table. */
function row(name, took, most) {
  if (took > most) late += 1;
  console.log(`${name.padEnd(52)} ${took.toFixed(0).padStart(7)} ms ${String(most).padStart(7)} ms ${took > most ? "OVER" : ""}`);
}

function must(right, what) {
  if (!right) throw new Error(`wrong: ${what}`);
}

/** A request and the milliseconds until its answer, counted in the page. */
async function timed(page, what) {
  return page.evaluate(async (what) => {
    const since = performance.now();
    const [answer, ...parts] = await globalThis.backcastLibrary.ask(JSON.stringify(what), []);
    const took = performance.now() - since;
    globalThis.lastParts = parts;
    return { took, answer: JSON.parse(answer), bytes: parts.reduce((sum, part) => sum + (part.byteLength ?? part.size), 0) };
  }, what);
}

/** A file made in the page, read and kept: milliseconds of each, and what became of it. */
async function imported(page, symbol, rows) {
  const options = { ...OPTIONS, symbol };
  return page.evaluate(
    async ([options, rows, start, minute]) => {
      const lines = ["time,open,high,low,close,volume"];
      for (let at = 0; at < rows; at += 1) {
        const open = 1000 + ((at * 7919) % 997);
        const close = 1000 + ((at * 104729) % 991);
        lines.push(`${start + at * minute},${open},${Math.max(open, close) + 0.5},${Math.min(open, close) - 0.5},${close},${(at % 89) + 0.25}`);
      }
      const file = new Blob([lines.join("\n")]);
      const call = async (name, what, parts) => {
        const since = performance.now();
        const [answer, ...columns] = await globalThis.backcastLibrary[name](JSON.stringify(what), parts);
        return { answer: JSON.parse(answer), columns, took: performance.now() - since };
      };
      // Its worker starts once for every file; what counts is the file.
      await call("intake", { Intake: { Open: ["warm.csv", options] } }, [new Blob([lines.slice(0, 3).join("\n")])]);
      const opened = await call("intake", { Intake: { Again: options } }, []);
      const draft = await call("intake", { Intake: { Open: ["bench.csv", options] } }, [file]);
      const taken = await call("intake", { Intake: { Take: [{ ...draft.answer.Draft.taken, ...options }, []] } }, []);
      const kept = await call("ask", { Keep: taken.answer.Taken }, taken.columns);
      return { read: draft.took + taken.took, write: kept.took, kept: kept.answer.Kept, ready: opened.took };
    },
    [options, rows, START, MINUTE],
  );
}

try {
  const context = await browser.newContext({ baseURL: site.origin });
  const page = await context.newPage();
  await page.goto("/");
  await ask(page, "Series");
  console.log(`in Chromium ${browser.version()}`.padEnd(52), "   took     limit");

  const one = await imported(page, "BENCH", ROWS);
  must(one.kept[1] === ROWS, `${one.kept[1]} bars were kept`);
  row("CSV of 1,000,000 rows read and judged", one.read, 1500);
  row("1,000,000 bars written as Parquet", one.write, 400);

  // A fresh worker has nothing in memory.
  await page.reload();
  await ask(page, "Storage");
  const market = (symbols, span = null) => ({
    source: { given: "file" },
    symbols,
    watched: [],
    timeframe: "1m",
    inside: null,
    span,
    data: null,
  });
  const all = await timed(page, { Bars: market(["BENCH"]) });
  must(all.answer.Bars[0].count === ROWS && all.bytes === ROWS * 49, "every bar comes back");
  row("1,000,000 bars read, named and handed over", all.took, 150);

  const names = ["BENCHA", "BENCHB", "BENCHC", "BENCHD", "BENCHE"];
  for (const name of names) must((await imported(page, name, 500_000)).kept[1] === 500_000, `${name} was kept`);
  await page.reload();
  await ask(page, "Storage");
  const five = await timed(page, { Bars: market(names) });
  must(five.answer.Bars.length === 5 && five.bytes === 5 * 500_000 * 49, "five series come back");
  row("5 series of 500,000 bars into a run", five.took, 500);

  const window = await timed(page, { Candles: { key: series("BENCH", "1m", "file"), span: null, most: 1500 } });
  must(window.answer.Candles.of === ROWS, "the chart is of all bars");
  const next = await timed(page, { Candles: { key: series("BENCH", "1m", "file"), span: { start: START + 1e9, end: START + 2e10 }, most: 1500 } });
  must(next.answer.Candles.count > 1000 && next.answer.Candles.count <= 1500, "a window of candles");
  row("another window of a chart of 1,000,000 bars", next.took, 16);

  for (let at = 0; at < 194; at += 1) must((await imported(page, `S${at}`, 10)).kept[1] === 10, "a small series");
  await page.reload();
  await page.waitForFunction(() => "backcastLibrary" in globalThis);
  const opened = await timed(page, "Series");
  must(opened.answer.Series.length === 200, `${opened.answer.Series.length} series`);
  row("a library of 200 series opened, worker included", opened.took, 300);
  must((await list(page)).get("BENCH 1m").bars === ROWS, "the list says how many bars");
} finally {
  await browser.close();
  await site.stop();
}
process.exit(late === 0 ? 0 : 1);
