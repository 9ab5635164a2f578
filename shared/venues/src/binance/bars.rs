//! Klines: oldest first, at most 1,000, twelve columns with the prices written as texts.

use domain::{Bar, Ts, Venue};
use serde_json::Value;

use super::{Binance, code, cost, interval};
use crate::{
    AskError, BarsAsk, BarsPage, Cost, Host, HttpRequest, PageAsk, WireError,
    page::{Rows, closed, spanned},
    wire::{At, quoted, shown},
};

/// The most that one request returns.
pub(super) const PAGE: u32 = 1_000;
/// What one page costs, however many bars it has.
pub(super) const COST: Cost = cost(2);

const AT: At = At::reply("Binance klines");
const COLUMNS: usize = 12;

/// The request for the oldest klines from the page's start.
pub(super) fn request(ask: &BarsAsk, page: &PageAsk) -> Result<HttpRequest, AskError> {
    spanned(ask)?;
    let venue = Venue::Binance;
    let timeframe = ask.timeframe;
    let interval = interval(timeframe).ok_or(AskError::Timeframe { venue, timeframe })?;
    let target = format!(
        "/api/v3/klines?symbol={}&interval={interval}&startTime={}&endTime={}&limit={PAGE}",
        code(ask.symbol)?,
        from(ask, page)?.0,
        // Inclusive.
        ask.span.end.0 - 1,
    );
    Ok(HttpRequest::get(Host::Data, target, COST))
}

/// Reads a page.
pub(super) fn read(ask: &BarsAsk, page: &PageAsk, body: &[u8]) -> Result<BarsPage, WireError> {
    let from = from(ask, page).map_err(|error| AT.error("", error.to_string(), "a page"))?;
    let reply = AT.json(body)?;
    let list = AT.list(&reply)?;
    if list.len() > PAGE as usize {
        let got = format!("{} rows", list.len());
        return Err(AT.error("", got, format!("at most {PAGE}")));
    }
    let mut rows: Rows = Vec::with_capacity(list.len());
    for (row, value) in list.iter().enumerate() {
        let at = AT.row(row);
        let bar = kline(ask, at, value)?;
        if bar.open_time < from || bar.open_time >= ask.span.end {
            let want = format!("a time from {from} and before {}", ask.span.end);
            return Err(at.error("open time", bar.open_time.to_string(), want));
        }
        rows.push((row, bar));
    }
    let newest = rows.last().map(|(_, bar)| bar.open_time);
    // A page that is not full proves nothing: the last is one that reaches the end, or an empty one.
    let next = newest
        .filter(|&newest| ask.timeframe.close_of(newest) < ask.span.end)
        .map(|newest| PageAsk::From(Ts(newest.0 + 1)));
    closed(&Binance, ask, AT, rows, next)
}

fn from(ask: &BarsAsk, page: &PageAsk) -> Result<Ts, AskError> {
    match page {
        PageAsk::First => Ok(ask.span.start),
        PageAsk::From(at) => Ok(*at),
        PageAsk::Before(_) | PageAsk::Token(_) => Err(AskError::Page {
            venue: Venue::Binance,
            page: page.clone(),
        }),
    }
}

fn kline(ask: &BarsAsk, at: At, value: &Value) -> Result<Bar, WireError> {
    let list = at.list(value)?;
    if list.len() < COLUMNS {
        let got = format!("{} columns", list.len());
        return Err(at.error("", got, format!("{COLUMNS} columns")));
    }
    let column = |index: usize| list.get(index).unwrap_or(&Value::Null);
    let whole = |index: usize, field: &str| {
        let value = column(index);
        let want = "a whole number";
        value
            .as_i64()
            .ok_or_else(|| at.error(field, shown(value), want))
    };
    let number = |index: usize, field: &str| {
        let value = column(index);
        quoted(value).ok_or_else(|| at.error(field, shown(value), "a number written as a text"))
    };
    let amount = |index: usize, field: &str| {
        let got = number(index, field)?;
        if got >= 0.0 {
            Ok(got)
        } else {
            Err(at.error(field, got.to_string(), "a number of 0 or more"))
        }
    };
    let open_time = at.moment("open time", whole(0, "open time")?)?;
    let bar = Bar {
        open_time,
        open: number(1, "open")?,
        high: number(2, "high")?,
        low: number(3, "low")?,
        close: number(4, "close")?,
        volume: number(5, "volume")?,
        made_up: false,
    };
    if ask.timeframe.open_of(open_time) != open_time {
        let want = format!("a time on a {} boundary", ask.timeframe);
        return Err(at.error("open time", open_time.to_string(), want));
    }
    let (close_time, close) = (whole(6, "close time")?, ask.timeframe.close_of(open_time));
    // A halt may cut a bar short, so the last millisecond is not demanded.
    if !(open_time.0..close.0).contains(&close_time) {
        let want = format!("a time from {open_time} and before {close}");
        return Err(at.error("close time", Ts(close_time).to_string(), want));
    }
    amount(7, "quote volume")?;
    let trades = whole(8, "trades")?;
    if trades < 0 {
        return Err(at.error("trades", trades.to_string(), "a number of 0 or more"));
    }
    amount(9, "taker buy volume")?;
    amount(10, "taker buy quote volume")?;
    Ok(bar)
}
