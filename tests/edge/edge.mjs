// Runs the built edge in a real workerd, started and stopped by the test that needs it.
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { FakeAlpaca } from "./fake_alpaca.mjs";
import { FakeBinance } from "./fake_binance.mjs";
import { FakeUpbit } from "./fake_upbit.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const START_LIMIT_MS = 120_000;

export const HEADERS_FILE = join(ROOT, "public/_headers");

/** The site that is served: a real build when there is one, else the smallest folder with the same shape. */
export function site(scratch) {
  if (process.env.BACKCAST_DIST) return { folder: process.env.BACKCAST_DIST, made: false };
  const folder = join(scratch, "dist");
  mkdirSync(join(folder, "assets"), { recursive: true });
  cpSync(HEADERS_FILE, join(folder, "_headers"));
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>Backcast</title><p>page</p>");
  writeFileSync(join(folder, "sw.js"), "// service worker");
  writeFileSync(join(folder, "manifest.webmanifest"), "{}");
  writeFileSync(join(folder, "assets/app-0123456789abcdef.js"), "// script");
  writeFileSync(join(folder, "assets/app-0123456789abcdef.wasm"), Buffer.from([0, 97, 115, 109, 1, 0, 0, 0]));
  return { folder, made: true };
}

/**
 * Starts a stand-in for every exchange and the edge in front of them: `{ edge, upbit, binance, alpaca, stop }`.
 * `live`: the exchanges trade up to this moment. Everything else goes to `startEdge`.
 */
export async function startEverything({ live = false, start = startEdge, ...options } = {}) {
  const fakes = [FakeUpbit, FakeBinance, FakeAlpaca].map((Fake) => Fake.start({ live }));
  const [upbit, binance, alpaca] = await Promise.all(fakes);
  const stopFakes = () => Promise.all([upbit, binance, alpaca].map((fake) => fake.stop()));
  try {
    const edge = await start({ upbit: upbit.base, binance: binance.base, alpaca: alpaca.base, ...options });
    return { edge, upbit, binance, alpaca, stop: () => edge.stop().finally(stopFakes) };
  } catch (error) {
    await stopFakes();
    throw error;
  }
}

/**
 * Starts the edge against exchanges at these addresses. `vars` are added to the configuration, `secrets` to the secret store;
 * `build` is another build's entry; `state` is a folder in which objects and cache outlive the edge.
 * Resolves when it answers; `stop` ends exactly what was started.
 */
export async function startEdge({ upbit, binance = upbit, alpaca = upbit, vars = {}, secrets = {}, build, state }) {
  const entry = build ?? join(ROOT, "functions/build/index.js");
  if (!existsSync(entry)) throw new Error(`${entry} is missing: build the edge first (cargo xtask build)`);
  const scratch = mkdtempSync(join(tmpdir(), "backcast-edge-"));
  const { folder, made } = site(scratch);
  const bases = { UPBIT_BASE: upbit, BINANCE_BASE: binance, ALPACA_BASE: alpaca, ALPACA_TRADING_BASE: alpaca };
  const all = { ...bases, UPSTREAM_TIMEOUT_MS: "5000", ...vars };
  const secretFile = join(scratch, "secrets.env");
  writeFileSync(secretFile, Object.entries(secrets).map(([name, value]) => `${name}="${value}"\n`).join(""));
  const child = spawn(
    process.execPath,
    [
      join(ROOT, "node_modules/wrangler/bin/wrangler.js"),
      "dev",
      ...(build ? [build] : []),
      ...["--config", join(ROOT, "functions/wrangler.toml"), "--assets", folder],
      ...["--ip", "127.0.0.1", "--port", "0", "--inspector-port", "0", "--persist-to", state ?? join(scratch, "state")],
      ...["--env-file", secretFile],
      ...["--show-interactive-dev-session", "false"],
      ...Object.entries(all).flatMap(([name, value]) => ["--var", `${name}:${value}`]),
    ],
    {
      cwd: ROOT,
      // Its own group, so that workerd goes with it.
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        CI: "1",
        NO_COLOR: "1",
        XDG_CONFIG_HOME: join(scratch, "config"),
        WRANGLER_SEND_METRICS: "false",
        CLOUDFLARE_CF_FETCH_ENABLED: "false",
      },
    },
  );
  const exited = new Promise((resolve) => child.once("exit", resolve));
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      process.kill(-child.pid, "SIGTERM");
      const late = setTimeout(() => process.kill(-child.pid, "SIGKILL"), 10_000);
      await exited;
      clearTimeout(late);
    }
    rmSync(scratch, { recursive: true, force: true });
  };
  let log = "";
  let late;
  const ready = new Promise((resolve, reject) => {
    late = setTimeout(() => reject(new Error(`the edge did not start:\n${log}`)), START_LIMIT_MS);
    const listen = (chunk) => {
      log += chunk;
      const line = /Ready on (http:\/\/127\.0\.0\.1:\d+)/.exec(log);
      if (line) resolve(line[1]);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    exited.then(() => reject(new Error(`the edge ended before it was ready:\n${log}`)));
  });
  let origin;
  try {
    origin = await ready;
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clearTimeout(late);
  }
  return {
    origin,
    folder,
    made,
    log: () => log,
    stop,
    get: (path, options) => ask(origin, path, options),
    raw: (text) => raw(origin, text),
  };
}

/**
 * The same Worker without what only a developer's machine has around it, for what is timed: no proxies, no files, and no limit
 * for an address, which is simulated with a database. Objects and cache live in memory.
 */
export async function startBareEdge({ upbit, binance = upbit, alpaca = upbit, vars = {}, secrets = {} }) {
  const { Miniflare, convertV4MiniflareOptions } = await import("miniflare");
  const { unstable_getMiniflareWorkerOptions: read } = await import("wrangler");
  const { main, workerOptions } = read(join(ROOT, "functions/wrangler.toml"));
  const { assets, bindings, modulesRules, ratelimits, ...options } = workerOptions;
  const others = readdirSync(dirname(main), { recursive: true })
    .map((name) => join(dirname(main), name))
    .filter((path) => /\.(js|wasm)$/.test(path) && path !== main);
  const bases = { UPBIT_BASE: upbit, BINANCE_BASE: binance, ALPACA_BASE: alpaca, ALPACA_TRADING_BASE: alpaca };
  const worker = {
    ...options,
    name: "backcast",
    rootPath: dirname(main),
    modulesRoot: dirname(main),
    modules: [main, ...others].map((path) => ({ type: path.endsWith(".wasm") ? "CompiledWasm" : "ESModule", path })),
    bindings: { ...bindings, ...bases, UPSTREAM_TIMEOUT_MS: "5000", ...vars, ...secrets },
  };
  const flare = new Miniflare(
    convertV4MiniflareOptions({ host: "127.0.0.1", port: 0, cf: false, workers: [worker] }),
  );
  const { origin } = await flare.ready;
  return { origin, stop: () => flare.dispose(), get: (path, options) => ask(origin, path, options) };
}

/** One request whose path goes out byte for byte: `fetch` would tidy it first. */
export function ask(origin, path, { method = "GET", headers = {}, agent = false } = {}) {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, path, method, headers, agent }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const body = Buffer.concat(chunks).toString();
        resolve({
          status: response.statusCode,
          headers: response.headers,
          body,
          json: () => JSON.parse(body),
        });
      });
    });
    request.on("error", reject);
    request.end();
  });
}

/** A request as plain bytes, for what no client library would send. Resolves with all that came back. */
export function raw(origin, text) {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.end(text));
    let reply = "";
    socket.on("data", (chunk) => (reply += chunk));
    socket.on("error", reject);
    socket.on("close", () => resolve(reply));
  });
}
