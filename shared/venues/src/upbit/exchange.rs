//! Upbit Korea as an exchange: what it serves, what it allows, and what its refusals mean.

use domain::{Timeframe, Ts, Venue, time::DAY_MS};

use super::{BASE, CANDLE, Fault as Told, Group, RemainingReq, ban_seconds, bars, lists, quotes};
use crate::{
    Exchange, Fault, Host, HttpReply, Limits, News, Questions, Rate,
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

const SERVED: &[Timeframe] = &[
    Timeframe::Second1,
    Timeframe::Minute1,
    Timeframe::Minute3,
    Timeframe::Minute5,
    Timeframe::Minute10,
    Timeframe::Minute15,
    Timeframe::Minute30,
    Timeframe::Hour1,
    Timeframe::Hour4,
    Timeframe::Day1,
    Timeframe::Week1,
    Timeframe::Month1,
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
        SERVED
    }

    fn keeps_ms(&self, timeframe: Timeframe) -> Option<i64> {
        // Three months, and a day for those that are longest.
        (timeframe < Timeframe::Minute1).then_some(93 * DAY_MS)
    }

    fn newest_first(&self) -> bool {
        true
    }

    fn settles_ms(&self) -> i64 {
        // A bar that closed less than this ago may still gain a late trade, or not be listed yet.
        60_000
    }

    fn questions(&self) -> &'static Questions {
        &Questions {
            bars: (bars::request, bars::read),
            markets: (lists::markets, lists::read_markets),
            tickers: Some((quotes::tickers, quotes::read_tickers)),
            order_book: Some((quotes::order_book, quotes::read_order_book)),
            trades: Some((quotes::trades, quotes::read_trades)),
        }
    }

    fn refusal(&self, reply: &HttpReply) -> Fault {
        let told = Told::parse(reply.status, &reply.body);
        let said = told.message.clone().unwrap_or_default();
        let status = reply.status;
        match status {
            401 => Fault::KeyRefused { said },
            403 | 451 => Fault::Region { said },
            404 if told.name.is_some() && !told.is_unrouted() => Fault::UnknownMarket { said },
            418 => Fault::Banned { for_s: ban(reply) },
            429 => Fault::RateLimited {
                retry_after_s: wait(reply),
            },
            500..=599 => Fault::Server { status, said },
            _ => Fault::BadRequest { status, said },
        }
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

fn ban(reply: &HttpReply) -> Option<u64> {
    wait(reply)
        .or_else(|| ban_seconds(&reply.body))
        .and_then(seconds)
}
