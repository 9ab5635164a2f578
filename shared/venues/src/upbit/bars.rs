//! Candles: newest first, at most 200, only where somebody traded.

use domain::{Bar, Timeframe, Ts};

use super::{CANDLE, Market, Upbit};
use crate::{
    AskError, BarsAsk, BarsPage, Exchange, Host, HttpRequest, PageAsk, WireError,
    excerpt::excerpt,
    page::{Rows, closed, spanned},
    parse_utc,
    wire::{At, Fields},
};

/// The most that one request returns; more is cut to this without a word.
pub(super) const PAGE: u32 = 200;

const AT: At = At::reply("Upbit candles");

/// Korea is nine hours ahead all year.
const KST_MS: i64 = 9 * 3_600_000;

/// The request for the newest candles before the page's end.
pub(super) fn request(ask: &BarsAsk, page: &PageAsk) -> Result<HttpRequest, AskError> {
    spanned(ask)?;
    let market = code(ask)?;
    let unit = match ask.timeframe {
        Timeframe::Second1 => "seconds",
        Timeframe::Minute1 => "minutes/1",
        Timeframe::Minute3 => "minutes/3",
        Timeframe::Minute5 => "minutes/5",
        Timeframe::Minute10 => "minutes/10",
        Timeframe::Minute15 => "minutes/15",
        Timeframe::Minute30 => "minutes/30",
        Timeframe::Hour1 => "minutes/60",
        Timeframe::Hour4 => "minutes/240",
        Timeframe::Day1 => "days",
        Timeframe::Week1 => "weeks",
        Timeframe::Month1 => "months",
        timeframe => {
            let venue = Upbit.venue();
            return Err(AskError::Timeframe { venue, timeframe });
        }
    };
    // A bare colon is answered with 400.
    let to = bound(ask, page)?.to_string().replace(':', "%3A");
    let target = format!("/candles/{unit}?market={market}&count={PAGE}&to={to}");
    Ok(HttpRequest::get(Host::Data, target, CANDLE))
}

/// Reads a page.
pub(super) fn read(ask: &BarsAsk, page: &PageAsk, body: &[u8]) -> Result<BarsPage, WireError> {
    // A question that can't be asked has no answer either.
    let to = bound(ask, page).map_err(|error| AT.error("", error.to_string(), "a page"))?;
    let reply = AT.json(body)?;
    let list = AT.list(&reply)?;
    if list.len() > PAGE as usize {
        let got = format!("{} rows", list.len());
        return Err(AT.error("", got, format!("at most {PAGE}")));
    }
    let mut rows: Rows = Vec::with_capacity(list.len());
    let mut newer = to;
    for (row, value) in list.iter().enumerate() {
        let fields = AT.row(row).object(value)?;
        let (stamp, bar) = candle(ask, fields)?;
        if stamp >= newer {
            let want = format!("a time before {newer}: newest first, and `to` is exclusive");
            return Err(fields
                .at
                .error("candle_date_time_utc", stamp.to_string(), want));
        }
        newer = stamp;
        rows.push((row, bar));
    }
    let oldest = rows.last().map(|(_, bar)| bar.open_time);
    rows.reverse();
    // Fewer rows than asked for mean nothing: only an empty page, or one that reaches the start, is the last.
    let next = oldest
        .filter(|&oldest| oldest > ask.span.start)
        .map(PageAsk::Before);
    closed(&Upbit, ask, AT, rows, next)
}

pub(super) fn code(ask: &BarsAsk) -> Result<Market, AskError> {
    Market::try_from(&ask.symbol).map_err(|_| AskError::Symbol {
        venue: Upbit.venue(),
        symbol: ask.symbol,
    })
}

/// The exclusive upper bound, in whole seconds; bars open on whole seconds, so rounding up asks for the same ones.
fn bound(ask: &BarsAsk, page: &PageAsk) -> Result<Ts, AskError> {
    let to = match page {
        PageAsk::First => ask.span.end,
        PageAsk::Before(to) => *to,
        PageAsk::From(_) | PageAsk::Token(_) => {
            return Err(AskError::Page {
                venue: Upbit.venue(),
                page: page.clone(),
            });
        }
    };
    Ok(Ts(to
        .0
        .saturating_add(999)
        .div_euclid(1_000)
        .saturating_mul(1_000)))
}

/// One candle and the time it was stamped with.
fn candle(ask: &BarsAsk, it: Fields<'_>) -> Result<(Ts, Bar), WireError> {
    let market = it.text("market")?;
    if market != ask.symbol.as_str() {
        return Err(it.at.error("market", excerpt(market), ask.symbol.as_str()));
    }
    let minutes = ask.timeframe.millis() / 60_000;
    // Candles of seconds have no unit.
    if minutes > 0
        && ask.timeframe < Timeframe::Day1
        && it.fields.contains_key("unit")
        && it.whole("unit")? != minutes
    {
        return Err(it.wrong("unit", it.value("unit", "")?, minutes.to_string()));
    }
    let stamp = time(it, "candle_date_time_utc")?;
    if it.fields.contains_key("candle_date_time_kst") {
        let kst = time(it, "candle_date_time_kst")?;
        if kst.0 - stamp.0 != KST_MS {
            let want = format!("nine hours after {stamp}");
            return Err(it.at.error("candle_date_time_kst", kst.to_string(), want));
        }
    }
    // The week or month of a listing may be stamped with its first day of trading; days and shorter bars never are.
    let grid = ask.timeframe.min(Timeframe::Day1);
    if grid.open_of(stamp) != stamp {
        let want = format!("a time on a {grid} boundary");
        return Err(it.at.error("candle_date_time_utc", stamp.to_string(), want));
    }
    let bar = Bar {
        open_time: ask.timeframe.open_of(stamp),
        open: it.price("opening_price")?,
        high: it.price("high_price")?,
        low: it.price("low_price")?,
        close: it.price("trade_price")?,
        volume: it.amount("candle_acc_trade_volume")?,
        made_up: false,
    };
    Ok((stamp, bar))
}

fn time(it: Fields<'_>, field: &str) -> Result<Ts, WireError> {
    let text = it.text(field)?;
    parse_utc(text).ok_or_else(|| {
        let got = format!("{:?}", excerpt(text));
        it.at.error(field, got, "a time like 2026-11-20T03:15:00")
    })
}
