//! Upbit Korea as an exchange: what it serves, what it allows, and what its refusals mean.

use domain::{Symbol, Timeframe, Ts, Venue};

use super::{BASE, CANDLE, Fault as Told, Group, RemainingReq, ban_seconds, bars, lists, quotes};
use crate::{
    AskError, BarsAsk, BarsPage, Exchange, Fault, Host, HttpReply, HttpRequest, Keys, Limits,
    Markets, News, OrderBook, PageAsk, Rate, Ticker, Trade, WireError,
    headers::{seconds, wait},
};

/// Upbit Korea.
#[derive(Clone, Copy, Debug)]
pub struct Upbit;

/// Ten requests a second for each group.
const RATES: &[Rate] = &[
    per_second("candle"),
    per_second("market"),
    per_second("ticker"),
    per_second("orderbook"),
    per_second("trade"),
];

const fn per_second(group: &'static str) -> Rate {
    Rate {
        group,
        most: 10,
        per_ms: 1_000,
    }
}

impl Exchange for Upbit {
    fn venue(&self) -> Venue {
        Venue::Upbit
    }

    fn base(&self, host: Host) -> Option<&'static str> {
        (host == Host::Data).then_some(BASE)
    }

    fn limits(&self) -> Limits {
        Limits {
            rates: RATES,
            page: bars::PAGE,
            bars: CANDLE,
        }
    }

    fn served(&self) -> &'static [Timeframe] {
        &Timeframe::ALL
    }

    fn newest_first(&self) -> bool {
        true
    }

    fn settles_ms(&self) -> i64 {
        // A bar that closed less than this ago may still gain a late trade, or not be listed yet.
        60_000
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
        Ok(lists::markets())
    }

    fn read_markets(&self, reply: &HttpReply) -> Result<Markets, Fault> {
        answer(reply, lists::read_markets)
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
        let remaining = reply.header("remaining-req").and_then(RemainingReq::parse);
        let origin = remaining
            .as_ref()
            .is_some_and(|remaining| remaining.group == Group::Origin);
        News {
            left: remaining.map(|remaining| remaining.sec),
            origin,
            throttled: (reply.status == 429).then(|| wait(reply)),
            banned: (reply.status == 418).then(|| ban(reply)),
            ..News::default()
        }
    }
}

/// Reads the body of a success, or says what the refusal means.
pub(super) fn answer<T>(
    reply: &HttpReply,
    read: impl FnOnce(&[u8]) -> Result<T, WireError>,
) -> Result<T, Fault> {
    if reply.status == 200 {
        return read(&reply.body).map_err(Fault::NotTheExchange);
    }
    let told = Told::parse(reply.status, &reply.body);
    let said = told.message.clone().unwrap_or_default();
    let status = reply.status;
    Err(match status {
        401 => Fault::KeyRefused { said },
        403 | 451 => Fault::Region { said },
        404 if told.name.is_some() && !told.is_unrouted() => Fault::UnknownMarket { said },
        418 => Fault::Banned { for_s: ban(reply) },
        429 => Fault::RateLimited {
            retry_after_s: wait(reply),
        },
        500..=599 => Fault::Server { status, said },
        _ => Fault::BadRequest { status, said },
    })
}

fn ban(reply: &HttpReply) -> Option<u64> {
    wait(reply)
        .or_else(|| ban_seconds(&reply.body))
        .and_then(seconds)
}
