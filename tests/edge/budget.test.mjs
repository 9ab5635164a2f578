// The budget of an exchange holds whoever asks: counted by the stand-in, in moving windows, to the last call.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { startBareEdge, startEverything } from "./edge.mjs";
import { KEYS } from "./fake_alpaca.mjs";
import { LISTED } from "./fake_binance.mjs";
import { rush } from "./rush.mjs";

const MINUTE = 60_000;
const RATE = 300;
/** A minute for the whole test, ten seconds for every run. */
const SECONDS = Number(process.env.BACKCAST_RUSH_SECONDS ?? 10);
const SECRETS = { ALPACA_KEY_ID: KEYS.id, ALPACA_SECRET_KEY: KEYS.secret };

const candles = (venue, symbol, minutes = 5) =>
  `/api/v1/${venue}/candles/${symbol}/1m?from=${LISTED}&to=${LISTED + minutes * MINUTE}`;

async function within(options, body) {
  const world = await startEverything(options);
  try {
    await body(world);
  } finally {
    await world.stop();
  }
}

const percentile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

/** Everything that is asked in the rush: of ten, six are known already, the rest are new; three a second of the new ones fail. */
function questions({ upbit, binance }, warm) {
  const faults = ["status_500", "stall", "html", "cut", "hang_up"];
  return Array.from({ length: RATE * SECONDS }, (_, n) => {
    if (n % 10 < 6) return { kind: "cached", path: warm[n % 2] };
    const fault = faults[((n / 100) | 0) % faults.length];
    if (n % 10 === 9) {
      if (n % 100 === 99) binance.fail(`N${n}USDT`, fault);
      return { kind: "binance", path: candles("binance", `N${n}USDT`), failing: n % 100 === 99 };
    }
    if (n % 50 === 8) return { kind: "alpaca", path: `/api/v1/alpaca/candles/${letters(n)}/1d?from=${LISTED}&to=${LISTED + 8 * 1440 * MINUTE}` };
    if (n % 100 === 77) upbit.fail(`KRW-N${n}`, fault);
    return { kind: "upbit", path: candles("upbit", `KRW-N${n}`), failing: n % 100 === 77 };
  });
}

test(`${RATE} requests a second for ${SECONDS} s, with failures, never exceed a budget by one call`, { timeout: 60_000 + SECONDS * 20_000 }, async (t) => {
  const options = { start: startBareEdge, secrets: SECRETS };
  await within(options, async ({ edge, upbit, binance, alpaca }) => {
    const warm = ["upbit", "binance"].map((venue) => candles(venue, venue === "upbit" ? "KRW-WARM" : "WARMUSDT"));
    for (const path of warm) assert.equal((await edge.get(path)).status, 200);
    const asked = questions({ upbit, binance }, warm);
    const { answers, seconds, latest } = await rush(edge.origin, asked.map(({ path }) => path), RATE);
    const all = answers.map((answer, n) => ({ ...answer, ...asked[n] }));

    const fakes = { upbit, binance, alpaca };
    const row = (kind, calls) => {
      const ours = all.filter((one) => one.kind === kind);
      const of = (...statuses) => ours.filter(({ status }) => statuses.includes(status)).length;
      const told = `${of(200)} answered, ${of(429)} told when to come again, ${of(502, 504)} failed upstream, ${of(0)} lost`;
      const [lost] = ours.filter(({ status }) => status === 0);
      t.diagnostic(`${kind}: ${ours.length} asked, ${told}${lost ? ` (${lost.body})` : ""}${calls}`);
    };
    t.diagnostic(`${all.length} asked in ${seconds.toFixed(1)} s, the latest ${latest.toFixed(0)} ms late`);
    row("cached", "");
    for (const [name, fake] of Object.entries(fakes)) {
      const [window] = Object.values(fake.windows).toSorted((a, b) => b.most / b.limit - a.most / a.limit);
      row(name, `; ${fake.requests.length} calls, at most ${window.most} of ${window.limit} in a moving window of ${window.length / 1_000} s`);
    }
    const { requests } = upbit;
    const used = ((requests.length - 1) * 1_000) / (requests.at(-1).at - requests[0].at);
    t.diagnostic(`Upbit: ${used.toFixed(2)} of 10 calls a second`);
    const cached = all.filter(({ kind }) => kind === "cached").map(({ took }) => took).toSorted((a, b) => a - b);
    t.diagnostic(`cached under the rush: p50 ${percentile(cached, 0.5).toFixed(1)} ms, p95 ${percentile(cached, 0.95).toFixed(1)} ms`);

    assert.equal(all.length, RATE * SECONDS);
    // A machine that is busy with other things asks late: whoever wants the whole minute wants it on time.
    if (process.env.BACKCAST_RUSH_SECONDS) assert.ok(seconds <= SECONDS + 2, `all was asked within ${seconds} s`);
    for (const [name, fake] of Object.entries(fakes)) {
      assert.equal(fake.over, 0, `${name} was asked ${fake.over} times too often`);
      for (const [group, window] of Object.entries(fake.windows)) {
        assert.ok(window.most <= window.limit, `${name} ${group}: ${window.most} of ${window.limit}`);
      }
    }
    assert.ok([upbit, binance, alpaca].every((fake) => fake.requests.length > 10));
    for (const { kind, status, body, retryAfter, path } of all) {
      if (kind === "cached") assert.equal(status, 200, body);
      else assert.ok([200, 429, 502, 504].includes(status), `${path}: ${status} ${body}`);
      if (status === 429) {
        const told = JSON.parse(body).error.retry_after_s;
        assert.ok(told >= 1, body);
        assert.equal(retryAfter, String(told));
      }
    }
  });
});

test("a cached answer takes at most 50 ms in 95 of 100 cases", async (t) => {
  await within({ start: startBareEdge }, async ({ edge, upbit }) => {
    const path = candles("upbit", "KRW-BTC");
    assert.equal((await edge.get(path)).status, 200);
    const best = [];
    // The best of three rounds: other work on the machine is not what is measured.
    for (let round = 0; round < 3; round += 1) {
      const took = [];
      for (let n = 0; n < 60; n += 1) {
        const started = performance.now();
        assert.equal((await edge.get(path)).status, 200);
        took.push(performance.now() - started);
      }
      best.push(percentile(took.toSorted((a, b) => a - b), 0.95));
    }
    t.diagnostic(`p95 of three rounds: ${best.map((ms) => ms.toFixed(1)).join(", ")} ms`);
    assert.ok(Math.min(...best) <= 50, `${best} ms`);
    assert.equal(upbit.requests.length, 1);
  });
});

test("equal requests in flight are one call, and so are equal ones soon after", async () => {
  await within({}, async ({ edge, upbit, binance }) => {
    upbit.delay = 400;
    const paths = [
      candles("upbit", "KRW-SAME"),
      "/api/v1/upbit/ticker?symbols=KRW-BTC,KRW-ETH",
      "/api/v1/upbit/orderbook/KRW-BTC",
      "/api/v1/upbit/markets",
    ];
    const all = await Promise.all(paths.flatMap((path) => Array.from({ length: 20 }, () => edge.get(path))));
    assert.ok(all.every(({ status }) => status === 200));
    assert.equal(new Set(all.map(({ body }) => body)).size, paths.length);
    assert.equal(upbit.requests.length, paths.length);

    // Five pages, asked for twelve times at once.
    const long = candles("binance", "SAMEUSDT", 2_500);
    const streams = await Promise.all(Array.from({ length: 12 }, () => edge.get(long)));
    assert.equal(new Set(streams.map(({ body }) => body)).size, 1);
    assert.equal(binance.asked("SAMEUSDT").length, new Set(binance.asked("SAMEUSDT").map(({ url }) => url)).size);
  });
});

test("a slow exchange does not let more calls through at once", async () => {
  await within({}, async ({ edge, upbit }) => {
    upbit.delay = 700;
    const jobs = Array.from({ length: 60 }, (_, n) => edge.get(candles("upbit", `KRW-S${n}`)));
    const statuses = (await Promise.all(jobs)).map(({ status }) => status);
    assert.equal(upbit.over, 0);
    assert.ok(upbit.windows.candles.most <= 10);
    assert.ok(statuses.every((status) => status === 200 || status === 429), String(statuses));
    assert.ok(statuses.filter((status) => status === 200).length >= 40, String(statuses));
  });
});

test("told to wait, everything waits, with a little chance in it, and the call goes out again", async () => {
  await within({}, async ({ edge, upbit }) => {
    upbit.fail("KRW-TWICE", "status_429");
    const heard = edge.get(candles("upbit", "KRW-TWICE"));
    await upbit.heard(() => upbit.asked("KRW-TWICE").length >= 1);
    const beside = edge.get(candles("upbit", "KRW-BESIDE"));
    await upbit.heard(() => upbit.asked("KRW-TWICE").length >= 2);
    upbit.fail("KRW-TWICE", null);
    assert.equal((await heard).status, 200);
    assert.equal((await beside).status, 200);
    const [first, second] = upbit.asked("KRW-TWICE").map(({ at }) => at);
    assert.ok(second - first >= 990, `${second - first} ms`);
    assert.ok(upbit.asked("KRW-BESIDE")[0].at - first >= 990, "another market waits too");

    upbit.fail("KRW-ALWAYS", "status_429");
    const refused = await edge.get(candles("upbit", "KRW-ALWAYS"));
    assert.equal(refused.status, 429, refused.body);
    assert.equal(refused.json().error.code, "rate_limited");
    assert.ok(refused.json().error.retry_after_s >= 1);
    assert.equal(refused.headers["retry-after"], String(refused.json().error.retry_after_s));
    assert.equal(upbit.asked("KRW-ALWAYS").length, 3);
    const waits = upbit.asked("KRW-ALWAYS").map(({ at }) => at).map((at, n, all) => (n ? at - all[n - 1] : 0));
    assert.ok(waits[2] > 990 && waits[1] > 990, String(waits));
  });
});

test("a wait the exchange tells is kept", async () => {
  await within({}, async ({ edge, binance }) => {
    binance.fail("WAITUSDT", "status_429");
    const heard = edge.get(candles("binance", "WAITUSDT"));
    await binance.heard(() => binance.asked("WAITUSDT").length >= 1);
    binance.fail("WAITUSDT", null);
    assert.equal((await heard).status, 200);
    const [first, second] = binance.asked("WAITUSDT").map(({ at }) => at);
    assert.ok(second - first >= 1_990, `${second - first} ms, two seconds were told`);
  });
});

for (const [venue, banned, other] of [
  ["upbit", "KRW-BAN", "KRW-BTC"],
  ["binance", "BANUSDT", "BTCUSDT"],
]) {
  test(`${venue}: 418 stops every call until its time, also over a restart`, async () => {
    const state = mkdtempSync(join(tmpdir(), "backcast-ban-"));
    try {
      await within({ state }, async (world) => {
        const { edge } = world;
        const known = candles(venue, other, 7);
        assert.equal((await edge.get(known)).status, 200);
        world[venue].fail(banned, "status_418");
        const reply = await edge.get(candles(venue, banned));
        assert.equal(reply.status, 503, reply.body);
        assert.equal(reply.json().error.code, "banned");
        const before = world[venue].requests.length;
        const jobs = Array.from({ length: 30 }, (_, n) => edge.get(candles(venue, other, 20 + n)));
        for (const still of await Promise.all(jobs)) {
          assert.equal(still.status, 503, still.body);
          const { error } = still.json();
          assert.equal(error.code, "banned");
          assert.ok(error.retry_after_s > 60 && error.retry_after_s <= 121, still.body);
          assert.equal(still.headers["retry-after"], String(error.retry_after_s));
        }
        for (const path of [`/api/v1/${venue}/markets`, `/api/v1/${venue}/ticker?symbols=${other}`]) {
          assert.equal((await edge.get(path)).status, 503);
        }
        assert.equal(world[venue].requests.length, before, "the exchange heard nothing more");
        assert.equal((await edge.get(known)).status, 200, "what is known is still told");
        const elsewhere = venue === "upbit" ? candles("binance", "BTCUSDT") : candles("upbit", "KRW-BTC");
        assert.equal((await edge.get(elsewhere)).status, 200, "another exchange is another desk");
      });
      await within({ state }, async (world) => {
        const reply = await world.edge.get(candles(venue, other, 99));
        assert.equal(reply.status, 503, reply.body);
        assert.equal(reply.json().error.code, "banned");
        assert.deepEqual(world[venue].requests, []);
      });
    } finally {
      rmSync(state, { recursive: true, force: true });
    }
  });

  test(`${venue}: after the time of a ban calls go out again`, async () => {
    await within({}, async (world) => {
      world[venue].fail(banned, "status_418_short");
      assert.equal((await world.edge.get(candles(venue, banned))).status, 503);
      const [{ at }] = world[venue].asked(banned);
      let reply;
      let asked = 0;
      // One page of bars, so that the first answer is one call. Each time from another address: none may ask too often, however fast the machine.
      do reply = await world.edge.get(candles(venue, other, 100), { headers: { "cf-connecting-ip": addressOf(asked++) } });
      while (reply.status === 503);
      assert.equal(reply.status, 200, reply.body);
      assert.ok(world[venue].requests.at(-1).at - at >= 2_990, "three seconds were told");
      assert.equal(world[venue].asked(other).length, 1);
    });
  });
}

test("an address that asks too often is told when to come back, and others are served", async () => {
  await within({}, async ({ edge }) => {
    const path = candles("upbit", "KRW-BTC");
    const from = (address) => edge.get(path, { headers: { "cf-connecting-ip": address } });
    let refused;
    for (let n = 0; n < 2_000 && !refused; n += 20) {
      const replies = await Promise.all(Array.from({ length: 20 }, () => from("203.0.113.9")));
      refused = replies.find(({ status }) => status !== 200);
    }
    assert.equal(refused?.status, 429, refused?.body);
    const { error } = refused.json();
    assert.equal(error.code, "rate_limited");
    assert.equal(error.retry_after_s, 10);
    assert.equal(refused.headers["retry-after"], "10");
    assert.equal((await from("203.0.113.10")).status, 200);
  });
});

function addressOf(n) {
  return `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;
}

function letters(n) {
  return n.toString(26).replace(/./g, (digit) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[parseInt(digit, 26)]);
}
