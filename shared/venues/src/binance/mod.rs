//! Binance spot: public market data without a key, and the files with a month of bars in each.

mod bars;
pub mod files;
mod lists;
mod quotes;

use domain::{Symbol, Timeframe, Ts, Venue};

use crate::{
    AskError, BarsAsk, BarsPage, Cost, Exchange, Fault, Host, HttpReply, HttpRequest, Keys, Limits,
    Markets, News, OrderBook, PageAsk, Rate, Ticker, Trade, WireError,
    excerpt::excerpt,
    headers::{count, wait},
};

/// Binance spot.
#[derive(Clone, Copy, Debug)]
pub struct Binance;

/// A weight for each request, 6,000 a minute for one address.
const RATES: &[Rate] = &[Rate {
    group: "weight",
    most: 6_000,
    per_ms: 60_000,
}];

const SERVED: &[Timeframe] = &[
    Timeframe::Minute1,
    Timeframe::Minute3,
    Timeframe::Minute5,
    Timeframe::Minute15,
    Timeframe::Minute30,
    Timeframe::Hour1,
    Timeframe::Hour4,
    Timeframe::Day1,
    Timeframe::Week1,
    Timeframe::Month1,
];

const fn cost(weight: u32) -> Cost {
    let group = "weight";
    Cost { group, weight }
}

impl Exchange for Binance {
    fn venue(&self) -> Venue {
        Venue::Binance
    }

    fn base(&self, host: Host) -> Option<&'static str> {
        match host {
            // Market data only: no key, and no path that trades.
            Host::Data => Some("https://data-api.binance.vision"),
            Host::Files => Some("https://data.binance.vision"),
            Host::Trading | Host::Edge => None,
        }
    }

    fn limits(&self) -> Limits {
        Limits {
            rates: RATES,
            page: bars::PAGE,
            bars: bars::COST,
        }
    }

    fn served(&self) -> &'static [Timeframe] {
        SERVED
    }

    fn bars(
        &self,
        ask: &BarsAsk,
        page: &PageAsk,
        _keys: Option<&Keys>,
    ) -> Result<HttpRequest, AskError> {
        bars::request(ask, page)
    }

    fn read_bars(
        &self,
        ask: &BarsAsk,
        page: &PageAsk,
        reply: &HttpReply,
    ) -> Result<BarsPage, Fault> {
        answer(reply, |body| bars::read(ask, page, body))
    }

    fn markets(&self, _keys: Option<&Keys>) -> Result<HttpRequest, AskError> {
        Ok(lists::request())
    }

    fn read_markets(&self, reply: &HttpReply) -> Result<Markets, Fault> {
        answer(reply, lists::read)
    }

    fn tickers(&self, symbols: &[Symbol], _keys: Option<&Keys>) -> Result<HttpRequest, AskError> {
        quotes::tickers(symbols)
    }

    fn read_tickers(&self, symbols: &[Symbol], reply: &HttpReply) -> Result<Vec<Ticker>, Fault> {
        answer(reply, |body| quotes::read_tickers(symbols, body))
    }

    fn order_book(&self, symbol: Symbol, _keys: Option<&Keys>) -> Result<HttpRequest, AskError> {
        quotes::order_book(symbol)
    }

    fn read_order_book(&self, symbol: Symbol, reply: &HttpReply) -> Result<OrderBook, Fault> {
        answer(reply, |body| quotes::read_order_book(symbol, body))
    }

    fn trades(&self, symbol: Symbol, _keys: Option<&Keys>) -> Result<HttpRequest, AskError> {
        quotes::trades(symbol)
    }

    fn read_trades(&self, symbol: Symbol, reply: &HttpReply) -> Result<Vec<Trade>, Fault> {
        answer(reply, |body| quotes::read_trades(symbol, body))
    }

    fn news(&self, reply: &HttpReply, _now: Ts) -> News {
        News {
            used: reply.header("x-mbx-used-weight-1m").and_then(count),
            throttled: (reply.status == 429).then(|| wait(reply)),
            banned: (reply.status == 418).then(|| wait(reply)),
            ..News::default()
        }
    }
}

/// A code as Binance writes it: capital letters and digits without a mark between.
fn code(symbol: Symbol) -> Result<Symbol, AskError> {
    if symbol
        .as_str()
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric())
    {
        Ok(symbol)
    } else {
        let venue = Venue::Binance;
        Err(AskError::Symbol { venue, symbol })
    }
}

/// The word for a bar length; `None` where there are no such bars.
fn interval(timeframe: Timeframe) -> Option<&'static str> {
    // Binance's words are ours, and like ours they tell a minute from a month by the letter's case.
    SERVED.contains(&timeframe).then(|| timeframe.as_str())
}

/// Reads the body of a success, or says what the refusal means.
fn answer<T>(
    reply: &HttpReply,
    read: impl FnOnce(&[u8]) -> Result<T, WireError>,
) -> Result<T, Fault> {
    let status = reply.status;
    if status == 200 {
        return read(&reply.body).map_err(Fault::NotTheExchange);
    }
    let (code, said) = told(&reply.body);
    Err(match (status, code) {
        (418, _) => Fault::Banned { for_s: wait(reply) },
        (429, _) | (_, Some(-1003)) => Fault::RateLimited {
            retry_after_s: wait(reply),
        },
        (403 | 451, _) => Fault::Region { said },
        (401, _) | (_, Some(-2014 | -2015)) => Fault::KeyRefused { said },
        (_, Some(-1121)) => Fault::UnknownMarket { said },
        (500..=599, _) => Fault::Server { status, said },
        _ => Fault::BadRequest { status, said },
    })
}

/// `{"code":-1121,"msg":"Invalid symbol."}`, read leniently.
fn told(body: &[u8]) -> (Option<i64>, String) {
    let value: Option<serde_json::Value> = serde_json::from_slice(body).ok();
    let code = value.as_ref().and_then(|value| value.get("code")?.as_i64());
    let said = value
        .as_ref()
        .and_then(|value| value.get("msg")?.as_str())
        .map(excerpt);
    (code, said.unwrap_or_default())
}
