// Asks so many times a second, on time whatever the answers, in a thread of its own: neither the exchanges nor the test slow it down.
import { Agent } from "node:http";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { ask } from "./edge.mjs";

/**
 * Asks for every path, `rate` of them a second, each from another address. Resolves with `{ answers, seconds, latest }`: an answer
 * `{ status, body, retryAfter, took }` for each path (status 0: none came), how long the asking took, and how late the latest went out.
 */
export function rush(origin, paths, rate) {
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { origin, paths, rate } });
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`the asking ended with ${code}`)));
  });
}

async function run({ origin, paths, rate }) {
  // As many connections as it takes: one that waits for another would not be asked in time.
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  const started = performance.now();
  const answers = [];
  let latest = 0;
  for (const [n, path] of paths.entries()) {
    const due = (n * 1_000) / rate;
    const early = due - (performance.now() - started);
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    const asked = performance.now();
    latest = Math.max(latest, asked - started - due);
    const headers = { "cf-connecting-ip": `198.51.100.${n % 250}` };
    const took = () => performance.now() - asked;
    answers.push(
      ask(origin, path, { headers, agent }).then(
        ({ status, headers, body }) => ({ status, body: status === 200 ? "" : body, retryAfter: headers["retry-after"], took: took() }),
        (error) => ({ status: 0, body: String(error), took: took() }),
      ),
    );
  }
  const seconds = (performance.now() - started) / 1_000;
  const all = await Promise.all(answers);
  agent.destroy();
  parentPort.postMessage({ answers: all, seconds, latest });
}

if (!isMainThread) await run(workerData);
