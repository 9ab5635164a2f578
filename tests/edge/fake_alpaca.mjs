// A stand-in for Alpaca's stock data and asset list, as documented: keys in headers, pages by token.
import { Fake, Window, json } from "./fake.mjs";

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const PER_MINUTE = 200;

/** Keys that are let in. */
export const KEYS = { id: "PKEDGETEST000000CANARY", secret: "canary+secret/0123456789abcdefABCDEF" };

/** Every symbol trades from here, a Monday … */
export const LISTED = Date.parse("2024-03-04T05:00:00Z");
/** … to here, exclusive, unless the fake is live. */
export const LAST = Date.parse("2024-03-16T04:00:00Z");

/** Symbols that are listed. */
export const ASSETS = [
  ["AAPL", "Apple Inc. Common Stock", true],
  ["MSFT", "Microsoft Corporation Common Stock", true],
  ["SPY", "SPDR S&P 500 ETF Trust", true],
  ["HALT", "Halted Inc.", false],
];

/** The bar that opens at `time`. */
export function bar(time) {
  const open = 150 + ((time / MINUTE) % 97) / 10;
  const close = 150 + (((time / MINUTE) * 7) % 91) / 10;
  return {
    t: new Date(time).toISOString().replace(".000Z", "Z"),
    o: open,
    h: Math.max(open, close) + 0.05,
    l: Math.min(open, close) - 0.05,
    c: close,
    v: 12_345,
    n: 321,
    vw: (open + close) / 2,
  };
}

/** A running fake. */
export class FakeAlpaca extends Fake {
  windows = { account: new Window(PER_MINUTE, MINUTE) };

  static FAULTS = {
    newest_first: altered((bars) => bars.toReversed()),
    twice: altered((bars) => [bars[0], ...bars]),
    text_price: altered((bars) => bars.map((row) => ({ ...row, c: String(row.c) }))),
    no_time: altered((bars) => bars.map(({ t, ...row }) => row)),
    crossed: altered((bars) => bars.map((row) => ({ ...row, h: row.l }))),
    status_403: (response) => refuse(response, 403, "subscription does not permit querying recent SIP data"),
    status_422: (response) => refuse(response, 422, "invalid timeframe"),
    status_429: (response) =>
      refuse(response, 429, "too many requests.", {
        "x-ratelimit-limit": String(PER_MINUTE),
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset": String(Math.ceil(Date.now() / 1_000) + 2),
      }),
    status_500: (response) => refuse(response, 500, "internal server error occurred"),
  };

  get base() {
    return this.origin;
  }

  /** What was asked about one symbol. */
  asked(symbol) {
    return this.requests.filter(
      ({ path, query }) => path.split("/").includes(symbol) || (query.get("symbols") ?? "").split(",").includes(symbol),
    );
  }

  respond({ path, query, headers: given }, response) {
    if (given["apca-api-key-id"] !== KEYS.id || given["apca-api-secret-key"] !== KEYS.secret) {
      return refuse(response, 401, "unauthorized.");
    }
    const { account: window } = this.windows;
    const fitted = window.take();
    const headers = {
      "x-request-id": "b1946ac92492d2347c6235b4d2611184",
      "x-ratelimit-limit": String(PER_MINUTE),
      "x-ratelimit-remaining": String(Math.max(0, PER_MINUTE - window.used)),
      "x-ratelimit-reset": String(Math.ceil(Date.now() / 1_000) + 60),
    };
    if (!fitted) {
      this.over += 1;
      return refuse(response, 429, "too many requests.", headers);
    }
    if (path === "/v2/assets") return this.answer(response, ["assets"], assets(query), headers);
    if (path === "/v2/calendar") return this.answer(response, ["calendar"], [], headers);
    const [, one, rest] = /^\/v2\/stocks\/(?:([A-Z.]+)\/)?(bars|snapshot|snapshots|quotes\/latest)$/.exec(path) ?? [];
    if (!rest) return refuse(response, 404, "endpoint not found.");
    const symbols = one ? [one] : (query.get("symbols") ?? "").split(",").filter(Boolean);
    if (symbols.length === 0) return refuse(response, 400, "symbols is required");
    const unknown = symbols.find((symbol) => symbol.startsWith("NONE"));
    if (unknown) return refuse(response, 400, `invalid symbol: ${unknown}`);
    const subjects = [...symbols, rest];
    if (rest === "bars") return this.#bars(one, symbols, subjects, query, response, headers);
    const of = rest.startsWith("snapshot") ? snapshot : quote;
    const all = Object.fromEntries(symbols.map((symbol) => [symbol, of(symbol)]));
    const body = rest.startsWith("snapshot") ? all : one ? { symbol: one, quote: all[one] } : { quotes: all };
    this.answer(response, subjects, one && rest === "snapshot" ? { symbol: one, ...all[one] } : body, headers);
  }

  #bars(one, symbols, subjects, query, response, headers) {
    const length = lengthOf(query.get("timeframe") ?? "");
    if (!length) return refuse(response, 400, "invalid timeframe");
    const limit = Number(query.get("limit") ?? 1_000);
    if (!(limit >= 1 && limit <= 10_000)) return refuse(response, 400, "invalid limit");
    const [start, end] = [time(query.get("start")) ?? 0, time(query.get("end")) ?? Date.now()];
    if (Number.isNaN(start) || Number.isNaN(end)) return refuse(response, 400, "invalid start or end");
    if ((query.get("feed") ?? "sip") === "sip" && end > Date.now() - 15 * MINUTE) {
      return refuse(response, 403, "subscription does not permit querying recent SIP data");
    }
    const last = Math.min(end, (this.live ? Date.now() : LAST) - 1);
    const token = query.get("page_token");
    const first = token ? Number(Buffer.from(token, "base64").toString()) : start;
    const bars = [];
    let next = null;
    for (const open of opens(length, first, last)) {
      if (bars.length === limit) {
        next = Buffer.from(String(open)).toString("base64");
        break;
      }
      bars.push(bar(open));
    }
    const body = one
      ? { bars, symbol: one, next_page_token: next, currency: "USD" }
      : { bars: { [symbols[0]]: bars }, next_page_token: next, currency: "USD" };
    this.answer(response, subjects, body, headers);
  }
}

function time(text) {
  return text === null ? undefined : Date.parse(text);
}

function lengthOf(timeframe) {
  const [, count, unit] = /^(\d+)(Min|T|Hour|H|Day|D|Week|W|Month|M)$/.exec(timeframe) ?? [];
  if (!unit) return undefined;
  const length = { M: MINUTE, T: MINUTE, H: 60 * MINUTE, D: DAY, W: 7 * DAY }[unit[0]];
  return Number(count) * (unit.startsWith("Mo") || unit === "M" ? 31 * DAY : length);
}

/** Opening times in the regular session, oldest first; a day opens at midnight in New York. */
function* opens(length, first, last) {
  const from = Math.max(first, LISTED);
  for (let day = Math.floor(from / DAY) * DAY - DAY; day <= last; day += DAY) {
    const weekday = new Date(day).getUTCDay();
    const offset = newYorkOffset(day);
    if (length >= 7 * DAY) {
      const begins = length === 7 * DAY ? weekday === 1 : new Date(day).getUTCDate() === 1;
      if (begins && day + offset >= from && day + offset <= last) yield day + offset;
      continue;
    }
    if (weekday === 0 || weekday === 6) continue;
    if (length === DAY) {
      if (day + offset >= from && day + offset <= last) yield day + offset;
      continue;
    }
    const [opening, closing] = [day + offset + 570 * MINUTE, day + offset + 960 * MINUTE];
    for (let open = Math.floor(opening / length) * length; open < closing; open += length) {
      if (open >= from && open <= last) yield open;
    }
  }
}

/** How long after midnight UTC New York's midnight comes: five hours, four in summer. */
function newYorkOffset(day) {
  const year = new Date(day).getUTCFullYear();
  const sunday = (month, n) => {
    const firstDay = new Date(Date.UTC(year, month, 1)).getUTCDay();
    return Date.UTC(year, month, 1 + ((7 - firstDay) % 7) + 7 * (n - 1));
  };
  const summer = day > sunday(2, 2) && day <= sunday(10, 1);
  return (summer ? 4 : 5) * 60 * MINUTE;
}

function assets(query) {
  return ASSETS.map(([symbol, name, tradable], n) => ({
    id: `00000000-0000-0000-0000-00000000000${n}`,
    class: query.get("asset_class") ?? "us_equity",
    exchange: "NASDAQ",
    symbol,
    name,
    status: "active",
    tradable,
    marginable: true,
    maintenance_margin_requirement: 30,
    shortable: true,
    easy_to_borrow: true,
    fractionable: true,
    attributes: [],
  }));
}

function quote() {
  return { t: new Date().toISOString(), ax: "V", ap: 150.1, as: 2, bx: "V", bp: 150, bs: 1, c: ["R"], z: "C" };
}

function snapshot() {
  const now = new Date().toISOString();
  const day = (c) => ({ t: "2026-11-19T05:00:00Z", o: 149, h: 151, l: 148, c, v: 1_000_000, n: 9_999, vw: 150 });
  return {
    latestTrade: { t: now, x: "V", p: 150.05, s: 100, c: ["@"], i: 1, z: "C" },
    latestQuote: quote(),
    minuteBar: { ...day(150), t: now },
    dailyBar: day(150.05),
    prevDailyBar: day(148),
  };
}

/** Changes only the bars of an answer. */
function altered(change) {
  return (response, body, _fake, headers) => {
    const bars = Array.isArray(body.bars)
      ? change(body.bars)
      : Object.fromEntries(Object.entries(body.bars).map(([symbol, rows]) => [symbol, change(rows)]));
    json(response, 200, { ...body, bars }, headers);
  };
}

function refuse(response, status, message, headers = {}) {
  json(response, status, { message }, headers);
}
