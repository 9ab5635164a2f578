// The library as a script asks it: the test build puts it at `backcastLibrary`, in JSON.
import { startEverything } from "../edge/edge.mjs";
import { FAULTY } from "./site.mjs";

/** A site with the exchanges behind it; `origin` is its address. */
export async function startWithExchanges(options = {}) {
  process.env.BACKCAST_DIST = FAULTY;
  const all = await startEverything(options);
  return { ...all, origin: all.edge.origin };
}

/** A series by its key. */
export const series = (symbol, timeframe, venue = "upbit") => ({ venue, symbol, timeframe });

/** Lets the library worker of every page begin with these lines, which take something away that it would use. */
export function beginLibraryWith(context, lines) {
  return context.route(/library_boot-.*\.js/, async (route) => {
    const reply = await route.fetch();
    await route.fulfill({ response: reply, body: lines + (await reply.text()) });
  });
}

/** What refuses the private files with an error of this name, as a private window or another holder does. */
export const refuseDisk = (error) => `navigator.storage.getDirectory = () => Promise.reject(new DOMException('no', '${error}'));\n`;

/** One request; the answer as the worker words it, an error as an `Error` whose `kind` is the worker's. */
export async function ask(page, what) {
  await there(page);
  const told = await page.evaluate(async (what) => {
    // What was told before a download began says nothing about it.
    if (what.Fetch || what.Update) globalThis.backcastLibrary.events.length = 0;
    try {
      const [answer, ...parts] = await globalThis.backcastLibrary.ask(JSON.stringify(what), []);
      const sizes = parts.map((part) => part.byteLength ?? part.size);
      return { answer: JSON.parse(answer), sizes };
    } catch (trouble) {
      return { trouble: String(trouble) };
    }
  }, what);
  return heard(told);
}

/** A question about a file from elsewhere; `bytes` is what it holds. */
export async function intake(page, what, bytes) {
  await there(page);
  const told = await page.evaluate(
    async ([what, base64]) => {
      const bytes = base64 && Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const parts = base64 === undefined ? [] : [new Blob([bytes])];
      const since = performance.now();
      try {
        const [answer, ...columns] = await globalThis.backcastLibrary.intake(JSON.stringify({ Intake: what }), parts);
        globalThis.lastColumns = columns;
        return { answer: JSON.parse(answer), sizes: columns.map((part) => part.byteLength) };
      } catch (trouble) {
        return { trouble: String(trouble), took: performance.now() - since };
      }
    },
    [what, bytes === undefined ? undefined : Buffer.from(bytes).toString("base64")],
  );
  return heard(told);
}

/** Waits until the page has put the library where a script finds it. */
const there = (page) => page.waitForFunction(() => "backcastLibrary" in globalThis);

function heard({ answer, sizes, trouble, took }) {
  if (trouble === undefined) return { answer, sizes };
  let told = { kind: "?", said: trouble };
  try {
    told = JSON.parse(trouble);
  } catch {
    // Not from the worker.
  }
  const kind = typeof told.kind === "string" ? told.kind : Object.keys(told.kind)[0];
  throw Object.assign(new Error(`${JSON.stringify(told.kind)}: ${told.said}`), { kind, took });
}

/** The rows of the list, by symbol and timeframe. */
export async function list(page) {
  const { answer } = await ask(page, "Series");
  return new Map(answer.Series.map((row) => [`${row.key.symbol} ${row.key.timeframe}`, row]));
}

/** Every bar of a series: `[time, open, high, low, close, volume]` each. */
export async function bars(page, key) {
  await there(page);
  return page.evaluate(async (key) => {
    const ask = JSON.stringify({ Rows: { key, from: 0, count: 5_000_000 } });
    const [, time, ...columns] = await globalThis.backcastLibrary.ask(ask, []);
    const values = columns.slice(0, 5).map((column) => new Float64Array(column));
    return Array.from(new BigInt64Array(time), (at, row) => [Number(at), ...values.map((column) => column[row])]);
  }, key);
}

/** How things are kept. */
export async function storage(page) {
  return (await ask(page, "Storage")).answer.Storage;
}

/** Waits until every download is done, or one of them is in the wanted state. */
export async function downloaded(page, state = "Done") {
  await page.waitForFunction(
    (state) => {
      const events = globalThis.backcastLibrary.events;
      const last = events.findLast((event) => "Downloads" in JSON.parse(event));
      if (last === undefined) return false;
      const downloads = JSON.parse(last).Downloads;
      const named = (one) => (typeof one.progress === "string" ? one.progress : Object.keys(one.progress)[0]);
      const failed = downloads.find((one) => named(one) === "Failed");
      if (failed && state !== "Failed") throw new Error(JSON.stringify(failed.progress));
      return downloads.length > 0 && downloads.every((one) => named(one) === state);
    },
    state,
    { polling: 50, timeout: 60_000 },
  );
}

/**
 * Turns one bit in the middle of the file whose name begins so; gives the name. The library must not be open. Of several the largest:
 * the generation before the last may still lie beside it.
 */
export function flip(page, stem) {
  return page.evaluate(async (stem) => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle("backcast-library");
    let [found, bytes] = [null, new Uint8Array(0)];
    for await (const [name, file] of folder.entries()) {
      if (!name.startsWith(stem)) continue;
      const held = new Uint8Array(await (await file.getFile()).arrayBuffer());
      if (held.length > bytes.length) [found, bytes] = [file, held];
    }
    if (!found) throw new Error(`no file begins with ${stem}`);
    bytes[bytes.length >> 1] ^= 1;
    const writer = await found.createWritable();
    await writer.write(bytes);
    await writer.close();
    return found.name;
  }, stem);
}
