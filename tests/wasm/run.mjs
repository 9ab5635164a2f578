// Runs the numeric and the golden cases in WebAssembly and compares each digest with the native one.
// usage: node run.mjs tests.wasm native.json
import { readFile } from "node:fs/promises";

const [wasmPath, nativePath] = process.argv.slice(2);
const module = await WebAssembly.compile(await readFile(wasmPath));
const { cases, goldens } = JSON.parse(await readFile(nativePath, "utf8"));
const foreign = WebAssembly.Module.imports(module);
if (foreign.length > 0) {
  console.error(`the numeric core must import nothing, but wants ${JSON.stringify(foreign)}`);
  process.exit(1);
}

const hand = (core, bytes) => {
  // Making room may grow the memory, which takes its old buffer away.
  const at = core.input(bytes.length);
  new Uint8Array(core.memory.buffer, at, bytes.length).set(bytes);
};
const data = await Promise.all(
  Object.entries(goldens.data).map(async ([name, path]) => Buffer.concat([Buffer.from(`${name}\n`), await readFile(path)])),
);
const fresh = async () => {
  const core = (await WebAssembly.instantiate(module)).exports;
  for (const file of data) {
    hand(core, file);
    core.keep_file();
  }
  return core;
};
let core = await fresh();
let passed = 0;
let failed = 0;
const fail = (name, why) => {
  failed += 1;
  console.log(`failed  ${name}: ${why}`);
};

// Runs one case and answers its name, or nothing when it trapped; a case that could not be read has no name of its own.
const check = async (label, run, nativeOf) => {
  try {
    const length = run();
    const bytes = new Uint8Array(core.memory.buffer, core.answer(), length);
    const [state, told, rest] = new TextDecoder().decode(bytes).split("\t");
    const name = told === "?" ? label : told;
    const native = nativeOf(name);
    if (state !== "ok") fail(name, rest);
    else if (native === undefined) fail(name, "natively there is no such case");
    else if (native !== rest) fail(name, `native ${native}, wasm ${rest}`);
    else passed += 1;
    return name;
  } catch (trap) {
    fail(label, trap);
    core = await fresh();
  }
};

const seen = new Set();
const count = core.case_count();
for (let index = 0; index < count; index += 1) {
  seen.add(await check(`case ${index}`, () => core.run_case(index), (name) => cases[name]));
}
for (const name of Object.keys(cases)) if (!seen.has(name)) fail(name, "did not run in wasm");

for (const [path, digest] of Object.entries(goldens.cases)) {
  const json = await readFile(path);
  const run = () => {
    hand(core, json);
    return core.run_golden();
  };
  await check(path, run, () => digest);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
