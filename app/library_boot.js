// Starts the library's wasm inside a worker. What goes wrong here is told to the page, which cannot see a rejected
// promise in another thread.
import init from "{{asset:library.js}}";

globalThis.BACKCAST_BUILD = "{{build}}";

// Work goes on in promises: a trap in one of them ends nothing by itself, and the page would wait forever.
addEventListener("unhandledrejection", (event) => {
  postMessage(["failed", String(event.reason?.message ?? event.reason)]);
});

try {
  await init({ module_or_path: "{{asset:library.wasm}}" });
} catch (error) {
  postMessage(["failed", String(error?.message ?? error)]);
}
