// Times the engine's work in Chromium: what can be split in two workers, the rest in one.
// usage: CHROME=… node browser.mjs tests.wasm
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { chromium } from "playwright-core";
import { Core } from "./core.mjs";
import { heading, labelled, median, row } from "./table.mjs";

const GOES = 5;
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];

const wasm = await readFile(process.argv[2]);
const script = async (name) => ["text/javascript", await readFile(new URL(name, import.meta.url))];
const files = {
  "/": ["text/html", '<!doctype html><title>bench</title><link rel="icon" href="data:,"><script type="module" src="/page.mjs"></script>'],
  "/tests.wasm": ["application/wasm", wasm],
  "/page.mjs": await script("page.mjs"),
  "/worker.mjs": await script("worker.mjs"),
  "/core.mjs": await script("core.mjs"),
};
const server = createServer(({ url }, answer) => {
  const [type, body] = files[url] ?? [];
  answer.writeHead(type ? 200 : 404, { "content-type": type ?? "text/plain" }).end(body);
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const browser = await chromium.launch({ executablePath: process.env.CHROME ?? "/usr/bin/chromium", args: FLAGS });
let late = 0;
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction(() => "timed" in globalThis);
  const core = await Core.make(await WebAssembly.compile(wasm));
  const timed = (index, workers) => page.evaluate(([index, workers, goes]) => globalThis.timed(index, workers, goes), [index, workers, GOES]);
  heading(`in Chromium ${browser.version()}`);
  for (let index = 0; index < core.count(); index += 1) {
    const work = labelled(core.label(index));
    if (work.splits) {
      const { times, bytes } = await timed(index, 2);
      if (!row({ ...work, name: `${work.name}, 2 workers` }, median(times), bytes, work.workers)) late += 1;
    } else if (work.unit === "bars" && work.worker !== undefined) {
      const { times, bytes } = await timed(index, 1);
      if (!row({ ...work, name: `${work.name}, 1 worker` }, median(times), bytes, work.worker)) late += 1;
    }
  }
} finally {
  await browser.close();
  server.close();
}
process.exit(late === 0 ? 0 : 1);
