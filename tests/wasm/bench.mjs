// Times the work of `tests::speed` in WebAssembly, in one thread as in one worker of the page.
// usage: node bench.mjs tests.wasm
import { readFile } from "node:fs/promises";

const { instance } = await WebAssembly.instantiate(await readFile(process.argv[2]));
const core = instance.exports;
const text = (length) => new TextDecoder().decode(new Uint8Array(core.memory.buffer, core.answer(), length));

const count = core.work_count();
if (count === 0) {
  console.error(`nothing to time: ${text(core.work_error())}`);
  process.exit(1);
}
let late = 0;
console.log(`${"in wasm".padEnd(44)} ${"median".padStart(12)} ${"rate".padStart(20)}`);
for (let index = 0; index < count; index += 1) {
  const [name, units, unit, limit] = text(core.work_label(index)).split("\t");
  const times = [];
  const end = performance.now() + 1000;
  while (times.length < 5 || performance.now() < end) {
    const start = performance.now();
    core.work_run(index);
    times.push(performance.now() - start);
  }
  const median = times.sort((a, b) => a - b)[times.length >> 1];
  const rate = `${(Number(units) / median / 1e3).toFixed(1)} M ${unit}/s`;
  const over = limit !== "" && median > Number(limit);
  late += over ? 1 : 0;
  const told = limit === "" ? "" : `  ${over ? "OVER" : "within"} ${limit} ms`;
  console.log(`${name.padEnd(44)} ${`${median.toFixed(3)} ms`.padStart(12)} ${rate.padStart(20)}${told}`);
}
process.exit(late === 0 ? 0 : 1);
