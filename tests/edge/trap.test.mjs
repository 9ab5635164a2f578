// The wasm instance dies in one request: everyone waiting gets an answer and the next request a fresh instance.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startEdge } from "./edge.mjs";
import { FakeUpbit } from "./fake_upbit.mjs";

// A build with the feature `trap-route`; a shipped build has no way to die on request.
const build = process.env.BACKCAST_EDGE_TRAP_BUILD;
const skip = build ? false : "BACKCAST_EDGE_TRAP_BUILD names no build";

let upbit;
let edge;
before(async () => {
  if (skip) return;
  upbit = await FakeUpbit.start();
  edge = await startEdge({ upbit: upbit.base, build });
});
after(async () => {
  await edge?.stop();
  await upbit?.stop();
});

test("after a trap the next request passes, again and again", { skip }, async () => {
  for (let n = 0; n < 5; n += 1) {
    const trapped = await edge.get("/api/trap");
    assert.equal(trapped.status, 500);
    assert.equal(trapped.json().error.code, "edge_failed");
    assert.equal(trapped.headers["cache-control"], "no-store");
    assert.equal((await edge.get("/api/health")).status, 200);
    assert.equal((await edge.get("/api/v1/candles/upbit/KRW-BTC/1m?count=1")).status, 200);
  }
});

test("a request that waits while another traps is answered at once", { skip }, async () => {
  upbit.fail("KRW-WAIT", "stall");
  const waiting = edge.get("/api/v1/candles/upbit/KRW-WAIT/1m?count=1");
  while (upbit.asked("KRW-WAIT").length === 0) await edge.get("/api/health");
  const started = performance.now();
  await edge.get("/api/trap");
  const reply = await waiting;
  assert.equal(reply.status, 500);
  assert.equal(reply.json().error.code, "edge_failed");
  assert.ok(performance.now() - started < 2_000);
  assert.equal((await edge.get("/api/health")).status, 200);
});
