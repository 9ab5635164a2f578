// A stand-in for Binance's public market data, as documented: weights, strings for numbers, oldest first.
import { Fake, Window, json } from "./fake.mjs";

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const LENGTHS = {
  "1s": 1_000,
  "1m": MINUTE,
  "3m": 3 * MINUTE,
  "5m": 5 * MINUTE,
  "15m": 15 * MINUTE,
  "30m": 30 * MINUTE,
  "1h": 60 * MINUTE,
  "2h": 120 * MINUTE,
  "4h": 240 * MINUTE,
  "6h": 360 * MINUTE,
  "8h": 480 * MINUTE,
  "12h": 720 * MINUTE,
  "1d": DAY,
  "3d": 3 * DAY,
  "1w": 7 * DAY,
};
const WEIGHT_PER_MINUTE = 6_000;
const BAN_SECONDS = 120;

/** Every symbol trades from here, a Monday … */
export const LISTED = Date.parse("2024-03-04T00:00:00Z");
/** … to here, exclusive, unless the fake is live. */
export const LAST = Date.parse("2024-03-06T00:00:00Z");

/** Symbols that are listed: base, quote, status. */
export const SYMBOLS = [
  ["BTC", "USDT", "TRADING"],
  ["ETH", "USDT", "TRADING"],
  ["XRP", "USDT", "TRADING"],
  ["ETH", "BTC", "TRADING"],
  ["LUNA", "USDT", "BREAK"],
];

/** Row of the bar that opens at `time`. */
export function kline(time, length) {
  const open = 20_000 + ((time / MINUTE) % 997);
  const close = 20_000 + (((time / MINUTE) * 7) % 991);
  const text = (price) => price.toFixed(8);
  return [
    time,
    text(open),
    text(Math.max(open, close) + 0.5),
    text(Math.min(open, close) - 0.5),
    text(close),
    "123.45600000",
    time + length - 1,
    "12100000.12000000",
    45_678,
    "60.10000000",
    "5890000.10000000",
    "0",
  ];
}

/** A running fake. */
export class FakeBinance extends Fake {
  windows = { weight: new Window(WEIGHT_PER_MINUTE, MINUTE) };
  #bannedUntil = 0;
  #throttled = false;

  static FAULTS = {
    newest_first: (response, rows, _fake, headers) => json(response, 200, rows.toReversed(), headers),
    twice: (response, rows, _fake, headers) => json(response, 200, [rows[0], ...rows], headers),
    number_price: altered((row) => row.with(1, Number(row[1]))),
    short_row: altered((row) => row.slice(0, 4)),
    crossed: altered((row) => row.with(2, row[3])),
    micro: altered((row) => row.with(0, row[0] * 1_000)),
    status_400: (response) => refuse(response, 400, -1120, "Invalid interval."),
    status_403: (response) => response.writeHead(403, { "content-type": "text/html" }).end("<html>403 Forbidden</html>"),
    status_429: (response) => refuse(response, 429, -1003, "Too much request weight used.", { "retry-after": "2" }),
    status_418: (response) =>
      refuse(response, 418, -1003, "Way too much request weight used; IP banned.", { "retry-after": "120" }),
    status_418_short: (response) => refuse(response, 418, -1003, "Way too much request weight used; IP banned.", { "retry-after": "3" }),
    status_451: (response) =>
      json(response, 451, { code: 0, msg: "Service unavailable from a restricted location according to 'b. Eligibility'." }),
    status_500: (response) => refuse(response, 500, -1000, "An unknown error occurred while processing the request."),
  };

  get base() {
    return this.origin;
  }

  /** What was asked about one symbol. */
  asked(symbol) {
    return this.requests.filter(({ query }) => query.get("symbol") === symbol);
  }

  respond({ path, query }, response) {
    const route = path.startsWith("/api/v3/") ? path.slice("/api/v3/".length) : undefined;
    const weigh = WEIGHTS[route];
    if (!weigh) return response.writeHead(404, { "content-type": "text/html" }).end("<html>404</html>");
    const now = performance.now();
    if (now < this.#bannedUntil) {
      this.over += 1;
      const left = String(Math.ceil((this.#bannedUntil - now) / 1_000));
      return refuse(response, 418, -1003, "Way too much request weight used; IP banned.", { "retry-after": left });
    }
    const { weight: window } = this.windows;
    const fitted = window.take(weigh(query), now);
    const headers = { "x-mbx-used-weight": String(window.used), "x-mbx-used-weight-1m": String(window.used) };
    if (!fitted) {
      this.over += 1;
      if (this.#throttled) this.#bannedUntil = now + BAN_SECONDS * 1_000;
      this.#throttled = true;
      return refuse(response, 429, -1003, "Too much request weight used.", { "retry-after": "60", ...headers });
    }
    this.#throttled = false;
    const symbol = query.get("symbol");
    if (symbol !== null && !/^[A-Z0-9]{1,20}$/.test(symbol)) {
      return refuse(response, 400, -1100, "Illegal characters found in parameter 'symbol'.");
    }
    if (symbol !== null && (symbol.startsWith("NONE") || !/(USDT|BTC)$/.test(symbol))) {
      return refuse(response, 400, -1121, "Invalid symbol.");
    }
    const subjects = [symbol, route].filter((subject) => subject !== null);
    const body = this.#body(route, query);
    if (body === undefined) return refuse(response, 400, -1120, "Invalid interval.");
    this.answer(response, subjects, body, headers);
  }

  #body(route, query) {
    const symbol = query.get("symbol");
    switch (route) {
      case "ping":
        return {};
      case "time":
        return { serverTime: Date.now() };
      case "exchangeInfo":
        return exchangeInfo();
      case "ticker/24hr": {
        const many = query.get("symbols");
        if (many) return JSON.parse(many).map(ticker);
        return symbol ? ticker(symbol) : SYMBOLS.map(([base, quote]) => ticker(base + quote));
      }
      case "depth":
        return depth(Number(query.get("limit") ?? 100));
      default:
        return this.#klines(query);
    }
  }

  #klines(query) {
    const interval = query.get("interval");
    const number = (name) => (query.has(name) ? Number(query.get(name)) : undefined);
    const limit = Math.min(number("limit") ?? 500, 1_000);
    const [from, to] = [number("startTime"), number("endTime") ?? Infinity];
    if (interval === "1M") {
      const all = months(this.live).filter((time) => time >= (from ?? 0) && time <= to);
      return cut(all, from, limit).map((time) => kline(time, 31 * DAY));
    }
    const length = LENGTHS[interval];
    if (!length) return undefined;
    const last = Math.min(to, (this.live ? Date.now() : length >= DAY ? LISTED + 400 * length : LAST) - 1);
    const newest = LISTED + Math.floor((last - LISTED) / length) * length;
    const oldest = LISTED + Math.max(0, Math.ceil(((from ?? 0) - LISTED) / length)) * length;
    const count = Math.min(limit, Math.max(0, (newest - oldest) / length + 1));
    const first = from === undefined ? newest - (count - 1) * length : oldest;
    return Array.from({ length: count }, (_, n) => kline(first + n * length, length));
  }
}

const WEIGHTS = {
  ping: () => 1,
  time: () => 1,
  klines: () => 2,
  exchangeInfo: () => 20,
  "ticker/24hr": (query) => {
    const many = query.has("symbols") ? JSON.parse(query.get("symbols")).length : query.has("symbol") ? 1 : Infinity;
    return many <= 20 ? 2 : many <= 100 ? 40 : 80;
  },
  depth: (query) => {
    const limit = Number(query.get("limit") ?? 100);
    return limit <= 100 ? 5 : limit <= 500 ? 25 : limit <= 1_000 ? 50 : 250;
  },
};

function cut(all, from, limit) {
  return from === undefined ? all.slice(-limit) : all.slice(0, limit);
}

function months(live) {
  const all = Array.from({ length: 24 + (live ? 120 : 0) }, (_, month) => Date.UTC(2022, month, 1));
  return live ? all.filter((time) => time < Date.now()) : all;
}

function exchangeInfo() {
  return {
    timezone: "UTC",
    serverTime: Date.now(),
    rateLimits: [
      { rateLimitType: "REQUEST_WEIGHT", interval: "MINUTE", intervalNum: 1, limit: WEIGHT_PER_MINUTE },
      { rateLimitType: "RAW_REQUESTS", interval: "MINUTE", intervalNum: 5, limit: 61_000 },
    ],
    exchangeFilters: [],
    symbols: SYMBOLS.map(([baseAsset, quoteAsset, status]) => ({
      symbol: baseAsset + quoteAsset,
      status,
      baseAsset,
      baseAssetPrecision: 8,
      quoteAsset,
      quotePrecision: 8,
      quoteAssetPrecision: 8,
      orderTypes: ["LIMIT", "LIMIT_MAKER", "MARKET", "STOP_LOSS_LIMIT", "TAKE_PROFIT_LIMIT"],
      isSpotTradingAllowed: true,
      filters: [
        { filterType: "PRICE_FILTER", minPrice: "0.01000000", maxPrice: "1000000.00000000", tickSize: "0.01000000" },
        { filterType: "LOT_SIZE", minQty: "0.00001000", maxQty: "9000.00000000", stepSize: "0.00001000" },
        { filterType: "ICEBERG_PARTS", limit: 10 },
        {
          filterType: "NOTIONAL",
          minNotional: "5.00000000",
          applyMinToMarket: true,
          maxNotional: "9000000.00000000",
          applyMaxToMarket: false,
          avgPriceMins: 5,
        },
        { filterType: "MAX_NUM_ORDERS", maxNumOrders: 200 },
      ],
      permissions: [],
      permissionSets: [["SPOT", "MARGIN"]],
    })),
  };
}

function ticker(symbol) {
  const at = Date.now();
  return {
    symbol,
    priceChange: "500.00000000",
    priceChangePercent: "2.500",
    weightedAvgPrice: "20250.00000000",
    prevClosePrice: "20000.00000000",
    lastPrice: "20500.00000000",
    lastQty: "0.01000000",
    bidPrice: "20499.99000000",
    bidQty: "1.00000000",
    askPrice: "20500.00000000",
    askQty: "2.00000000",
    openPrice: "20000.00000000",
    highPrice: "20600.00000000",
    lowPrice: "19900.00000000",
    volume: "1000.00000000",
    quoteVolume: "20250000.00000000",
    openTime: at - DAY,
    closeTime: at,
    firstId: 1,
    lastId: 45_678,
    count: 45_678,
  };
}

function depth(limit) {
  const side = (first, step) =>
    Array.from({ length: Math.min(limit, 200) }, (_, n) => [(first + n * step).toFixed(8), (0.5 + n).toFixed(8)]);
  return { lastUpdateId: 1_027_024, bids: side(20_499.99, -0.01), asks: side(20_500, 0.01) };
}

function altered(change) {
  return (response, rows, _fake, headers) => json(response, 200, rows.map(change), headers);
}

function refuse(response, status, code, msg, headers = {}) {
  json(response, status, { code, msg }, headers);
}
