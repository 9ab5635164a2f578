//! Alpaca, US stocks: bars, the list of stocks and the trading calendar. It answers nobody without a key.

mod bars;
mod lists;

use domain::{Symbol, Timeframe, Ts, Venue, zones::Zone};

use crate::{
    AskError, BarsAsk, Cost, Exchange, Fault, Feed, Header, Host, HttpReply, HttpRequest, Keys,
    Limits, News, Questions, Rate,
    excerpt::excerpt,
    headers::{count, number, wait},
};

/// Alpaca, US stocks.
#[derive(Clone, Copy, Debug)]
pub struct Alpaca;

/// The free plan; a reply's headers say when there is more.
const RATES: &[Rate] = &[per_minute("data"), per_minute("trading")];

const fn per_minute(group: &'static str) -> Rate {
    Rate {
        group,
        most: 200,
        per_ms: 60_000,
    }
}

/// Longer bars are made of these, because they are stamped by New York's clock and four of its hours don't fit our grid.
const SERVED: &[Timeframe] = &[
    Timeframe::Minute1,
    Timeframe::Minute3,
    Timeframe::Minute5,
    Timeframe::Minute10,
    Timeframe::Minute15,
    Timeframe::Minute30,
    Timeframe::Hour1,
    Timeframe::Day1,
];

/// The free plan sees all exchanges' trades a quarter of an hour late.
const SIP_DELAY_MS: i64 = 15 * 60_000;

impl Exchange for Alpaca {
    fn venue(&self) -> Venue {
        Venue::Alpaca
    }

    fn base(&self, host: Host) -> Option<&'static str> {
        match host {
            Host::Data => Some("https://data.alpaca.markets"),
            // The paper account: its keys are what somebody who only reads should have.
            Host::Trading => Some("https://paper-api.alpaca.markets"),
            Host::Files | Host::Edge => None,
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

    fn needs_key(&self) -> bool {
        true
    }

    fn settles_ms(&self) -> i64 {
        // Late trades are still put into a minute's bar after it.
        60_000
    }

    fn closes(&self, timeframe: Timeframe, open: Ts) -> Ts {
        if timeframe < Timeframe::Day1 {
            return timeframe.close_of(open);
        }
        // The last day's midnight in New York, which comes after midnight UTC.
        let day = timeframe.close_of(open).0.div_euclid(domain::time::DAY_MS);
        Zone::NewYork.instant(day, 0)
    }

    fn shows_until(&self, ask: &BarsAsk) -> Ts {
        match ask.variant.feed {
            Feed::Sip => Ts(ask.now.0.saturating_sub(SIP_DELAY_MS)),
            Feed::Iex => ask.now,
        }
    }

    fn questions(&self) -> &'static Questions {
        &Questions {
            bars: (bars::request, bars::read),
            markets: (lists::assets, lists::read_assets),
            tickers: None,
            order_book: None,
            trades: None,
        }
    }

    fn refusal(&self, reply: &HttpReply) -> Fault {
        let status = reply.status;
        let value: Option<serde_json::Value> = serde_json::from_slice(&reply.body).ok();
        let said = value
            .as_ref()
            .and_then(|value| value.get("message")?.as_str())
            .map(excerpt)
            .unwrap_or_default();
        match status {
            // 403 is a plan that may not see this.
            401 | 403 => Fault::KeyRefused { said },
            400 | 422 if said.contains("invalid symbol") => Fault::UnknownMarket { said },
            404 => Fault::UnknownMarket { said },
            429 => Fault::RateLimited {
                retry_after_s: wait(reply),
            },
            500..=599 => Fault::Server { status, said },
            _ => Fault::BadRequest { status, said },
        }
    }

    fn signed(
        &self,
        mut request: HttpRequest,
        keys: Option<&Keys>,
    ) -> Result<HttpRequest, AskError> {
        let venue = Venue::Alpaca;
        let keys = keys.ok_or(AskError::KeyNeeded { venue })?;
        if !(keys.id.is_sendable() && keys.secret.is_sendable()) {
            return Err(AskError::KeyMalformed { venue });
        }
        let (id, secret) = (keys.id.clone(), keys.secret.clone());
        request.headers.push(Header::secret("apca-api-key-id", id));
        request
            .headers
            .push(Header::secret("apca-api-secret-key", secret));
        Ok(request)
    }

    fn news(&self, reply: &HttpReply, _now: Ts) -> News {
        let reset = reply.header("x-ratelimit-reset").and_then(number);
        News {
            most: reply.header("x-ratelimit-limit").and_then(count),
            left: reply.header("x-ratelimit-remaining").and_then(count),
            reset: reset
                .and_then(|seconds| i64::try_from(seconds).ok()?.checked_mul(1_000))
                .map(Ts),
            throttled: (reply.status == 429).then(|| wait(reply)),
            ..News::default()
        }
    }
}

/// A code as Alpaca writes it: letters and digits, a dot before the class of a share.
fn code(symbol: Symbol) -> Result<Symbol, AskError> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.';
    if symbol.as_str().bytes().all(plain) {
        Ok(symbol)
    } else {
        let venue = Venue::Alpaca;
        Err(AskError::Symbol { venue, symbol })
    }
}

const fn cost(group: &'static str) -> Cost {
    Cost { group, weight: 1 }
}
