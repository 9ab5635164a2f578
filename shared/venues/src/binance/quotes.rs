//! Prices of now: tickers, the order book, the latest trades.

use domain::Symbol;
use serde_json::Value;

use super::{code, cost};
use crate::{
    AskError, Host, HttpRequest, Level, OrderBook, Taker, Ticker, Trade, WireError,
    book::{Side, levels},
    excerpt::excerpt,
    listing::in_order,
    wire::{At, Fields, moment, quoted, shown},
};

const TICKERS: At = At::reply("Binance 24 h tickers");
const BOOK: At = At::reply("Binance depth");
const TRADES: At = At::reply("Binance trades");

/// Most markets in one question: the address must stay short enough for everyone on the way.
const MOST: usize = 200;
/// Most levels of a book at the smallest weight.
const LEVELS: usize = 100;
/// Most trades of a reply.
const TRADES_MOST: usize = 500;

pub(super) fn tickers(symbols: &[Symbol]) -> Result<HttpRequest, AskError> {
    let got = symbols.len();
    if got > MOST {
        return Err(AskError::TooMany { got, most: MOST });
    }
    let codes: Vec<String> = symbols
        .iter()
        .map(|&symbol| Ok(format!("%22{}%22", code(symbol)?)))
        .collect::<Result<_, AskError>>()?;
    let (query, weight) = match codes.len() {
        0 => (String::new(), 80),
        named => {
            let weight = match named {
                1..=20 => 2,
                21..=100 => 40,
                _ => 80,
            };
            (format!("?symbols=%5B{}%5D", codes.join("%2C")), weight)
        }
    };
    let target = format!("/api/v3/ticker/24hr{query}");
    Ok(HttpRequest::get(Host::Data, target, cost(weight)))
}

pub(super) fn read_tickers(symbols: &[Symbol], body: &[u8]) -> Result<Vec<Ticker>, WireError> {
    let reply = TICKERS.json(body)?;
    let all = symbols.is_empty();
    let mut found = Vec::new();
    for (row, value) in TICKERS.list(&reply)?.iter().enumerate() {
        let it = TICKERS.row(row).object(value)?;
        let text = it.text("symbol")?;
        let named = Symbol::parse(text).ok().and_then(|it| code(it).ok());
        match named {
            // Markets that nobody trades any more are still listed, without a price.
            Some(_) if all && it.quoted_amount("lastPrice")? == 0.0 => {}
            Some(symbol) => found.push((symbol.to_string(), ticker(it, symbol)?)),
            None if all => {}
            None => {
                let got = format!("{:?}", excerpt(text));
                return Err(it.at.error("symbol", got, "a market like BTCUSDT"));
            }
        }
    }
    if all {
        return Ok(found.into_iter().map(|(_, ticker)| ticker).collect());
    }
    in_order(TICKERS, symbols, found)
}

fn ticker(it: Fields<'_>, symbol: Symbol) -> Result<Ticker, WireError> {
    Ok(Ticker {
        symbol,
        last: it.quoted_price("lastPrice")?,
        change: it.quoted("priceChangePercent")? / 100.0,
        quote_volume_24h: it.quoted_amount("quoteVolume")?,
        at: moment(it, "closeTime")?,
    })
}

pub(super) fn order_book(symbol: Symbol) -> Result<HttpRequest, AskError> {
    let target = format!("/api/v3/depth?symbol={}&limit={LEVELS}", code(symbol)?);
    Ok(HttpRequest::get(Host::Data, target, cost(5)))
}

pub(super) fn read_order_book(symbol: Symbol, body: &[u8]) -> Result<OrderBook, WireError> {
    let reply = BOOK.json(body)?;
    let it = BOOK.object(&reply)?;
    it.whole("lastUpdateId")?;
    Ok(OrderBook {
        symbol,
        at: None,
        bids: levels(BOOK, Side::Bids, side(it, "bids")?)?,
        asks: levels(BOOK, Side::Asks, side(it, "asks")?)?,
    })
}

fn side(it: Fields<'_>, field: &str) -> Result<Vec<Level>, WireError> {
    let list = it.value(field, "a list")?;
    let list = list
        .as_array()
        .ok_or_else(|| it.wrong(field, list, "a list"))?;
    let level = |(row, value): (usize, &Value)| {
        let at = it.at.row(row);
        let wrong = || {
            at.error(
                field,
                shown(value),
                "a price above 0 and an amount, as texts",
            )
        };
        let pair = value.as_array().map(Vec::as_slice);
        let Some([price, size]) = pair else {
            return Err(wrong());
        };
        let price = quoted(price).filter(|&price| price > 0.0);
        let size = quoted(size).filter(|&size| size >= 0.0);
        let (price, size) = price.zip(size).ok_or_else(wrong)?;
        Ok(Level { price, size })
    };
    list.iter().enumerate().map(level).collect()
}

pub(super) fn trades(symbol: Symbol) -> Result<HttpRequest, AskError> {
    let code = code(symbol)?;
    let target = format!("/api/v3/trades?symbol={code}&limit={TRADES_MOST}");
    Ok(HttpRequest::get(Host::Data, target, cost(25)))
}

pub(super) fn read_trades(symbol: Symbol, body: &[u8]) -> Result<Vec<Trade>, WireError> {
    let reply = TRADES.json(body)?;
    let mut found: Vec<Trade> = Vec::new();
    for (row, value) in TRADES.list(&reply)?.iter().enumerate() {
        let it = TRADES.row(row).object(value)?;
        let id = it.value("id", "a whole number")?;
        let trade = Trade {
            symbol,
            at: moment(it, "time")?,
            price: it.quoted_price("price")?,
            size: it.quoted_amount("qty")?,
            taker: if it.flag("isBuyerMaker")? {
                Taker::Seller
            } else {
                Taker::Buyer
            },
            id: id
                .as_u64()
                .ok_or_else(|| it.wrong("id", id, "a whole number"))?,
        };
        if let Some(before) = found.last().filter(|before| trade.id <= before.id) {
            let want = format!("a number above {}", before.id);
            return Err(it.at.error("id", trade.id.to_string(), want));
        }
        found.push(trade);
    }
    Ok(found)
}
