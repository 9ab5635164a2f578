// A worker of the bench page: gets a piece of work ready, then does its part of it whenever it is asked.
import { Core } from "./core.mjs";

let core;
let share;

const jobs = {
  async ready({ module, index, part, of }) {
    core = await Core.make(module);
    core.prepare(index);
    share = [part, of];
    return core.label(index);
  },
  go: () => core.part(...share),
  bytes: () => core.bytes(),
};

addEventListener("message", async ({ data }) => {
  try {
    postMessage({ answer: await jobs[data.job](data) });
  } catch (wrong) {
    postMessage({ wrong: `${wrong.message ?? wrong}` });
  }
});
