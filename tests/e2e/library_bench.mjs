// Times the library in Chromium: files in, bars on disk, bars into a run. Every result is checked before its time counts.
// usage: CHROME=… node library_bench.mjs
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { ask, list, series, startWithExchanges } from "./library.mjs";

const ROWS = 1_000_000;
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];
const MINUTE = 60_000;
const START = Date.UTC(2020, 0, 1);
const OPTIONS = { venue: "file", symbol: "BENCH", timeframe: "1m" };

const site = await startWithExchanges();
// A profile on the disk, as people have one: what a private window keeps is memory of the browser's main process, and each
// read or write is a message to it.
const profile = mkdtempSync(join(tmpdir(), "backcast-bench-"));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROME ?? "/usr/bin/chromium",
  args: FLAGS,
  baseURL: site.origin,
});
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

/** What every page of the bench knows: bar `at` of any series, made and not remembered. */
async function teach(page) {
  await page.addInitScript(
    ([start, minute]) => {
      globalThis.barOf = (at) => {
        const open = 1000 + ((at * 7919) % 997);
        const close = 1000 + ((at * 104729) % 991);
        return [start + at * minute, open, Math.max(open, close) + 0.5, Math.min(open, close) - 0.5, close, (at % 89) + 0.25];
      };
    },
    [START, MINUTE],
  );
}

/** Every value of the blocks that came last is the one that was made, and their names are the hash of what they hold. */
async function right(page, heads, rows) {
  const wrong = await page.evaluate(
    async ([heads, rows]) => {
      const blocks = globalThis.lastParts;
      if (blocks.length !== heads.length) return `${blocks.length} blocks`;
      for (const [place, block] of blocks.entries()) {
        if (block.byteLength !== 8 + 49 * rows) return `${block.byteLength} bytes`;
        const times = new BigInt64Array(block, 8, rows);
        const columns = [1, 2, 3, 4, 5].map((column) => new Float64Array(block, 8 + 8 * column * rows, rows));
        const flags = new Uint8Array(block, 8 + 48 * rows, rows);
        for (let at = 0; at < rows; at += 1) {
          const [time, ...values] = globalThis.barOf(at);
          const same = Number(times[at]) === time && flags[at] === 0 && values.every((value, column) => columns[column][at] === value);
          if (!same) return `row ${at} of block ${place}`;
        }
        const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(block, 6)));
        const name = Array.from(sum, (byte) => byte.toString(16).padStart(2, "0")).join("");
        if (name !== heads[place].hash) return `${heads[place].hash} is called ${name}`;
      }
      return null;
    },
    [heads, rows],
  );
  must(wrong === null, wrong);
}

/** The candles that came last, all together, are the rows they are made of. */
async function rightCandles(page, { rows: [first, after], per_candle: per, count }) {
  const wrong = await page.evaluate(
    ([first, after, per, count]) => {
      const [time, open, high, low, close, volume] = globalThis.lastParts.map((part, column) =>
        column === 0 ? new BigInt64Array(part) : new Float64Array(part),
      );
      if (open.length !== count || Number(time[0]) !== globalThis.barOf(first)[0]) return "the first candle";
      let [most, least, sum] = [0, Infinity, 0];
      for (let at = first; at < after; at += 1) {
        const bar = globalThis.barOf(at);
        most = Math.max(most, bar[2]);
        least = Math.min(least, bar[3]);
        sum += bar[5];
      }
      if (Math.max(...high) !== most || Math.min(...low) !== least) return "highest and lowest";
      const got = volume.reduce((sum, one) => sum + one, 0);
      if (Math.abs(got - sum) > 1e-9 * sum) return `${got} units, not ${sum}`;
      if (open[0] !== globalThis.barOf(first)[1] || close[count - 1] !== globalThis.barOf(after - 1)[4]) return "first and last price";
      return count * per < after - first ? "rows are left out" : null;
    },
    [first, after, per, count],
  );
  must(wrong === null, `candles: ${wrong}`);
}

/** Waits until the page has its own first answer, which is timed elsewhere. */
const settled = (page) => page.locator('[data-test="backtest"][data-state="ready"][data-report-hash]').waitFor();

/**
 * Waits until the library's worker has warmed up, which it does while nobody asks: it runs what reads and writes on made-up bars,
 * so that the browser optimises it. A person who opens the page takes longer than that to ask for a million bars.
 */
async function warm(page) {
  const library = () => page.workers().find((worker) => worker.url().includes("library_boot"));
  await eventually(() => library()?.evaluate(() => globalThis.backcastWarm === true) ?? false, "the library is warm");
}

/** Looks until something is so. */
async function eventually(look, what) {
  const until = Date.now() + 60_000;
  while (!(await look())) {
    if (Date.now() > until) throw new Error(`it took too long until ${what}`);
    await new Promise((next) => setTimeout(next, 50));
  }
}

/** A file made in the page, read and kept: milliseconds of each, and what became of it. */
async function imported(page, symbol, rows) {
  const options = { ...OPTIONS, symbol };
  return page.evaluate(
    async ([options, rows]) => {
      const lines = ["time,open,high,low,close,volume"];
      for (let at = 0; at < rows; at += 1) lines.push(globalThis.barOf(at).join(","));
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
    [options, rows],
  );
}

/** Keeps so many bars that are handed over as columns: no file is that long. */
async function kept(page, symbol, rows) {
  return page.evaluate(
    async ([options, rows]) => {
      const ask = async (name, what, parts) => globalThis.backcastLibrary[name](JSON.stringify(what), parts);
      const header = "time,open,high,low,close,volume";
      const short = new Blob([[header, globalThis.barOf(0).join(","), globalThis.barOf(1).join(",")].join("\n")]);
      const [draft] = await ask("intake", { Intake: { Open: ["bench.csv", options] } }, [short]);
      const [taken] = await ask("intake", { Intake: { Take: [{ ...JSON.parse(draft).Draft.taken, ...options }, []] } }, []);
      const time = new BigInt64Array(rows);
      const prices = [1, 2, 3, 4, 5].map(() => new Float64Array(rows));
      for (let at = 0; at < rows; at += 1) {
        const [open, ...values] = globalThis.barOf(at);
        time[at] = BigInt(open);
        values.forEach((value, column) => (prices[column][at] = value));
      }
      const columns = [time, ...prices, new Uint8Array(rows)].map((column) => column.buffer);
      const [answer] = await ask("ask", { Keep: { ...JSON.parse(taken).Taken, count: rows } }, columns);
      return JSON.parse(answer).Kept;
    },
    [{ ...OPTIONS, symbol }, rows],
  );
}

try {
  const page = await context.newPage();
  const version = await page.evaluate(() => /Chrome\/([\d.]+)/.exec(navigator.userAgent)[1]);
  await teach(page);
  await page.goto("/");
  await settled(page);
  await ask(page, "Series");
  console.log(`in Chromium ${version}`.padEnd(52), "   took     limit");

  const one = await imported(page, "BENCH", ROWS);
  must(one.kept[1] === ROWS, `${one.kept[1]} bars were kept`);
  row("CSV of 1,000,000 rows read and judged", one.read, 1500);
  row("1,000,000 bars written as Parquet, at once", one.write, 400);
  await warm(page);
  const next = await imported(page, "BENCHW", ROWS);
  must(next.kept[1] === ROWS, `${next.kept[1]} bars were kept`);
  row("1,000,000 bars written as Parquet, warm", next.write, 400);

  // A fresh worker has nothing in memory, neither bars nor names.
  const fresh = async (isWarm) => {
    await page.reload();
    await settled(page);
    await ask(page, "Storage");
    if (isWarm) await warm(page);
  };
  const market = (symbols, span = null) => ({
    source: { given: "file" },
    symbols,
    watched: [],
    timeframe: "1m",
    inside: null,
    span,
    data: null,
  });
  for (const isWarm of [false, true]) {
    await fresh(isWarm);
    const all = await timed(page, { Bars: market(["BENCH"]) });
    must(all.answer.Bars[0].count === ROWS, "every bar comes back");
    await right(page, all.answer.Bars, ROWS);
    row(`1,000,000 bars read, named, handed over, ${isWarm ? "warm" : "at once"}`, all.took, 150);
  }
  const again = await timed(page, { Bars: market(["BENCH"]) });
  await right(page, again.answer.Bars, ROWS);
  row("1,000,000 bars read and handed over", again.took, 150);

  const names = ["BENCHA", "BENCHB", "BENCHC", "BENCHD", "BENCHE"];
  for (const name of names) must((await imported(page, name, 500_000)).kept[1] === 500_000, `${name} was kept`);
  for (const isWarm of [false, true]) {
    await fresh(isWarm);
    const five = await timed(page, { Bars: market(names) });
    must(five.answer.Bars.length === 5, "five series come back");
    await right(page, five.answer.Bars, 500_000);
    row(`5 series of 500,000 bars into a run, ${isWarm ? "warm" : "at once"}`, five.took, 500);
  }

  const LONG = 5_000_000;
  must((await kept(page, "BENCHL", LONG))[1] === LONG, "a long series was kept");
  const candles = (span) => timed(page, { Candles: { key: series("BENCHL", "1m", "file"), span, most: 1500 } });
  const window = await candles(null);
  must(window.answer.Candles.of === LONG, "the chart is of all bars");
  await rightCandles(page, window.answer.Candles);
  row("a chart of 5,000,000 bars opened", window.took, 2000);
  let slowest = 0;
  // From all bars down to a day, at places all over.
  for (let at = 0; at < 24; at += 1) {
    const length = Math.round((LONG * MINUTE) / 1.4 ** at);
    const start = START + Math.round(((at * 7919) % 997) / 997 * (LONG * MINUTE - length));
    const next = await candles({ start, end: start + length });
    must(next.answer.Candles.count > 300 && next.answer.Candles.count <= 1500, `${next.answer.Candles.count} candles`);
    await rightCandles(page, next.answer.Candles);
    slowest = Math.max(slowest, next.took);
  }
  row("another window of it, the slowest of 24", slowest, 16);

  for (let at = 0; at < 192; at += 1) must((await imported(page, `S${at}`, 10)).kept[1] === 10, "a small series");
  await page.reload();
  await settled(page);
  await page.waitForFunction(() => "backcastLibrary" in globalThis);
  const opened = await timed(page, "Series");
  must(opened.answer.Series.length === 200, `${opened.answer.Series.length} series`);
  row("a library of 200 series opened, worker included", opened.took, 300);
  must((await list(page)).get("BENCH 1m").bars === ROWS, "the list says how many bars");
} finally {
  await context.close();
  await site.stop();
  rmSync(profile, { recursive: true, force: true });
}
process.exit(late === 0 ? 0 : 1);
