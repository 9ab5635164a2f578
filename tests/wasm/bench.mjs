// Times the work of `tests::speed` in WebAssembly, in one thread as in one worker of the page; sweeps are timed in a browser.
// usage: node bench.mjs tests.wasm
import { readFile } from "node:fs/promises";
import { Core } from "./core.mjs";
import { heading, labelled, median, row } from "./table.mjs";

const LEAST_GOES = 5;
const LEAST_MS = 700;

const module = await WebAssembly.compile(await readFile(process.argv[2]));
const count = (await Core.make(module)).count();
let late = 0;
heading("in wasm, one thread");
for (let index = 0; index < count; index += 1) {
  // A fresh one for each, since memory is never given back.
  const core = await Core.make(module);
  const work = labelled(core.label(index));
  // What workers share is timed in a browser, where they are.
  if (work.splits) continue;
  try {
    core.prepare(index);
  } catch (wrong) {
    console.error(`${work.name}: ${wrong.message}`);
    process.exit(1);
  }
  const times = [];
  const end = performance.now() + LEAST_MS;
  while (times.length < LEAST_GOES || performance.now() < end) {
    const start = performance.now();
    core.part(0, 1);
    times.push(performance.now() - start);
  }
  if (!row(work, median(times), core.bytes(), work.worker)) late += 1;
}
process.exit(late === 0 ? 0 : 1);
