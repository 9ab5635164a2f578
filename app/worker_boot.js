// Starts the compute wasm inside a worker. What goes wrong here is told to the page, which cannot see a rejected
// promise in another thread.
import init from "{{asset:worker.js}}";

globalThis.BACKCAST_BUILD = "{{build}}";

try {
  await init({ module_or_path: "{{asset:worker.wasm}}" });
} catch (error) {
  postMessage(["failed", String(error?.message ?? error)]);
}
