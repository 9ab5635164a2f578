//! `GET /api/v1/candles/{venue}/{market}/{interval}?to&count`: a checked page of candles, oldest first.

use serde_json::{Value, json};
use venues::{
    Timeframe, Ts, parse_utc,
    upbit::{self, Candle, CandleQuery, Count, Fault, Market, RemainingReq},
};
use worker::{Date, Env, Url, console_error};

use crate::{
    config,
    reply::{Keep, Reply, present},
    upstream::{self, Answer, Loss},
};

/// 2100: later bounds are slips, such as microseconds for milliseconds.
const LATEST_TO: i64 = 4_102_444_800_000;

/// When nothing is said: Upbit counts requests by the second.
const THROTTLE_PAUSE_S: u64 = 1;
const LONGEST_PAUSE_S: u64 = 7 * 24 * 3_600;

const TO_ALLOWED: &str =
    "a UTC time such as 2026-10-01T00:00:00Z, or milliseconds since 1970 such as 1790812800000";

/// Route values, still as text.
pub struct Route<'a> {
    /// Which exchange.
    pub venue: &'a str,
    /// Whose candles.
    pub market: &'a str,
    /// Bar length.
    pub interval: &'a str,
}

/// The exchanges that have candles here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Venue {
    Upbit,
}

impl Venue {
    const ALLOWED: [&str; 1] = ["upbit"];

    fn parse(text: &str) -> Option<Self> {
        (text == "upbit").then_some(Self::Upbit)
    }
}

/// What is wrong with a question.
#[derive(Debug, PartialEq, thiserror::Error)]
enum BadRequest {
    #[error("no such exchange")]
    Venue,
    #[error(transparent)]
    Market(#[from] upbit::MarketError),
    #[error("no such bar length")]
    Interval,
    #[error("to is not a time between 1970 and 2100")]
    To,
    #[error("count is not a whole number from 1 to 200")]
    Count,
    #[error("the query has an unknown key")]
    UnknownKey,
    #[error("{0} is given twice")]
    Twice(&'static str),
}

/// Asks the exchange and checks what it says.
pub async fn answer(route: &Route<'_>, url: &Url, env: &Env) -> Reply {
    let (venue, query) = match parse(route, url) {
        Ok(parsed) => parsed,
        Err(error) => return error.reply(),
    };
    let upstream = match venue {
        Venue::Upbit => config::upbit(env),
    };
    let upstream = match upstream {
        Ok(upstream) => upstream,
        Err(error) => return Reply::error(500, "misconfigured", &error.to_string()),
    };
    match upstream::send(&upstream, &query.request()).await {
        Ok(answer) => {
            let now = i64::try_from(Date::now().as_millis()).unwrap_or(0);
            judge(&query, &answer, Ts(now))
        }
        Err(loss) => lost(&loss),
    }
}

fn parse(route: &Route<'_>, url: &Url) -> Result<(Venue, CandleQuery), BadRequest> {
    let venue = Venue::parse(route.venue).ok_or(BadRequest::Venue)?;
    let market = Market::parse(route.market)?;
    let timeframe = Timeframe::parse(route.interval).ok_or(BadRequest::Interval)?;
    let mut to = None;
    let mut count = None;
    for (key, value) in url.query_pairs() {
        match key.as_ref() {
            "to" => {
                let parsed = parse_to(&value).ok_or(BadRequest::To)?;
                if to.replace(parsed).is_some() {
                    return Err(BadRequest::Twice("to"));
                }
            }
            "count" => {
                let parsed = parse_count(&value).ok_or(BadRequest::Count)?;
                if count.replace(parsed).is_some() {
                    return Err(BadRequest::Twice("count"));
                }
            }
            _ => return Err(BadRequest::UnknownKey),
        }
    }
    Ok((
        venue,
        CandleQuery {
            market,
            timeframe,
            to,
            count: count.unwrap_or(Count::MAX),
        },
    ))
}

fn parse_count(text: &str) -> Option<Count> {
    Count::new(digits(text)?).ok()
}

fn parse_to(text: &str) -> Option<Ts> {
    let to = match text.strip_suffix('Z') {
        Some(time) => {
            let (seconds, fraction) = time.split_once('.').unwrap_or((time, "0"));
            let millis = match fraction.len() {
                1..=3 => digits(fraction)? * 10_u64.pow(3 - u32::try_from(fraction.len()).ok()?),
                _ => return None,
            };
            parse_utc(seconds)?.0 + i64::try_from(millis).ok()?
        }
        None => i64::try_from(digits(text)?).ok()?,
    };
    (0..=LATEST_TO).contains(&to).then_some(Ts(to))
}

/// `str::parse` would also take a leading plus.
fn digits(text: &str) -> Option<u64> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

impl BadRequest {
    fn reply(&self) -> Reply {
        let (code, field, allowed): (&str, &str, Value) = match self {
            Self::Venue => ("bad_venue", "venue", json!(Venue::ALLOWED)),
            Self::Market(_) => (
                "bad_market",
                "market",
                json!("^[A-Z0-9]{2,10}-[A-Z0-9]{1,15}$"),
            ),
            Self::Interval => (
                "bad_interval",
                "interval",
                json!(Timeframe::ALL.map(Timeframe::as_str)),
            ),
            Self::To => ("bad_to", "to", json!(TO_ALLOWED)),
            Self::Count => ("bad_count", "count", json!("1 to 200")),
            Self::UnknownKey => ("bad_query", "query", json!(["to", "count"])),
            Self::Twice(key) => ("bad_query", key, json!("once")),
        };
        Reply::error(400, code, &self.to_string())
            .with("field", field)
            .with("allowed", allowed)
    }
}

/// What an answer of the exchange means for our caller.
fn judge(query: &CandleQuery, answer: &Answer, now: Ts) -> Reply {
    let fault = || Fault::parse(answer.status, &answer.body);
    match answer.status {
        200 => match query.parse(&answer.body) {
            Ok(candles) => page(query, &candles, answer, now),
            Err(error) => Reply::error(502, "upstream_malformed", &error.to_string())
                .with("upstream", json!({ "status": answer.status })),
        },
        404 => {
            let fault = fault();
            let (status, code, message) = if fault.is_unrouted() {
                (
                    502,
                    "upstream_rejected",
                    "the exchange does not know this route",
                )
            } else {
                (
                    404,
                    "unknown_market",
                    "the exchange does not know this market",
                )
            };
            Reply::error(status, code, message).with("upstream", reason(&fault))
        }
        418 => {
            let reply = Reply::error(
                503,
                "upstream_banned",
                "the exchange has blocked this edge for a while",
            )
            .with("upstream", reason(&fault()));
            match pause(answer).or_else(|| upbit::ban_seconds(&answer.body)) {
                Some(seconds) => reply.retry_after(seconds),
                None => reply,
            }
        }
        429 => Reply::error(
            429,
            "upstream_throttled",
            "the exchange's request budget is used up",
        )
        .with("upstream", reason(&fault()))
        .retry_after(pause(answer).unwrap_or(THROTTLE_PAUSE_S)),
        300..=399 => Reply::error(
            502,
            "upstream_redirected",
            "the exchange pointed elsewhere, and that is not followed",
        )
        .with("upstream", json!({ "status": answer.status })),
        500..=599 => Reply::error(502, "upstream_failed", "the exchange is in trouble")
            .with("upstream", reason(&fault())),
        _ => Reply::error(502, "upstream_rejected", "the exchange refused the request")
            .with("upstream", reason(&fault())),
    }
}

fn page(query: &CandleQuery, candles: &[Candle], answer: &Answer, now: Ts) -> Reply {
    let bars: Vec<Value> = candles
        .iter()
        .map(|c| {
            json!([
                c.open_time.0,
                c.open,
                c.high,
                c.low,
                c.close,
                c.volume,
                c.value
            ])
        })
        .collect();
    let remaining = answer
        .remaining_req
        .as_deref()
        .and_then(RemainingReq::parse);
    let body = json!({
        "venue": "upbit",
        "market": query.market.as_str(),
        "interval": query.timeframe.as_str(),
        "bars": bars,
        "next_to": candles.first().map(|oldest| oldest.open_time.0),
        "remaining": remaining.map(|left| json!({ "group": left.group.to_string(), "sec": left.sec })),
    });
    // An empty page is also what a hiccup looks like: it is not worth keeping for a year.
    let keep = if query.is_settled(now) && !candles.is_empty() {
        Keep::Forever
    } else {
        Keep::Moment
    };
    Reply::ok(body, keep)
}

fn pause(answer: &Answer) -> Option<u64> {
    digits(answer.retry_after.as_deref()?).filter(|seconds| (1..=LONGEST_PAUSE_S).contains(seconds))
}

fn reason(fault: &Fault) -> Value {
    present([
        ("status", Some(json!(fault.status))),
        ("name", fault.name.as_deref().map(Value::from)),
        ("message", fault.message.as_deref().map(Value::from)),
    ])
}

fn lost(loss: &Loss) -> Reply {
    // The cause names addresses: it belongs in the log, not in the reply.
    console_error!("upbit: {loss:?}");
    let (status, code) = match loss {
        Loss::Timeout { .. } => (504, "upstream_timeout"),
        Loss::Unreachable(_) => (502, "upstream_unreachable"),
        Loss::Cut(_) | Loss::TooLarge { .. } => (502, "upstream_malformed"),
        Loss::OffBase => (500, "misconfigured"),
    };
    Reply::error(status, code, &loss.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        for (text, ms) in [
            ("2026-10-01T00:00:00Z", Some(1_790_812_800_000)),
            ("2026-10-01T00:00:00.5Z", Some(1_790_812_800_500)),
            ("2026-10-01T00:00:00.000Z", Some(1_790_812_800_000)),
            ("1790812800000", Some(1_790_812_800_000)),
            ("0", Some(0)),
            ("4102444800000", Some(LATEST_TO)),
            ("4102444800001", None),
            ("1790812800000000", None),
            ("99999999999999999999999", None),
            ("-1", None),
            ("+1", None),
            ("1e3", None),
            ("", None),
            ("Z", None),
            ("2026-10-01", None),
            ("2026-10-01T00:00:00", None),
            ("2026-10-01T00:00:00+09:00", None),
            ("2026-10-01T00:00:00.Z", None),
            ("2026-10-01T00:00:00.1234Z", None),
            ("2026-02-30T00:00:00Z", None),
            ("1969-12-31T23:59:59Z", None),
            ("２０２６-10-01T00:00:00Z", None),
        ] {
            assert_eq!(parse_to(text), ms.map(Ts), "{text}");
        }
    }

    #[test]
    fn counts() {
        for (text, count) in [("1", Some(1)), ("200", Some(200)), ("007", Some(7))] {
            assert_eq!(parse_count(text).map(Count::get), count);
        }
        for text in [
            "0",
            "201",
            "-1",
            "+5",
            "1.0",
            "1e2",
            "",
            " 5",
            "٣",
            "99999999999999999999",
        ] {
            assert_eq!(parse_count(text), None, "{text}");
        }
    }
}
