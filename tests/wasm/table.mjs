// What the benches in wasm share: the middle of some times, and a row of the table.

/** The middle one. */
export const median = (times) => [...times].sort((a, b) => a - b)[times.length >> 1];

/** What a piece of work is called and may take. */
export function labelled(text) {
  const [name, units, unit, one, two, splits] = text.split("\t");
  const limit = (told) => (told === "" ? undefined : Number(told));
  return { name, units: Number(units), unit, worker: limit(one), workers: limit(two), splits: splits === "1" };
}

export const heading = (where) =>
  console.log(`${where.padEnd(40)} ${"median".padStart(12)} ${"rate".padStart(24)} ${"memory".padStart(9)}`);

/** Prints a row; answers whether the limit was kept. */
export function row({ name, units, unit }, time, bytes, limit) {
  const rate = `${(units / time / 1e3).toFixed(1)} M ${unit}/s`;
  const over = limit !== undefined && time > limit;
  const told = limit === undefined ? "" : `  ${over ? "OVER" : "within"} ${limit} ms`;
  const memory = `${Math.round(bytes / 2 ** 20)} MB`;
  console.log(`${name.padEnd(40)} ${`${time.toFixed(3)} ms`.padStart(12)} ${rate.padStart(24)} ${memory.padStart(9)}${told}`);
  return !over;
}
