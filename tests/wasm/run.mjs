// Runs the numeric cases in WebAssembly and compares each digest with the native one.
// usage: node run.mjs tests.wasm native.json
import { readFile } from "node:fs/promises";

const [wasmPath, nativePath] = process.argv.slice(2);
const module = await WebAssembly.compile(await readFile(wasmPath));
const native = JSON.parse(await readFile(nativePath, "utf8")).cases;
const foreign = WebAssembly.Module.imports(module);
if (foreign.length > 0) {
  console.error(`the numeric core must import nothing, but wants ${JSON.stringify(foreign)}`);
  process.exit(1);
}

const fresh = async () => (await WebAssembly.instantiate(module)).exports;
let core = await fresh();
let passed = 0;
let failed = 0;
const seen = new Set();
const fail = (name, why) => {
  failed += 1;
  console.log(`failed  ${name}: ${why}`);
};

const count = core.case_count();
for (let index = 0; index < count; index += 1) {
  try {
    const length = core.run_case(index);
    const bytes = new Uint8Array(core.memory.buffer, core.answer(), length);
    const [state, name, rest] = new TextDecoder().decode(bytes).split("\t");
    seen.add(name);
    if (state !== "ok") fail(name, rest);
    else if (native[name] === undefined) fail(name, "natively there is no such case");
    else if (native[name] !== rest) fail(name, `native ${native[name]}, wasm ${rest}`);
    else passed += 1;
  } catch (trap) {
    fail(`case ${index}`, trap);
    core = await fresh();
  }
}
for (const name of Object.keys(native)) if (!seen.has(name)) fail(name, "did not run in wasm");
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
