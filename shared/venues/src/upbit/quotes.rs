//! Prices of now: tickers, the order book, the latest trades.

use domain::{Symbol, Ts, Venue};

use super::Market;
use crate::{
    AskError, Cost, Host, HttpRequest, Level, OrderBook, Taker, Ticker, Trade, WireError,
    book::{Side, levels},
    excerpt::excerpt,
    listing::in_order,
    wire::{At, Fields},
};

const TICKERS: At = At::reply("Upbit tickers");
const BOOK: At = At::reply("Upbit order book");
const TRADES: At = At::reply("Upbit trades");

/// Most markets in one question: the address must stay short enough for everyone on the way.
const MOST: usize = 200;
/// Most levels of a book.
const LEVELS: usize = 30;
/// Most trades of a reply.
const TRADES_MOST: usize = 500;

pub(super) fn tickers(symbols: &[Symbol]) -> Result<HttpRequest, AskError> {
    let target = if symbols.is_empty() {
        "/ticker/all?quote_currencies=KRW%2CBTC%2CUSDT".to_owned()
    } else {
        format!("/ticker?markets={}", codes(symbols, MOST)?)
    };
    Ok(HttpRequest::get(Host::Data, target, cost("ticker")))
}

pub(super) fn read_tickers(symbols: &[Symbol], body: &[u8]) -> Result<Vec<Ticker>, WireError> {
    let reply = TICKERS.json(body)?;
    let mut found = Vec::new();
    for (row, value) in TICKERS.list(&reply)?.iter().enumerate() {
        let it = TICKERS.row(row).object(value)?;
        let symbol = market(it, "market")?;
        found.push((symbol.to_string(), ticker(it, symbol, &TICKER_NAMES)?));
    }
    if symbols.is_empty() {
        return Ok(found.into_iter().map(|(_, ticker)| ticker).collect());
    }
    in_order(TICKERS, symbols, found)
}

pub(super) fn order_book(symbol: Symbol) -> Result<HttpRequest, AskError> {
    let target = format!("/orderbook?markets={}&count={LEVELS}", codes(&[symbol], 1)?);
    Ok(HttpRequest::get(Host::Data, target, cost("orderbook")))
}

pub(super) fn read_order_book(symbol: Symbol, body: &[u8]) -> Result<OrderBook, WireError> {
    let reply = BOOK.json(body)?;
    let mut found = Vec::new();
    for (row, value) in BOOK.list(&reply)?.iter().enumerate() {
        let it = BOOK.row(row).object(value)?;
        let symbol = market(it, "market")?;
        found.push((symbol.to_string(), book(it, symbol, &BOOK_NAMES)?));
    }
    let mut books = in_order(BOOK, &[symbol], found)?;
    books
        .pop()
        .ok_or_else(|| BOOK.error("", "nothing", "a book"))
}

pub(super) fn trades(symbol: Symbol) -> Result<HttpRequest, AskError> {
    let target = format!(
        "/trades/ticks?market={}&count={TRADES_MOST}",
        codes(&[symbol], 1)?
    );
    Ok(HttpRequest::get(Host::Data, target, cost("trade")))
}

pub(super) fn read_trades(symbol: Symbol, body: &[u8]) -> Result<Vec<Trade>, WireError> {
    let reply = TRADES.json(body)?;
    let list = TRADES.list(&reply)?;
    if list.len() > TRADES_MOST {
        let got = format!("{} rows", list.len());
        return Err(TRADES.error("", got, format!("at most {TRADES_MOST}")));
    }
    let mut found = Vec::with_capacity(list.len());
    for (row, value) in list.iter().enumerate() {
        let it = TRADES.row(row).object(value)?;
        if market(it, "market")? != symbol {
            let got = excerpt(it.text("market")?);
            return Err(it.at.error("market", got, symbol.as_str()));
        }
        found.push(trade(it, symbol, &TRADE_NAMES)?);
    }
    // Newest first; the numbers are unique but promise no order.
    found.reverse();
    found.sort_by_key(|trade| trade.at);
    Ok(found)
}

/// What Upbit calls the fields: in full over HTTP and in its default socket format, in letters in its simple one.
pub(super) struct TickerNames {
    pub last: &'static str,
    pub change: &'static str,
    pub volume: &'static str,
    pub at: &'static str,
}

pub(super) const TICKER_NAMES: TickerNames = TickerNames {
    last: "trade_price",
    change: "signed_change_rate",
    volume: "acc_trade_price_24h",
    at: "timestamp",
};

pub(super) fn ticker(
    it: Fields<'_>,
    symbol: Symbol,
    names: &TickerNames,
) -> Result<Ticker, WireError> {
    Ok(Ticker {
        symbol,
        last: it.price(names.last)?,
        change: it.number(names.change)?,
        quote_volume_24h: it.amount(names.volume)?,
        at: moment(it, names.at)?,
    })
}

/// The same for an order book.
pub(super) struct BookNames {
    pub at: &'static str,
    pub units: &'static str,
    pub ask: (&'static str, &'static str),
    pub bid: (&'static str, &'static str),
}

pub(super) const BOOK_NAMES: BookNames = BookNames {
    at: "timestamp",
    units: "orderbook_units",
    ask: ("ask_price", "ask_size"),
    bid: ("bid_price", "bid_size"),
};

pub(super) fn book(
    it: Fields<'_>,
    symbol: Symbol,
    names: &BookNames,
) -> Result<OrderBook, WireError> {
    let units = it.value(names.units, "a list")?;
    let units = units
        .as_array()
        .ok_or_else(|| it.wrong(names.units, units, "a list"))?;
    let (mut bids, mut asks) = (Vec::new(), Vec::new());
    for unit in units {
        let unit = it.at.object(unit)?;
        let sides = [(names.bid, &mut bids), (names.ask, &mut asks)];
        for ((price, size), side) in sides {
            let level = Level {
                price: unit.amount(price)?,
                size: unit.amount(size)?,
            };
            // A thin side is filled up with zeros.
            if level.price > 0.0 {
                side.push(level);
            }
        }
    }
    Ok(OrderBook {
        symbol,
        at: Some(moment(it, names.at)?),
        bids: levels(it.at, Side::Bids, bids)?,
        asks: levels(it.at, Side::Asks, asks)?,
    })
}

/// The same for a trade.
pub(super) struct TradeNames {
    pub at: &'static str,
    pub price: &'static str,
    pub size: &'static str,
    pub taker: &'static str,
    pub id: &'static str,
}

pub(super) const TRADE_NAMES: TradeNames = TradeNames {
    at: "timestamp",
    price: "trade_price",
    size: "trade_volume",
    taker: "ask_bid",
    id: "sequential_id",
};

pub(super) fn trade(
    it: Fields<'_>,
    symbol: Symbol,
    names: &TradeNames,
) -> Result<Trade, WireError> {
    let id = it.value(names.id, "a whole number")?;
    Ok(Trade {
        symbol,
        at: moment(it, names.at)?,
        price: it.price(names.price)?,
        size: it.amount(names.size)?,
        taker: match it.text(names.taker)? {
            "BID" => Taker::Buyer,
            "ASK" => Taker::Seller,
            other => {
                let got = format!("{:?}", excerpt(other));
                return Err(it.at.error(names.taker, got, "BID or ASK"));
            }
        },
        id: id
            .as_u64()
            .ok_or_else(|| it.wrong(names.id, id, "a whole number"))?,
    })
}

/// Milliseconds since 1970, of this age.
pub(super) fn moment(it: Fields<'_>, field: &str) -> Result<Ts, WireError> {
    crate::wire::moment(it, field)
}

pub(super) fn market(it: Fields<'_>, field: &str) -> Result<Symbol, WireError> {
    let code = it.text(field)?;
    Market::parse(code)
        .ok()
        .and_then(|market| Symbol::parse(market.as_str()).ok())
        .ok_or_else(|| {
            let got = format!("{:?}", excerpt(code));
            it.at.error(field, got, "a market like KRW-BTC")
        })
}

/// The codes for the address; commas are written out as `%2C`.
pub(super) fn codes(symbols: &[Symbol], most: usize) -> Result<String, AskError> {
    if symbols.len() > most {
        let got = symbols.len();
        return Err(AskError::TooMany { got, most });
    }
    let mut codes = Vec::with_capacity(symbols.len());
    for symbol in symbols {
        let market = Market::try_from(symbol).map_err(|_| AskError::Symbol {
            venue: Venue::Upbit,
            symbol: *symbol,
        })?;
        codes.push(market.to_string());
    }
    Ok(codes.join("%2C"))
}

fn cost(group: &'static str) -> Cost {
    Cost { group, weight: 1 }
}
