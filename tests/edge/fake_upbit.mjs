// A stand-in for Upbit's candle routes, as documented and as seen on the wire, with faults on demand.
import { once } from "node:events";
import { createServer } from "node:http";

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const UNITS = new Set([1, 3, 5, 10, 15, 30, 60, 240]);

/** The market trades from here … */
export const LISTED = Date.parse("2024-03-04T00:00:00Z");
/** … to here, exclusive … */
export const LAST = Date.parse("2024-03-04T12:00:00Z");
/** … but nobody trades in this stretch. */
export const HOLE = { from: Date.parse("2024-03-04T05:00:00Z"), to: Date.parse("2024-03-04T08:30:00Z") };

/** Opening times of a market's bars, oldest first. */
export function openTimes(length) {
  const times = [];
  const last = length >= DAY ? LISTED + 400 * length : LAST;
  for (let time = LISTED; time < last; time += length) {
    if (length < DAY && time >= HOLE.from && time < HOLE.to) continue;
    times.push(time);
  }
  return times;
}

/** The candle that opens at `time`: any fixed function will do, as long as it is a candle. */
export function candle(market, time) {
  const open = 1000 + ((time / MINUTE) % 997);
  const close = 1000 + (((time / MINUTE) * 7) % 991);
  const text = (ms) => new Date(ms).toISOString().slice(0, 19);
  return {
    market,
    candle_date_time_utc: text(time),
    candle_date_time_kst: text(time + 9 * 60 * MINUTE),
    opening_price: open,
    high_price: Math.max(open, close) + 0.5,
    low_price: Math.min(open, close) - 0.5,
    trade_price: close,
    timestamp: time + 31_415,
    candle_acc_trade_price: 123456.789,
    candle_acc_trade_volume: 3.53,
  };
}

function refuse(response, status, name, message, headers = {}) {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify({ error: { name, message } }));
}

function list(response, rows, headers = {}) {
  response.writeHead(200, {
    "content-type": "application/json;charset=UTF-8",
    "cache-control": "no-cache",
    "limit-by-ip": "Yes",
    "remaining-req": "group=candles; min=600; sec=9",
    ...headers,
  });
  response.end(JSON.stringify(rows));
}

/** Every way to go wrong; each gets the rows that would have been right. */
export const FAULTS = {
  html: (response) => response.writeHead(200, { "content-type": "text/html" }).end("<html><body>점검 중</body></html>"),
  truncated: (response, rows) => response.writeHead(200).end(JSON.stringify(rows).slice(0, -40)),
  cut(response, rows) {
    const body = JSON.stringify(rows);
    response.writeHead(200, { "content-length": body.length });
    response.write(body.slice(0, body.length / 2), () => response.destroy());
  },
  hang_up: (response) => response.destroy(),
  stall() {},
  stall_in_body: (response, rows) => response.writeHead(200).write(JSON.stringify(rows).slice(0, 100)),
  flood(response) {
    response.writeHead(200);
    let left = 20 << 20;
    const chunk = Buffer.alloc(64 << 10, "1");
    const pour = () => {
      while (left > 0) {
        left -= chunk.length;
        response.poured = (response.poured ?? 0) + chunk.length;
        if (!response.write(chunk)) return response.once("drain", pour);
      }
      response.end();
    };
    pour();
  },
  oldest_first: (response, rows) => list(response, rows.toReversed()),
  twice: (response, rows) => list(response, [rows[0], ...rows]),
  text_price: (response, rows) => list(response, rows.map((row) => ({ ...row, trade_price: String(row.trade_price) }))),
  no_volume: (response, rows) => list(response, rows.map(({ candle_acc_trade_volume, ...row }) => row)),
  other_market: (response, rows) => list(response, rows.map((row) => ({ ...row, market: "KRW-EVIL" }))),
  crossed: (response, rows) => list(response, rows.map((row) => ({ ...row, high_price: row.low_price }))),
  redirect: (response, _rows, fake) => response.writeHead(302, { location: `${fake.elsewhere}/v1/candles` }).end(),
  odd_budget: (response, rows) => list(response, rows, { "remaining-req": "<script>" }),
  status_400: (response) => refuse(response, 400, 400, "Missing request parameter error. Check the required parameters!"),
  status_429: (response) => refuse(response, 429, 429, "Too many API requests."),
  status_429_later: (response) => refuse(response, 429, 429, "Too many API requests.", { "retry-after": "17" }),
  status_418: (response) => refuse(response, 418, 418, "Too many requests. Blocked for 120 seconds."),
  status_418_silent: (response) => response.writeHead(418).end(),
  status_500: (response) => refuse(response, 500, "server_error", "Internal\u0000 <b>error</b>"),
  status_503_html: (response) => response.writeHead(503, { "content-type": "text/html" }).end("<html>503</html>"),
};

/** A running fake. `requests` holds everything it was asked, in order. */
export class FakeUpbit {
  requests = [];
  #servers = [];
  #faults = new Map();

  /** Starts the fake, and a second host that nobody must ever call. */
  static async start() {
    const fake = new FakeUpbit();
    fake.elsewhereRequests = [];
    const elsewhere = createServer((request, response) => {
      fake.elsewhereRequests.push(request.url);
      response.end("[]");
    });
    fake.elsewhere = await fake.#listen(elsewhere, 0);
    fake.origin = await fake.#listen(createServer((request, response) => fake.#answer(request, response)), 0);
    return fake;
  }

  get base() {
    return `${this.origin}/v1`;
  }

  /** From now on `market` is answered with a fault; `null` heals it. */
  fail(market, fault) {
    if (fault === null) this.#faults.delete(market);
    else this.#faults.set(market, FAULTS[fault]);
  }

  /** What was asked about one market. */
  asked(market) {
    return this.requests.filter((request) => request.query.get("market") === market);
  }

  /** Connections are refused until `revive`. */
  async die() {
    const server = this.#servers.pop();
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }

  async revive() {
    await this.#listen(createServer((request, response) => this.#answer(request, response)), new URL(this.origin).port);
  }

  async stop() {
    for (const server of this.#servers.splice(0)) {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    }
  }

  async #listen(server, port) {
    server.listen(Number(port), "127.0.0.1");
    await once(server, "listening");
    this.#servers.push(server);
    return `http://127.0.0.1:${server.address().port}`;
  }

  #answer(request, response) {
    const [path, rawQuery = ""] = request.url.split("?");
    const query = new URLSearchParams(rawQuery);
    this.requests.push({ method: request.method, url: request.url, headers: request.headers, query, response });

    const route = /^\/v1\/candles\/(?:minutes\/(\d+)|(days|weeks|months))$/.exec(path);
    if (!route || (route[1] && !UNITS.has(Number(route[1])))) {
      return refuse(response, 404, "not_found", "no Route matched with those values");
    }
    // The one thing every client of this exchange learns the hard way.
    if (/[:+ ]/.test(rawQuery)) return refuse(response, 400, 400, "Invalid parameter. Check the given value!");
    const market = query.get("market");
    if (!market) return refuse(response, 400, 400, "Missing request parameter error. Check the required parameters!");
    if (!market.startsWith("KRW-") || market === "KRW-NONE") return refuse(response, 404, 404, "Code not found");

    const rows = page(route, query, market);
    const fault = this.#faults.get(market);
    if (fault) return fault(response, rows, this);
    list(response, rows);
  }
}

function page(route, query, market) {
  const unit = route[1] && Number(route[1]);
  const length = unit ? unit * MINUTE : route[2] === "days" ? DAY : 7 * DAY;
  const times = route[2] === "months" ? months() : openTimes(length);
  const given = query.get("to");
  // No offset means UTC.
  const to = given ? Date.parse(/Z$|[+-]\d\d:\d\d$/.test(given) ? given : `${given}Z`) : Infinity;
  // More than 200 is cut in silence; nothing at all means one.
  const count = Math.min(Number(query.get("count") ?? 1), 200);
  return times
    .filter((time) => time < to)
    .slice(-count)
    .reverse()
    .map((time) => {
      const row = candle(market, time);
      if (unit) return { ...row, unit };
      if (route[2] === "days") return { ...row, prev_closing_price: 1000, change_price: 0, change_rate: 0 };
      return { ...row, first_day_of_period: row.candle_date_time_utc.slice(0, 10) };
    });
}

function months() {
  return Array.from({ length: 24 }, (_, month) => Date.UTC(2022, month, 1));
}
