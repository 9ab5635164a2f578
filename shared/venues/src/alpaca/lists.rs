//! Which stocks there are, and on which days they trade.

use domain::{Span, Symbol, Ts, moment::parse_utc, time::DAY_MS, zones::Zone};

use super::{Alpaca, code, cost};
use crate::{
    AskError, Exchange, Fault, Host, HttpReply, HttpRequest, Keys, Market, Markets, Session,
    WireError,
    excerpt::excerpt,
    exchange::answer,
    listing::sort,
    wire::{At, Fields},
};

const ASSETS: At = At::reply("Alpaca assets");
const CALENDAR: At = At::reply("Alpaca calendar");

/// Parts of a share have nine decimals, and an order for one is at least a dollar.
const PART: (f64, f64) = (1e-9, 1.0);

pub(super) fn assets() -> HttpRequest {
    let target = "/v2/assets?status=active&asset_class=us_equity".to_owned();
    HttpRequest::get(Host::Trading, target, cost("trading"))
}

pub(super) fn read_assets(body: &[u8]) -> Result<Markets, WireError> {
    let reply = ASSETS.json(body)?;
    let mut found = Markets::default();
    for (row, value) in ASSETS.list(&reply)?.iter().enumerate() {
        let it = ASSETS.row(row).object(value)?;
        let text = it.text("symbol")?;
        let Some(symbol) = Symbol::parse(text).ok().and_then(|it| code(it).ok()) else {
            found.left_out.push(excerpt(text));
            continue;
        };
        let (lot, min_notional) = if it.flag("fractionable")? {
            (PART.0, Some(PART.1))
        } else {
            (1.0, None)
        };
        found.markets.push(Market {
            symbol,
            base: symbol.to_string(),
            quote: "USD".to_owned(),
            korean_name: None,
            english_name: Some(excerpt(it.text("name")?)),
            trading: it.flag("tradable")?,
            warning: false,
            cautions: Vec::new(),
            tick: None,
            lot: Some(lot),
            min_notional,
        });
    }
    sort(&mut found, ASSETS)?;
    Ok(found)
}

impl Alpaca {
    /// Asks for the trading days of a span.
    pub fn calendar(&self, span: Span, keys: Option<&Keys>) -> Result<HttpRequest, AskError> {
        let (start, end) = (span.start, span.end);
        if start >= end {
            return Err(AskError::Span { start, end });
        }
        let date = |at: Ts| {
            let day = at.civil();
            format!("{:04}-{:02}-{:02}", day.year, day.month, day.day)
        };
        // Inclusive.
        let target = format!(
            "/v2/calendar?start={}&end={}",
            date(start),
            date(Ts(end.0 - 1))
        );
        self.signed(
            HttpRequest::get(Host::Trading, target, cost("trading")),
            keys,
        )
    }

    /// Reads the trading days, oldest first.
    pub fn read_calendar(&self, reply: &HttpReply) -> Result<Vec<Session>, Fault> {
        answer(self, reply, |body| {
            let reply = CALENDAR.json(body)?;
            let mut found: Vec<Session> = Vec::new();
            for (row, value) in CALENDAR.list(&reply)?.iter().enumerate() {
                let it = CALENDAR.row(row).object(value)?;
                let session = session(it)?;
                if let Some(before) = found.last().filter(|before| session.day <= before.day) {
                    let want = format!("a date after {}", before.day);
                    return Err(it.at.error("date", session.day.to_string(), want));
                }
                found.push(session);
            }
            Ok(found)
        })
    }
}

fn session(it: Fields<'_>) -> Result<Session, WireError> {
    let text = it.text("date")?;
    let day = parse_utc(&format!("{text}T00:00:00")).ok_or_else(|| {
        let got = format!("{:?}", excerpt(text));
        it.at.error("date", got, "a date like 2026-11-27")
    })?;
    let opens = clock(it, "open", day)?;
    let closes = clock(it, "close", day)?;
    if closes <= opens {
        let want = format!("a time after {}", excerpt(it.text("open")?));
        return Err(it.wrong("close", it.value("close", "")?, want));
    }
    Ok(Session { day, opens, closes })
}

/// `09:30` on New York's clock.
fn clock(it: Fields<'_>, field: &str, day: Ts) -> Result<Ts, WireError> {
    let text = it.text(field)?;
    let minute = match text.as_bytes() {
        [h1, h2, b':', m1, m2] => two(*h1, *h2).zip(two(*m1, *m2)),
        _ => None,
    };
    match minute {
        Some((hour @ 0..24, minute @ 0..60)) => {
            Ok(Zone::NewYork.instant(day.0 / DAY_MS, hour * 60 + minute))
        }
        _ => {
            let got = format!("{:?}", excerpt(text));
            Err(it.at.error(field, got, "a time like 09:30"))
        }
    }
}

fn two(tens: u8, ones: u8) -> Option<u32> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| u32::from(byte - b'0'));
    Some(digit(tens)? * 10 + digit(ones)?)
}
