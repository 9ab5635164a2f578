// Loads the page: checks the browser, starts the first compute worker beside the page's own wasm, registers the
// service worker, and says in words what is wrong when any of it fails.
import init from "{{asset:app.js}}";

const WORKER = "{{asset:worker_boot.js}}";
const LIBRARY = "{{asset:library_boot.js}}";

/** Whether this browser has the WebAssembly SIMD instructions the engine is compiled for. */
function hasSimd() {
  // The smallest module that uses a v128 constant.
  const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];
  return typeof WebAssembly === "object" && WebAssembly.validate(new Uint8Array(bytes));
}

/**
 * Starts a worker now and keeps what it says until the page listens: a message without a listener is lost, and the
 * page's own wasm may still be compiling.
 */
function startFirstWorker() {
  const inbox = [];
  const worker = new Worker(WORKER, { type: "module" });
  worker.onmessage = (event) => inbox.push(event.data);
  worker.onerror = (event) => {
    event.preventDefault();
    inbox.push(["failed", event.message || "the worker script could not be loaded"]);
  };
  return { worker, inbox };
}

/** Finds new versions, holds them back, and applies one when the page asks. */
function watchForUpdates() {
  const update = { ready: false, apply: () => location.reload() };
  if (!("serviceWorker" in navigator)) return update;
  const announce = () => {
    update.ready = true;
    dispatchEvent(new Event("backcast-update"));
  };
  const offer = (waiting) => {
    update.apply = () => waiting.postMessage("activate");
    announce();
  };
  let controlled = Boolean(navigator.serviceWorker.controller);
  let applying = false;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    // The first control ever is the same build taking care of this page; any later one is a new build.
    if (!controlled) {
      controlled = true;
    } else if (applying) {
      location.reload();
    } else {
      update.apply = () => location.reload();
      announce();
    }
  });
  const register = async () => {
    const registration = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
    const waiting = () => registration.waiting && navigator.serviceWorker.controller && offer(registration.waiting);
    waiting();
    registration.addEventListener("updatefound", () => {
      const arriving = registration.installing;
      arriving?.addEventListener("statechange", () => {
        if (arriving.state === "installed") waiting();
        // A worker that could not fill its cache ends without an error of its own.
        if (arriving.state === "redundant" && !registration.active) console.warn("offline use is off: not all files could be kept");
      });
    });
    // A tab left open for days should still hear of a new version.
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") registration.update().catch(() => {});
    });
  };
  // After the first result, so that precaching does not compete with it; some pages have none.
  let started = false;
  const start = () => {
    if (started) return;
    started = true;
    register().catch((error) => console.warn("offline use is off:", error));
  };
  addEventListener("backcast-first-result", start);
  addEventListener("backcast-worker-ready", () => setTimeout(start, 4000));
  return {
    get ready() {
      return update.ready;
    },
    apply() {
      applying = true;
      update.apply();
    },
  };
}

function fail(english, korean) {
  globalThis.backcastBootNote?.(english, korean);
}

if (!hasSimd()) {
  fail(
    "This browser is too old for Backcast: it needs WebAssembly SIMD (Chrome 91, Firefox 89 or Safari 16.4, or newer).",
    "이 브라우저는 너무 오래되었습니다. WebAssembly SIMD가 필요합니다(Chrome 91, Firefox 89, Safari 16.4 이상)."
  );
} else {
  globalThis.backcast = {
    build: "{{build}}",
    version: "{{version}}",
    commit: "{{commit}}",
    worker: WORKER,
    library: LIBRARY,
    first: startFirstWorker(),
    update: watchForUpdates(),
    charts: () => import("{{asset:echarts.js}}"),
  };
  init({ module_or_path: "{{asset:app.wasm}}" }).catch((error) => {
    console.error(error);
    fail(
      `Backcast could not be loaded: ${error.message ?? error}. Check the connection and reload.`,
      `Backcast를 불러오지 못했습니다: ${error.message ?? error}. 연결을 확인하고 새로고침하세요.`
    );
  });
}
