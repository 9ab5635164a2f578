// The browser is killed in the middle of a download, again and again: each time the library opens within two seconds and has
// everything it had said to have kept. BACKCAST_KILLS says how often; a few times by default.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { chromium } from "playwright-core";
import { LISTED } from "../edge/fake_upbit.mjs";
import { ask, list, series, startWithExchanges } from "./library.mjs";

const KILLS = Number(process.env.BACKCAST_KILLS ?? 3);
const OPEN_MS = 2000;
const KEY = series("KRW-BTC", "1m");

let site;
let profile;
let running;
before(async () => {
  site = await startWithExchanges({ live: true });
  profile = mkdtempSync(join(tmpdir(), "backcast-kill-"));
});
after(async () => {
  // A browser that a failed round has left would keep this process alive.
  await running?.kill();
  await site?.stop();
  rmSync(profile, { recursive: true, force: true });
});

/** A browser with a disk of its own, and a way to end its process as a power cut would. */
async function start() {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROME ?? "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  });
  const gone = new Promise((resolve) => context.once("close", resolve));
  const page = await context.newPage();
  await page.goto(site.origin);
  await page.waitForFunction(() => "backcastLibrary" in globalThis);
  running = {
    page,
    async kill() {
      running = undefined;
      // The folder's name is in the command line of this browser's processes and of no others.
      execFileSync("pkill", ["-KILL", "-f", profile]);
      await gone;
    },
  };
  return running;
}

/** What the newest report says is kept, once it is more than before. */
async function kept(page, before) {
  const handle = await page.waitForFunction(
    (before) => {
      for (const event of globalThis.backcastLibrary.events.toReversed()) {
        const [download] = JSON.parse(event).Downloads ?? [];
        if (download?.kept_to > before) return download.kept_to;
      }
      return undefined;
    },
    before,
    { polling: 20, timeout: 60_000 },
  );
  return handle.jsonValue();
}

test(`after each of ${KILLS} kills the library is whole, opens at once and goes on`, { timeout: 60_000 * (KILLS + 2) }, async (t) => {
  let told = 0;
  const opened = [];
  for (let round = 0; round < KILLS; round += 1) {
    const { page, kill } = await start();
    if (round === 0) await ask(page, { Fetch: [{ key: KEY, span: { start: LISTED, end: Date.now() } }] });
    else await ask(page, "Series");
    told = await kept(page, told);
    // Somewhere inside the next stretch, never the same place.
    await pause(50 + ((round * 397) % 900));
    await kill();

    const again = await start();
    const since = performance.now();
    const row = (await list(again.page)).get("KRW-BTC 1m");
    const took = performance.now() - since;
    opened.push(took);
    assert.ok(row.span.end >= told, `round ${round}: ${row.span.end} is kept, ${told} was told`);
    assert.ok(took <= OPEN_MS, `round ${round}: opened after ${took} ms`);
    const { answer } = await ask(again.page, "Verify");
    assert.deepEqual(answer.Damage, [], `round ${round}`);
    told = Math.max(told, row.span.end);
    await again.kill();
  }
  opened.sort((a, b) => a - b);
  t.diagnostic(`${KILLS} kills; opened in ${opened[KILLS >> 1].toFixed(0)} ms, at most ${opened.at(-1).toFixed(0)} ms`);
});
