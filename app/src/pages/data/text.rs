//! Figures and moments of the data page in words.

use super::words::{filled, words};
use crate::format;
use crate::library::protocol::{SeriesKey, SeriesRow, Source};
use crate::settings::use_settings;
use domain::{Calendar, Span, Timeframe, Ts};
use leptos::prelude::*;

/// A size in bytes.
pub fn bytes(size: u64) -> String {
    let size = size as f64;
    let steps = [(1e9, "GB"), (1e6, "MB"), (1e3, "KB")];
    match steps.iter().find(|(step, _)| size >= *step) {
        Some((step, unit)) => {
            let scaled = size / step;
            let decimals = usize::from(scaled < 100.0);
            format!("{} {unit}", format::number(scaled, decimals))
        }
        None => format!("{} B", format::number(size, 0)),
    }
}

/// A whole number.
pub fn count(value: u64) -> String {
    format::number(value as f64, 0)
}

/// A stretch of time, in the largest unit that fits.
pub fn duration(millis: f64) -> String {
    let w = words();
    let seconds = (millis / 1000.0).max(0.0);
    let (value, unit) = match seconds {
        s if s >= 2.0 * 86_400.0 => (s / 86_400.0, w.days),
        s if s >= 2.0 * 3_600.0 => (s / 3_600.0, w.hours),
        s if s >= 120.0 => (s / 60.0, w.minutes),
        s => (s.ceil(), w.seconds),
    };
    filled(unit, &[&format::number(value, 0)])
}

/// How long ago.
pub fn ago(at: Ts, now: f64) -> String {
    filled(words().ago, &[&duration(now - at.0 as f64)])
}

/// A series as its reader calls it.
pub fn called(key: SeriesKey) -> String {
    crate::troubles::series(key, untrack(|| use_settings().lang.get()))
}

/// Where the bars of a series come from.
pub fn source(row: &SeriesRow) -> String {
    let w = words();
    match &row.source {
        Source::Exchange => {
            let lang = use_settings().lang.get();
            row.key.venue.name().get(lang).to_owned()
        }
        Source::File(name) => name.clone(),
        Source::Made(from) => filled(w.source_made, &[from.as_str()]),
        Source::Library => w.source_library.to_owned(),
        Source::Rebuilt => w.source_rebuilt.to_owned(),
    }
}

/// When a market is open.
pub fn hours(calendar: Calendar) -> &'static str {
    let w = words();
    match calendar {
        Calendar::AlwaysOpen => w.hours_always,
        Calendar::ExchangeSessions => w.hours_new_york,
        Calendar::OwnSessions => w.hours_other,
    }
}

/// A moment on the reader's clock, without its name.
pub fn moment(at: Ts) -> String {
    format::minute(use_settings().zone.get().clock(at))
}

/// The minute a moment lies in, for whom its second says nothing.
pub fn minute(at: Ts) -> String {
    moment(Ts(at.0 - at.0.rem_euclid(60_000)))
}

/// The reader's clock by name.
pub fn zone() -> String {
    use_settings()
        .zone
        .get()
        .name(Ts(js_sys::Date::now() as i64))
}

/// From the first bar to the last one's close; days where bars are days or longer.
pub fn span(span: Option<Span>, timeframe: Timeframe) -> String {
    let Some(span) = span else {
        return format::NONE.to_owned();
    };
    let zone = use_settings().zone.get();
    let text = |at: Ts| {
        if timeframe >= Timeframe::Day1 {
            // A day is named by the date it opens on, by the venue's own clock.
            format::date(at)
        } else {
            format::date(zone.clock(at))
        }
    };
    format!("{} – {}", text(span.start), text(Ts(span.end.0 - 1)))
}
