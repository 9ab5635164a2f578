// Times work in workers of a browser, from the question to the last answer; the data are there already.

class Hand {
  constructor() {
    this.worker = new Worker("/worker.mjs", { type: "module" });
  }

  ask(message) {
    return new Promise((answered, failed) => {
      this.worker.onmessage = ({ data }) => ("wrong" in data ? failed(new Error(data.wrong)) : answered(data.answer));
      this.worker.onerror = (error) => failed(new Error(error.message));
      this.worker.postMessage(message);
    });
  }
}

// Of what takes longer than this a few goes are enough: by then the answer is clear.
const LONG_MS = 2_000;
const FEW_GOES = 3;

const compiled = WebAssembly.compileStreaming(fetch("/tests.wasm"));

/** Times a piece of work in so many workers; answers with the times, what all counted, and the memory of all. */
globalThis.timed = async (index, of, goes) => {
  const hands = Array.from({ length: of }, () => new Hand());
  const all = (message) => Promise.all(hands.map((hand, part) => hand.ask({ ...message, part, of })));
  await all({ job: "ready", module: await compiled, index });
  const times = [];
  let counted;
  while (times.length < goes) {
    const start = performance.now();
    counted = await all({ job: "go" });
    const took = performance.now() - start;
    times.push(took);
    if (took > LONG_MS) goes = FEW_GOES;
  }
  const bytes = await all({ job: "bytes" });
  for (const hand of hands) hand.worker.terminate();
  const sum = (values) => values.reduce((whole, value) => whole + value, 0);
  return { times, counted: sum(counted), bytes: sum(bytes) };
};
