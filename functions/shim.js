// The worker's entry: makes the wasm instance, hands it requests, and outlives its traps.
import module from "./functions_bg.wasm";
import { fetch as answer, initSync } from "./functions.js";

initSync({ module });

// A trap in one request kills the instance for all that are waiting on it: each gets an answer instead of hanging.
const waiting = new Set();

addEventListener("error", (event) => {
  if (!(event.error instanceof WebAssembly.RuntimeError)) return;
  for (const fail of waiting) fail(event.error);
  waiting.clear();
});

function apology() {
  const error = { code: "edge_failed", message: "The edge function stopped while it answered. Please ask again." };
  return new Response(JSON.stringify({ error }), {
    status: 500,
    headers: {
      "content-type": "application/json",
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "x-content-type-options": "nosniff",
    },
  });
}

export default {
  async fetch(request, env, context) {
    const { promise: trapped, reject: fail } = Promise.withResolvers();
    waiting.add(fail);
    try {
      // The bindings make a fresh instance on the first call after a trap, so only this request is lost.
      return await Promise.race([answer(request, env, context), trapped]);
    } catch (error) {
      console.error("edge_failed", error);
      return apology();
    } finally {
      waiting.delete(fail);
    }
  },
};
