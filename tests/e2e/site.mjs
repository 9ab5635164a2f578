// Serves a built site through the real workerd: one that stays, or one address whose build can be replaced.
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { startEdge, startEverything } from "../edge/edge.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
// Nobody listens there: no page of this suite asks an exchange for anything.
const NO_EXCHANGE = "http://127.0.0.1:9/v1";

/** What people get. */
export const SHIPPED = resolve(process.env.BACKCAST_DIST ?? join(ROOT, "dist"));
/** The same with jobs that fail on purpose; also the "other build" wherever two are needed. */
export const FAULTY = resolve(process.env.BACKCAST_TEST_SITE ?? join(ROOT, "target/site-test"));
/** Where the native program wrote its digests. */
export const NATIVE = resolve(process.env.BACKCAST_NATIVE_NUMBERS ?? join(ROOT, "target/numeric-native.json"));
/** Where pictures go. */
export const SHOTS = join(ROOT, "target/e2e/shots");
export const IMAGES = join(ROOT, "docs/images");

/** Starts a site; `origin` is its address and `stop` ends it. */
export async function startSite(folder = SHIPPED) {
  if (!existsSync(join(folder, "index.html"))) {
    throw new Error(`${folder} holds no site: build it first (cargo xtask build, cargo xtask build --test-build)`);
  }
  // Read before the first await, so starts that overlap don't meet.
  process.env.BACKCAST_DIST = folder;
  return startEdge({ upbit: NO_EXCHANGE });
}

/** The same with stand-ins for the exchanges behind it. */
export async function startMarket(folder = SHIPPED) {
  process.env.BACKCAST_DIST = folder;
  const all = await startEverything();
  return { ...all, origin: all.edge.origin };
}

/** One address in front of a site that can be replaced by another build, as a deploy does. */
export async function startFront(folder) {
  const running = new Map();
  const edge = async (folder) => running.get(folder) ?? running.set(folder, await startSite(folder)).get(folder);
  let current = await edge(folder);
  const server = createServer((asked, answer) => {
    const { hostname, port } = new URL(current.origin);
    const onward = request(
      { hostname, port, path: asked.url, method: asked.method, headers: asked.headers, agent: false },
      (reply) => {
        answer.writeHead(reply.statusCode, reply.headers);
        reply.pipe(answer);
      },
    );
    onward.on("error", () => answer.destroy());
    asked.pipe(onward);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    async deploy(next) {
      current = await edge(next);
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await Promise.all([...running.values()].map((site) => site.stop()));
    },
  };
}

/** The build id a site carries. */
export function buildOf(folder) {
  return /<meta name="build" content="([^"]+)"/.exec(readFileSync(join(folder, "index.html"), "utf8"))[1];
}

/** A copy of a site to damage. */
export class Copy {
  constructor(folder = SHIPPED) {
    this.folder = mkdtempSync(join(tmpdir(), "backcast-site-"));
    cpSync(folder, this.folder, { recursive: true });
  }

  /** The hashed file whose name begins so. */
  asset(stem, extension) {
    const shape = new RegExp(`^${stem}-[0-9a-f]+\\.${extension}$`);
    const name = readdirSync(join(this.folder, "assets")).find((name) => shape.test(name));
    if (!name) throw new Error(`no ${stem}-….${extension} in the site`);
    return join(this.folder, "assets", name);
  }

  lose(stem, extension) {
    rmSync(this.asset(stem, extension));
  }

  replace(stem, extension, from, to) {
    const path = this.asset(stem, extension);
    const text = readFileSync(path, "utf8");
    if (!text.includes(from)) throw new Error(`${path} does not say ${from}`);
    writeFileSync(path, text.replaceAll(from, to));
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
