// Names of series are kept on the disk: the next worker's first question needn't hash, and whatever becomes of the file, no name is wrong.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, startWithExchanges } from "./library.mjs";
import { useStage } from "./stage.mjs";

const stage = useStage(() => startWithExchanges());
// Longer than what the worker makes up to warm itself, so that hashes of it are told apart by their length.
const ROWS = 50_000;
const BYTES_OF_A_BAR = 49;
const MARKET = { source: { given: "file" }, symbols: ["KEPT"], watched: [], timeframe: "1m", inside: null, span: null, data: null };

/** Rows of minutes, read as a file and kept. */
async function bring(page, from, after) {
  await page.waitForFunction(() => "backcastLibrary" in globalThis);
  return page.evaluate(
    async ([from, after]) => {
      const options = { venue: "file", symbol: "KEPT", timeframe: "1m" };
      const lines = ["time,open,high,low,close,volume"];
      for (let at = from; at < after; at += 1) {
        const price = 1000 + ((at * 7919) % 997);
        lines.push([Date.UTC(2024, 0, 1) + 60_000 * at, price, price + 2, price - 2, price + 1, (at % 89) + 0.25].join(","));
      }
      const call = async (name, what, parts) => {
        const [answer, ...columns] = await globalThis.backcastLibrary[name](JSON.stringify(what), parts);
        return { answer: JSON.parse(answer), columns };
      };
      const draft = await call("intake", { Intake: { Open: ["kept.csv", options] } }, [new Blob([lines.join("\n")])]);
      const taken = await call("intake", { Intake: { Take: [{ ...draft.answer.Draft.taken, ...options }, []] } }, []);
      return (await call("ask", { Keep: taken.answer.Taken }, taken.columns)).answer.Kept[1];
    },
    [from, after],
  );
}

/** Waits until the worker has named every series and written that down. */
async function named(own) {
  const until = Date.now() + 30_000;
  while (!(await own.evaluate(() => globalThis.backcastWarm === true))) assert.ok(Date.now() < until, "series are named in time");
}

/** The page opened anew, and the library's worker, which tells how long the strings are that it has hashed. */
async function fresh(page) {
  await page.goto("/about");
  const before = page.workers();
  await page.goto("/");
  await ask(page, "Storage");
  // Files have a worker of their own, which no file has called for yet.
  const own = page.workers().find((one) => one.url().includes("library_boot") && !before.includes(one));
  await own.evaluate(() => {
    const digest = crypto.subtle.digest.bind(crypto.subtle);
    globalThis.hashed = [];
    crypto.subtle.digest = (name, bytes) => {
      globalThis.hashed.push(bytes.byteLength);
      return digest(name, bytes);
    };
  });
  return own;
}

/** Asks for all bars; their name, which must be the hash of what came, and how often that was hashed for it. */
async function asked(page, own, rows) {
  const { name, right, count } = await page.evaluate(async (market) => {
    const [answer, block] = await globalThis.backcastLibrary.ask(JSON.stringify({ Bars: market }), []);
    const [head] = JSON.parse(answer).Bars;
    const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(block, 6)));
    const right = Array.from(sum, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return { name: head.hash, right, count: head.count };
  }, MARKET);
  assert.equal(count, rows);
  assert.equal(name, right);
  const lengths = await own.evaluate(() => globalThis.hashed);
  return { name, hashes: lengths.filter((length) => length > BYTES_OF_A_BAR * rows).length };
}

/** Writes over the file of names. The library must not be open. */
const scribble = (page) =>
  page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle("backcast-library");
    const writer = await (await folder.getFileHandle("NAMES")).createWritable();
    await writer.write("these are no names");
    await writer.close();
  });

test("a fresh worker knows the name of a series, and of one that changed, and finds it again when the file is damaged", async () => {
  const { page } = await stage.ready("/");
  let own = await fresh(page);
  assert.equal(await bring(page, 0, ROWS), ROWS);
  await named(own);

  own = await fresh(page);
  const first = await asked(page, own, ROWS);
  assert.equal(first.hashes, 0, "it was named before");

  // One bar more is another series, which is named in its turn.
  assert.equal(await bring(page, ROWS, ROWS + 1), 1);
  const longer = await asked(page, own, ROWS + 1);
  assert.notEqual(longer.name, first.name);
  await named(own);
  own = await fresh(page);
  assert.deepEqual(await asked(page, own, ROWS + 1), { name: longer.name, hashes: 0 });

  await page.goto("/about");
  await scribble(page);
  own = await fresh(page);
  assert.deepEqual(await asked(page, own, ROWS + 1), { name: longer.name, hashes: 1 }, "what is damaged isn't believed");
  await named(own);
  own = await fresh(page);
  assert.deepEqual(await asked(page, own, ROWS + 1), { name: longer.name, hashes: 0 }, "and is written again");
});
