//! Binance spot: public market data without a key, and the files with a month of bars in each.

mod bars;
pub mod files;
mod lists;
mod quotes;

use domain::{Symbol, Timeframe, Ts, Venue};

use crate::{
    AskError, Cost, Exchange, Fault, Host, HttpReply, Limits, News, Questions, Rate,
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
    Timeframe::Second1,
    Timeframe::Minute1,
    Timeframe::Minute3,
    Timeframe::Minute5,
    Timeframe::Minute15,
    Timeframe::Minute30,
    Timeframe::Hour1,
    Timeframe::Hour2,
    Timeframe::Hour4,
    Timeframe::Hour6,
    Timeframe::Hour8,
    Timeframe::Hour12,
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

    fn questions(&self) -> &'static Questions {
        &Questions {
            bars: (bars::request, bars::read),
            markets: (lists::request, lists::read),
            tickers: Some((quotes::tickers, quotes::read_tickers)),
            order_book: Some((quotes::order_book, quotes::read_order_book)),
            trades: Some((quotes::trades, quotes::read_trades)),
        }
    }

    fn refusal(&self, reply: &HttpReply) -> Fault {
        let status = reply.status;
        let (code, said) = told(&reply.body);
        match (status, code) {
            (418, _) => Fault::Banned { for_s: wait(reply) },
            (429, _) | (_, Some(-1003)) => Fault::RateLimited {
                retry_after_s: wait(reply),
            },
            (403 | 451, _) => Fault::Region { said },
            (401, _) | (_, Some(-2014 | -2015)) => Fault::KeyRefused { said },
            (_, Some(-1121)) => Fault::UnknownMarket { said },
            (500..=599, _) => Fault::Server { status, said },
            _ => Fault::BadRequest { status, said },
        }
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
