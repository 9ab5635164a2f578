// The worker's entry: makes the wasm instance, hands it requests, and outlives its traps.
import module from "./functions_bg.wasm";
import { Desk as Inside, fetch as answer, initSync } from "./functions.js";

initSync({ module });

// A trap in one request kills the instance for all that are waiting on it: each gets an answer instead of hanging.
const waiting = new Set();
// Counts instances: what was made in an earlier one is gone.
let life = 0;

addEventListener("error", (event) => {
  if (event.error instanceof WebAssembly.RuntimeError) trapped(event.error);
});

function trapped(error) {
  life += 1;
  for (const fail of waiting) fail(error);
  waiting.clear();
}

/** What `work` resolves to, or an apology at once when the instance traps meanwhile. */
async function surviving(work) {
  const { promise, reject: fail } = Promise.withResolvers();
  waiting.add(fail);
  try {
    // The bindings make a fresh instance on the first call after a trap, so only this request is lost.
    return await Promise.race([work(), promise]);
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError && waiting.has(fail)) trapped(error);
    console.error("edge_failed", error);
    return apology();
  } finally {
    waiting.delete(fail);
  }
}

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

/** The same response, whose body breaks off when the instance that writes it traps, instead of never ending. */
function breakable(response) {
  if (response.body === null || response.headers.has("content-length")) return response;
  const { promise, reject: fail } = Promise.withResolvers();
  promise.catch(() => {});
  waiting.add(fail);
  const reader = response.body.getReader();
  const body = new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await Promise.race([reader.read(), promise]);
          if (!done) return controller.enqueue(value);
          controller.close();
        } catch (error) {
          controller.error(error);
        }
        waiting.delete(fail);
      },
      cancel(reason) {
        waiting.delete(fail);
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, response);
}

/** The durable object: one for each exchange. What must outlive a trap is in its storage, not in here. */
export class Desk {
  #state;
  #env;
  #inside;
  #born = -1;

  constructor(state, env) {
    this.#state = state;
    this.#env = env;
  }

  async fetch(request) {
    const response = await surviving(() => {
      if (this.#born !== life) {
        this.#inside = new Inside(this.#state, this.#env);
        this.#born = life;
      }
      return this.#inside.fetch(request);
    });
    return breakable(response);
  }
}

export default {
  fetch: (request, env, context) => surviving(() => answer(request, env, context)),
};
