// Files from elsewhere: read in a worker of their own, repaired as asked, kept once; what is made to hurt is refused and the page
// and the library live on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { intake, list, series, startWithExchanges, storage } from "./library.mjs";
import { useStage } from "./stage.mjs";

const stage = useStage(() => startWithExchanges());
const DAY = 86_400_000;
const REFUSED_MS = 1000;
const OPTIONS = { venue: "file", symbol: "TEST", timeframe: "1d" };

const row = (day) => `${new Date(day * DAY).toISOString().slice(0, 10)},${10 + day},${12 + day},${9 + day},${11 + day},${day}`;
const csv = (days) => ["date,open,high,low,close,volume", ...days.map(row)].join("\n");

/** Hands what the last answer gave to the library, as the page does. */
async function keep(page, taken) {
  return page.evaluate(async (taken) => {
    const ask = JSON.stringify({ Keep: taken });
    const [answer] = await globalThis.backcastLibrary.ask(ask, globalThis.lastColumns);
    return JSON.parse(answer).Kept;
  }, taken);
}

test("a CSV file is looked at, judged, repaired, kept, and changes nothing the second time", async () => {
  const { page } = await stage.ready("/");
  // One day out of order, one twice.
  const bytes = csv([100, 101, 103, 102, 103, 104]);
  const { answer } = await intake(page, { Open: ["TEST.csv", OPTIONS] }, bytes);
  assert.equal(answer.Draft.rows, 6);
  const options = { ...answer.Draft.taken, ...OPTIONS };

  const unfit = await intake(page, { Take: [options, []] });
  const kinds = unfit.answer.Unfit.findings.kinds.map((found) => found.kind);
  assert.ok(kinds.length >= 1, JSON.stringify(kinds));

  const { answer: mended, sizes } = await intake(page, { Take: [options, ["sort", "keep_first"]] });
  assert.equal(mended.Taken.count, 5);
  assert.deepEqual(sizes, [40, 40, 40, 40, 40, 40, 5]);
  const [key, added] = await keep(page, mended.Taken);
  assert.deepEqual([key, added], [series("TEST", "1d", "file"), 5]);

  const { generation } = await storage(page);
  const again = await intake(page, { Take: [options, ["sort", "keep_first"]] });
  assert.equal((await keep(page, again.answer.Taken))[1], 0);
  assert.equal((await storage(page)).generation, generation);
  assert.equal((await list(page)).get("TEST 1d").bars, 5);
});

/** A Parquet file whose footer claims to be longer than all that is there. */
const lyingFooter = () => {
  const bytes = Buffer.alloc(64);
  bytes.write("PAR1", 0);
  bytes.writeUInt32LE(0x7fffffff, 56);
  bytes.write("PAR1", 60);
  return bytes;
};

for (const [name, bytes] of [
  ["a footer of two gigabytes", lyingFooter()],
  ["a thousand to one", gzipSync(Buffer.alloc(64 << 20, "1,"))],
  ["a million columns", `${"a,".repeat(1_000_000)}\n`],
  ["a cell of eight megabytes", `date,open,high,low,close,volume\n"${"x".repeat(8 << 20)}"`],
  ["no table at all", Buffer.from("SQLite format 3\0")],
]) {
  test(`${name} is refused within a second, and the app lives on`, async () => {
    const lab = await stage.ready("/");
    const { page } = lab;
    const before = await lab.hash();
    // The worker is there: what counts is how long the file takes it.
    await intake(page, { Open: ["warm.csv", OPTIONS] }, csv([1, 2]));
    const refused = await intake(page, { Open: ["hostile", OPTIONS] }, bytes).then(
      () => assert.fail("it was taken"),
      (error) => error,
    );
    assert.ok(["File", "FileStopped"].includes(refused.kind), refused.message);
    assert.ok(refused.took < REFUSED_MS, `refused after ${refused.took} ms`);
    assert.deepEqual([...(await list(page)).keys()], []);
    await lab.type("Breakout share k", "0.8");
    await lab.answered(before);
  });
}
