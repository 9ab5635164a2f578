//! Stock bars: oldest first, page by page until there is no token, stamped by New York's clock from a day on.

use domain::{Bar, Timeframe, Ts, Venue, moment, time::DAY_MS, zones::Zone};
use serde_json::Value;

use super::{Alpaca, code, cost};
use crate::{
    AskError, BarsAsk, BarsPage, Cost, Exchange, Host, HttpRequest, PageAsk, WireError,
    excerpt::excerpt,
    page::{Rows, closed, spanned},
    wire::{At, Fields},
};

/// The most that one request returns.
pub(super) const PAGE: u32 = 10_000;
pub(super) const COST: Cost = cost("data");

const AT: At = At::reply("Alpaca bars");
/// A token is some base64; a longer one would not fit an address.
const LONGEST_TOKEN: usize = 1_000;

/// The request for a page.
pub(super) fn request(ask: &BarsAsk, page: &PageAsk) -> Result<HttpRequest, AskError> {
    spanned(ask)?;
    let (venue, timeframe) = (Venue::Alpaca, ask.timeframe);
    let length = match timeframe {
        Timeframe::Minute1 => "1Min",
        Timeframe::Minute3 => "3Min",
        Timeframe::Minute5 => "5Min",
        Timeframe::Minute10 => "10Min",
        Timeframe::Minute15 => "15Min",
        Timeframe::Minute30 => "30Min",
        Timeframe::Hour1 => "1Hour",
        Timeframe::Day1 => "1Day",
        _ => {
            return Err(AskError::Timeframe { venue, timeframe });
        }
    };
    let start = stamp(timeframe, from(ask, page)?);
    // Inclusive, and to the second: bars open on whole seconds. A plan that sees prices late refuses a later end.
    let end = Ts(stamp(timeframe, ask.span.end).0 - 1);
    let end = end.min(Alpaca.shows_until(ask)).max(start);
    let mut target = format!(
        "/v2/stocks/{}/bars?timeframe={length}&start={}&end={}&limit={PAGE}&adjustment={}&feed={}&sort=asc",
        code(ask.symbol)?,
        encoded(&start.to_string()),
        encoded(&end.to_string()),
        ask.variant.adjustment.as_str(),
        ask.variant.feed.as_str(),
    );
    if let PageAsk::Token(token) = page {
        target += &format!("&page_token={}", encoded(token));
    }
    Ok(HttpRequest::get(Host::Data, target, COST))
}

/// Reads a page.
pub(super) fn read(ask: &BarsAsk, page: &PageAsk, body: &[u8]) -> Result<BarsPage, WireError> {
    let from = from(ask, page).map_err(|error| AT.error("", error.to_string(), "a page"))?;
    let reply = AT.json(body)?;
    let it = AT.object(&reply)?;
    let symbol = it.text("symbol")?;
    if symbol != ask.symbol.as_str() {
        return Err(AT.error("symbol", excerpt(symbol), ask.symbol.as_str()));
    }
    let next = match it.value("next_page_token", "a text or null")? {
        Value::Null => None,
        _ => Some(it.text("next_page_token")?.to_owned()),
    };
    if let Some(token) = &next {
        let known = matches!(page, PageAsk::Token(last) if last == token);
        if known || token.is_empty() || token.len() > LONGEST_TOKEN {
            let got = format!("{:?}", excerpt(token));
            return Err(AT.error("next_page_token", got, "a new token, or null"));
        }
    }
    let none = Vec::new();
    let list = match it.value("bars", "a list")? {
        // A span without a trade.
        Value::Null if next.is_none() => &none,
        Value::Array(list) => list,
        other => return Err(it.wrong("bars", other, "a list")),
    };
    if list.len() > PAGE as usize {
        let got = format!("{} rows", list.len());
        return Err(AT.error("bars", got, format!("at most {PAGE}")));
    }
    let mut rows: Rows = Vec::with_capacity(list.len());
    for (row, value) in list.iter().enumerate() {
        let it = AT.row(row).object(value)?;
        let bar = bar(ask.timeframe, it)?;
        if bar.open_time < from || bar.open_time >= ask.span.end {
            let want = format!("a time from {from} and before {}", ask.span.end);
            return Err(it.at.error("t", bar.open_time.to_string(), want));
        }
        rows.push((row, bar));
    }
    closed(&Alpaca, ask, AT, rows, next.map(PageAsk::Token))
}

/// A token goes on inside the span; where, only Alpaca knows.
fn from(ask: &BarsAsk, page: &PageAsk) -> Result<Ts, AskError> {
    match page {
        PageAsk::First | PageAsk::Token(_) => Ok(ask.span.start),
        PageAsk::From(at) => Ok(*at),
        PageAsk::Before(_) => Err(AskError::Page {
            venue: Venue::Alpaca,
            page: page.clone(),
        }),
    }
}

/// Our name for a moment as Alpaca stamps it: a day opens at midnight in New York and is called by its date here.
fn stamp(timeframe: Timeframe, at: Ts) -> Ts {
    if timeframe < Timeframe::Day1 {
        return Ts(at
            .0
            .saturating_add(999)
            .div_euclid(1_000)
            .saturating_mul(1_000));
    }
    // A bound inside a day means the next one.
    let day = at.0.saturating_add(DAY_MS - 1).div_euclid(DAY_MS);
    Zone::NewYork.instant(day, 0)
}

fn bar(timeframe: Timeframe, it: Fields<'_>) -> Result<Bar, WireError> {
    let text = it.text("t")?;
    let wrong = |want: &str| it.at.error("t", format!("{:?}", excerpt(text)), want);
    let zoned = text.contains('T') && text.ends_with('Z');
    let at = Some(text)
        .filter(|_| zoned)
        .and_then(moment::parse)
        .ok_or_else(|| wrong("a time like 2026-11-19T14:30:00Z"))?;
    let open_time = if timeframe < Timeframe::Day1 {
        if timeframe.open_of(at) != at {
            return Err(wrong(&format!("a time on a {timeframe} boundary")));
        }
        at
    } else {
        date(at).ok_or_else(|| wrong("midnight in New York"))?
    };
    it.amount("vw")?;
    if it.whole("n")? < 0 {
        return Err(it.wrong("n", it.value("n", "")?, "a number of 0 or more"));
    }
    Ok(Bar {
        open_time,
        open: it.price("o")?,
        high: it.price("h")?,
        low: it.price("l")?,
        close: it.price("c")?,
        volume: it.amount("v")?,
        made_up: false,
    })
}

/// The date of a stamp that is midnight in New York, as midnight UTC; one that is midnight UTC already can mean nothing else.
fn date(at: Ts) -> Option<Ts> {
    if at.0.rem_euclid(DAY_MS) == 0 {
        return Some(at);
    }
    let local = Zone::NewYork.local(at);
    let midnight = Zone::NewYork.instant(local.day, 0) == at;
    midnight.then_some(Ts(local.day * DAY_MS))
}

/// Everything but letters, digits and a few marks as `%XX`.
fn encoded(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                kept.push(char::from(byte));
            }
            _ => kept += &format!("%{byte:02X}"),
        }
    }
    kept
}
