// What every stand-in for an exchange has: a server, a memory of what it was asked, faults on demand, a strict count.
import { once } from "node:events";
import { createServer } from "node:http";

const FLOOD = 64 << 20;

/** Calls of a moving window, each with its weight: stricter than any exchange's clock-bound window. */
export class Window {
  #log = [];
  #used = 0;
  /** The fullest this window ever was. */
  most = 0;

  constructor(limit, length) {
    this.limit = limit;
    this.length = length;
  }

  /** Notes a call and says whether it still fitted. */
  take(weight = 1, now = performance.now()) {
    while (this.#log.length > 0 && this.#log[0].at <= now - this.length) this.#used -= this.#log.shift().weight;
    this.#log.push({ at: now, weight });
    this.#used += weight;
    this.most = Math.max(this.most, this.#used);
    return this.#used <= this.limit;
  }

  get used() {
    return this.#used;
  }
}

/** Ways to go wrong that any server has. Each gets the body that would have been right. */
export const FAULTS = {
  html: (response) => response.writeHead(200, { "content-type": "text/html" }).end("<html><body>점검 중</body></html>"),
  truncated: (response, body) => response.writeHead(200).end(JSON.stringify(body).slice(0, -2)),
  cut(response, body) {
    const text = JSON.stringify(body);
    response.writeHead(200, { "content-length": Buffer.byteLength(text) });
    response.write(text.slice(0, text.length / 2), () => response.destroy());
  },
  hang_up: (response) => response.destroy(),
  stall: () => {},
  stall_in_body(response, body) {
    response.writeHead(200);
    response.write(JSON.stringify(body).slice(0, 50));
  },
  flood(response) {
    response.writeHead(200);
    const chunk = Buffer.alloc(64 << 10, "1");
    const pour = () => {
      while (!response.destroyed && (response.poured ?? 0) < FLOOD) {
        response.poured = (response.poured ?? 0) + chunk.length;
        if (!response.write(chunk)) return response.once("drain", pour);
      }
      response.end();
    };
    pour();
  },
  redirect: (response, _body, fake) => response.writeHead(302, { location: `${fake.elsewhere}/v1/candles` }).end(),
  empty: (response) => response.writeHead(200).end(),
  null: (response) => response.writeHead(200).end("null"),
  deep: (response) => response.writeHead(200).end("[".repeat(20_000)),
  status_503_html: (response) => response.writeHead(503, { "content-type": "text/html" }).end("<html>503</html>"),
};

/** A running fake. `requests` holds everything it was asked, in order. */
export class Fake {
  requests = [];
  elsewhereRequests = [];
  /** How many calls came that the budget had no room for. */
  over = 0;
  /** How long every answer takes. */
  delay = 0;
  #servers = [];
  #faults = new Map();

  /** Starts the fake, and a second host that nobody must ever call. `live`: its markets trade up to this moment. */
  static async start({ live = false } = {}) {
    const fake = new this();
    fake.live = live;
    const elsewhere = createServer((request, response) => {
      fake.elsewhereRequests.push(request.url);
      response.end("[]");
    });
    fake.elsewhere = await fake.#listen(elsewhere, 0);
    fake.origin = await fake.#listen(fake.#server(), 0);
    return fake;
  }

  /** From now on `subject` (a symbol, or a route's name) is answered with a fault, by its name or its own; `null` heals it. */
  fail(subject, fault) {
    if (fault === null) return void this.#faults.delete(subject);
    const known = typeof fault === "function" ? fault : { ...FAULTS, ...this.constructor.FAULTS }[fault];
    if (!known) throw new Error(`no such fault: ${fault}`);
    this.#faults.set(subject, known);
  }

  /** Forgets all that was asked. */
  forget() {
    this.requests.length = 0;
  }

  /** Connections are refused until `revive`. */
  async die() {
    const server = this.#servers.pop();
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }

  async revive() {
    await this.#listen(this.#server(), new URL(this.origin).port);
  }

  async stop() {
    for (const server of this.#servers.splice(0)) {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    }
  }

  /** Resolves as soon as `done(requests)` is true. */
  async heard(done) {
    while (!done(this.requests)) await new Promise((resolve) => this.waiting.push(resolve));
  }
  waiting = [];

  /** Sends `body`, or what the fault of one of the `subjects` makes of it. */
  answer(response, subjects, body, headers = {}) {
    const broken = subjects.map((subject) => this.#faults.get(subject)).find(Boolean);
    const send = () => {
      if (broken) return broken(response, body, this, headers);
      json(response, 200, body, headers);
    };
    if (this.delay > 0) setTimeout(send, this.delay);
    else send();
  }

  #server() {
    const server = createServer((request, response) => {
      const [path, rawQuery = ""] = request.url.split("?");
      const asked = {
        method: request.method,
        url: request.url,
        path,
        rawQuery,
        query: new URLSearchParams(rawQuery),
        headers: request.headers,
        at: performance.now(),
        response,
      };
      this.requests.push(asked);
      this.respond(asked, response);
      for (const resolve of this.waiting.splice(0)) resolve();
    });
    server.keepAliveTimeout = 60_000;
    return server;
  }

  async #listen(server, port) {
    server.listen(Number(port), "127.0.0.1");
    await once(server, "listening");
    this.#servers.push(server);
    return `http://127.0.0.1:${server.address().port}`;
  }
}

/** An answer as JSON. */
export function json(response, status, body, headers = {}) {
  response.writeHead(status, { "content-type": "application/json;charset=UTF-8", ...headers });
  response.end(JSON.stringify(body));
}
