// A stand-in for Upbit's quotation routes, as documented and as seen on the wire.
import { Fake, Window, json } from "./fake.mjs";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 1_440 * MINUTE;
const UNITS = new Set([1, 3, 5, 10, 15, 30, 60, 240]);
const PER_SECOND = 10;
/** Calls beyond the budget that are forgiven before the address is blocked. */
const PATIENCE = 3;
const BAN_SECONDS = 120;

/** Every market trades from here … */
export const LISTED = Date.parse("2024-03-04T00:00:00Z");
/** … to here, exclusive, unless the fake is live … */
export const LAST = Date.parse("2024-03-04T12:00:00Z");
/** … but nobody trades in this stretch. */
export const HOLE = { from: Date.parse("2024-03-04T05:00:00Z"), to: Date.parse("2024-03-04T08:30:00Z") };

/** Markets that are listed; any other name in a listed quote currency still has candles. */
export const MARKETS = [
  ["KRW-BTC", "비트코인", "Bitcoin"],
  ["KRW-ETH", "이더리움", "Ethereum"],
  ["KRW-XRP", "리플", "XRP"],
  ["KRW-DOGE", "도지코인", "Dogecoin"],
  ["BTC-ETH", "이더리움", "Ethereum"],
  ["USDT-BTC", "비트코인", "Bitcoin"],
];

/** Opening times of a market's bars, oldest first; for a fake that isn't live. */
export function openTimes(length) {
  return [...opens(length, end(length, false), -Infinity)].toReversed();
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

/** A running fake. */
export class FakeUpbit extends Fake {
  /** One moving second for each group of routes. */
  windows = Object.fromEntries(
    ["market", "candles", "ticker", "orderbook"].map((group) => [group, new Window(PER_SECOND, SECOND)]),
  );
  #strikes = 0;
  #bannedUntil = 0;

  static FAULTS = {
    oldest_first: (response, rows, _fake, headers) => json(response, 200, rows.toReversed(), headers),
    twice: (response, rows, _fake, headers) => json(response, 200, [rows[0], ...rows], headers),
    text_price: altered((row) => ({ ...row, trade_price: String(row.trade_price) })),
    no_volume: altered(({ candle_acc_trade_volume, ...row }) => row),
    other_market: altered((row) => ({ ...row, market: "KRW-EVIL" })),
    crossed: altered((row) => ({ ...row, high_price: row.low_price })),
    odd_budget: (response, rows) => json(response, 200, rows, { "remaining-req": "<script>" }),
    spent: (response, rows) => json(response, 200, rows, { "remaining-req": "group=candles; min=600; sec=0" }),
    status_400: (response) => refuse(response, 400, 400, "Missing request parameter error. Check the required parameters!"),
    status_404: (response) => refuse(response, 404, 404, "Code not found"),
    status_429: (response) => refuse(response, 429, 429, "Too many API requests."),
    status_418: (response) => refuse(response, 418, 418, "Too many requests. Blocked for 120 seconds."),
    status_418_short: (response) => refuse(response, 418, 418, "Too many requests. Blocked for 3 seconds."),
    status_418_silent: (response) => response.writeHead(418).end(),
    status_500: (response) => refuse(response, 500, "server_error", "Internal\u0000 <b>error</b>"),
  };

  get base() {
    return `${this.origin}/v1`;
  }

  /** What was asked about one market. */
  asked(market) {
    return this.requests.filter(({ query }) => [query.get("market"), query.get("markets")].includes(market));
  }

  respond(asked, response) {
    const { path, rawQuery, query } = asked;
    const group = groupOf(path);
    if (!group) return refuse(response, 404, "not_found", "no Route matched with those values");
    const refused = this.#throttle(group, response);
    if (refused) return;
    const headers = {
      "cache-control": "no-cache",
      "limit-by-ip": "Yes",
      "remaining-req": `group=${group}; min=600; sec=${PER_SECOND - this.windows[group].used}`,
    };
    // The one thing every client of this exchange learns the hard way.
    if (/[:+ ]/.test(rawQuery)) return refuse(response, 400, 400, "Invalid parameter. Check the given value!");
    if (group === "market") {
      const detailed = query.get("is_details") === "true";
      const rows = MARKETS.map(([market, korean_name, english_name]) => ({
        market,
        korean_name,
        english_name,
        ...(detailed ? { market_event: eventOf(market) } : {}),
      }));
      return this.answer(response, ["markets"], rows, headers);
    }
    const names = (query.get("market") ?? query.get("markets") ?? "").split(",").filter(Boolean);
    if (names.length === 0) {
      return refuse(response, 400, 400, "Missing request parameter error. Check the required parameters!");
    }
    if (names.some((name) => !/^(KRW|BTC|USDT)-/.test(name) || name === "KRW-NONE")) {
      return refuse(response, 404, 404, "Code not found");
    }
    const subjects = [...names, group];
    if (group === "ticker") return this.answer(response, subjects, names.map(ticker), headers);
    if (group === "orderbook") {
      const depth = Number(query.get("count") ?? 30);
      return this.answer(response, subjects, names.map((name) => orderbook(name, depth)), headers);
    }
    const route = candleRoute(path);
    this.answer(response, subjects, this.#page(route, query, names[0]), headers);
  }

  /** Answers and returns true when the budget has no room. */
  #throttle(group, response) {
    const now = performance.now();
    if (now < this.#bannedUntil) {
      this.over += 1;
      refuse(response, 418, 418, `Too many requests. Blocked for ${Math.ceil((this.#bannedUntil - now) / SECOND)} seconds.`);
      return true;
    }
    if (this.windows[group].take()) {
      this.#strikes = 0;
      return false;
    }
    this.over += 1;
    this.#strikes += 1;
    if (this.#strikes > PATIENCE) {
      this.#bannedUntil = now + BAN_SECONDS * SECOND;
      refuse(response, 418, 418, `Too many requests. Blocked for ${BAN_SECONDS} seconds.`);
    } else {
      refuse(response, 429, 429, "Too many API requests.");
    }
    return true;
  }

  #page({ unit, length, months: monthly }, query, market) {
    const given = query.get("to");
    // No offset means UTC.
    const to = given ? Date.parse(/Z$|[+-]\d\d:\d\d$/.test(given) ? given : `${given}Z`) : Infinity;
    // More than 200 is cut in silence; nothing at all means one.
    const count = Math.min(Number(query.get("count") ?? 1), 200);
    const times = monthly ? months(this.live).filter((time) => time < to).toReversed() : opens(length, Math.min(to, end(length, this.live)), count);
    const rows = [];
    for (const time of times) {
      if (rows.length === count) break;
      const row = candle(market, time);
      if (unit) rows.push({ ...row, unit });
      else if (length === DAY) rows.push({ ...row, prev_closing_price: 1000, change_price: 0, change_rate: 0 });
      else if (length === SECOND) rows.push(row);
      else rows.push({ ...row, first_day_of_period: row.candle_date_time_utc.slice(0, 10) });
    }
    return rows;
  }
}

function groupOf(path) {
  if (path === "/v1/market/all") return "market";
  if (path === "/v1/ticker") return "ticker";
  if (path === "/v1/orderbook") return "orderbook";
  return candleRoute(path) && "candles";
}

function candleRoute(path) {
  const [, name, unit] = /^\/v1\/candles\/(minutes\/(\d+)|seconds|days|weeks|months)$/.exec(path) ?? [];
  if (unit) return UNITS.has(Number(unit)) ? { unit: Number(unit), length: Number(unit) * MINUTE } : undefined;
  return {
    seconds: { length: SECOND },
    days: { length: DAY },
    weeks: { length: 7 * DAY },
    months: { months: true },
  }[name];
}

function end(length, live) {
  if (live) return Date.now();
  return length >= DAY ? LISTED + 400 * length : LAST;
}

/** Newest first, below `before`. */
function* opens(length, before) {
  let time = LISTED + (Math.ceil((before - LISTED) / length) - 1) * length;
  for (; time >= LISTED; time -= length) {
    if (length >= DAY || time < HOLE.from || time >= HOLE.to) yield time;
  }
}

function months(live) {
  const all = Array.from({ length: 24 + (live ? 120 : 0) }, (_, month) => Date.UTC(2022, month, 1));
  return live ? all.filter((time) => time < Date.now()) : all;
}

function eventOf(market) {
  return {
    warning: market === "KRW-DOGE",
    caution: {
      PRICE_FLUCTUATIONS: false,
      TRADING_VOLUME_SOARING: market === "KRW-XRP",
      DEPOSIT_AMOUNT_SOARING: false,
      GLOBAL_PRICE_DIFFERENCES: false,
      CONCENTRATION_OF_SMALL_ACCOUNTS: false,
    },
  };
}

function ticker(market) {
  const at = Date.now();
  return {
    market,
    trade_date: "20261120",
    trade_time: "031512",
    trade_date_kst: "20261120",
    trade_time_kst: "121512",
    trade_timestamp: at,
    opening_price: 1000,
    high_price: 1100.5,
    low_price: 990,
    trade_price: 1050,
    prev_closing_price: 1000,
    change: "RISE",
    change_price: 50,
    change_rate: 0.05,
    signed_change_price: 50,
    signed_change_rate: 0.05,
    trade_volume: 0.00123,
    acc_trade_price: 5.1e10,
    acc_trade_price_24h: 2.3e11,
    acc_trade_volume: 352.1,
    acc_trade_volume_24h: 1590.4,
    highest_52_week_price: 2000,
    highest_52_week_date: "2025-10-09",
    lowest_52_week_price: 500,
    lowest_52_week_date: "2026-02-06",
    timestamp: at,
  };
}

function orderbook(market, depth) {
  const orderbook_units = Array.from({ length: depth }, (_, n) => ({
    ask_price: 1051 + n,
    bid_price: 1050 - n,
    ask_size: 0.5 + n,
    bid_size: 0.7 + n,
  }));
  const total = (side) => orderbook_units.reduce((sum, unit) => sum + unit[side], 0);
  return {
    market,
    timestamp: Date.now(),
    total_ask_size: total("ask_size"),
    total_bid_size: total("bid_size"),
    orderbook_units,
    level: 0,
  };
}

function altered(change) {
  return (response, rows, _fake, headers) => json(response, 200, rows.map(change), headers);
}

function refuse(response, status, name, message, headers = {}) {
  json(response, status, { error: { name, message } }, headers);
}
