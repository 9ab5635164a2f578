//! Names are kept by what bars are made of, so whoever changes what comes out of the same files must raise `RULES`: the names of some
//! bars are pinned here together with it, as `pinned_names.py` works them out without a line of ours.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

mod common;

use common::{NOW, id, now, open};
use domain::{Bar, Bars, Calendar, Digest, Span, Timeframe, Ts, Venue};
use store::names::RULES;
use store::{GapPolicy, Library, Memory, Write};

/// The rules under which the names below were pinned.
const PINNED_RULES: u32 = 1;

const AROUND: Calendar = Calendar::AlwaysOpen;
const NEW_YORK: Calendar = Calendar::ExchangeSessions;
const OTHER: Calendar = Calendar::OwnSessions;
const LEAVE: GapPolicy = GapPolicy::Leave;
const FILL: GapPolicy = GapPolicy::FillForward;

/// How bars are read, and the name they must have.
type Case = (
    (Calendar, GapPolicy, Timeframe, Option<Span>),
    &'static str,
    &'static str,
);

const HOURS: &str = "5addb363be6d3a4cb139cadd4fba20f8621e2662d651890d0388d7cc39e9f8a4";
const FILLED: &str = "e59fb004063179f034d1fa0d409c4a7c5658f1268aeb5fd1b1664240b466a92f";
const IN_SESSIONS: &str = "2b2e607c7aec2668e190cba10cecbbc30ff4333e5b677bad8ad8762f132412f4";
const FOUR_HOURS: &str = "5890fe4a3a2080d68fc26c05a7913056682b6591524ace273bfc451541efd7a8";
const FOUR_FILLED: &str = "5d857a268a12a0e5d953e00fe5563c483c51db5129d7acc01f9c9e6f7f7830bf";
const DAYS: &str = "40a3c2946f19ffccd78646851a6c90c8d470e7b5314049ac10111f8097279719";
const WEEKS: &str = "784eeab914af28fcecd18a2f5aa7e02ef12774db2c810240382e4057b03940a6";
const MONTHS: &str = "342a93ad4a5236a6fc4dd6294956426a9a9a739f017b19676effd62b4ee68ca3";
const CUT: &str = "6a6a0c6ba3bd9f2330b10f1e76495c94acf8616542c4127300dfb4dd78cb9855";
const CUT_DAYS: &str = "790e55c4bf284ad2dc7a7fe088471f514be9208f5f85d1f3f192b15174888e36";
const CUT_FILLED: &str = "52bee4275221f4a70b9154c491ab79ee077d20966741a4a8902c591dd00c1221";

fn cases() -> [Case; 15] {
    let hour = Timeframe::Hour1;
    let cut = Some(Span {
        start: Ts(Ts::from_date(2024, 12, 31).0 + 6 * hour.millis()),
        end: Ts(Ts::from_date(2025, 1, 1).0 + 7 * hour.millis()),
    });
    let four = Timeframe::Hour4;
    [
        ((AROUND, LEAVE, hour, None), HOURS, "hours as they are"),
        ((AROUND, GapPolicy::Mark, hour, None), HOURS, "gaps marked"),
        ((AROUND, FILL, hour, None), FILLED, "filled"),
        ((NEW_YORK, LEAVE, hour, None), HOURS, "another calendar"),
        ((NEW_YORK, FILL, hour, None), IN_SESSIONS, "in sessions"),
        ((OTHER, FILL, hour, None), HOURS, "in unknown sessions"),
        ((AROUND, LEAVE, four, None), FOUR_HOURS, "four hours"),
        ((AROUND, FILL, four, None), FOUR_FILLED, "four, filled"),
        ((AROUND, LEAVE, Timeframe::Day1, None), DAYS, "days"),
        ((AROUND, LEAVE, Timeframe::Week1, None), WEEKS, "weeks"),
        ((AROUND, LEAVE, Timeframe::Month1, None), MONTHS, "months"),
        ((AROUND, LEAVE, hour, cut), CUT, "a stretch"),
        ((OTHER, FILL, hour, cut), CUT, "a stretch, nothing filled"),
        ((AROUND, LEAVE, Timeframe::Day1, cut), CUT_DAYS, "its days"),
        ((AROUND, FILL, four, cut), CUT_FILLED, "its four, filled"),
    ]
}

/// Hours from Monday 2024-12-30 on, in two files and with two holes: a whole session of New York, and the end of the year.
fn hours() -> Bars {
    let quarters = |hour: i64| 100.0 + (hour * 7 % 23) as f64 / 4.0;
    let gone = |hour: &i64| (36..45).contains(hour) || (46..48).contains(hour);
    let bar = |hour: i64| {
        let (open, close) = (quarters(hour), quarters(hour + 1));
        Bar {
            open_time: Ts(Ts::from_date(2024, 12, 30).0 + hour * Timeframe::Hour1.millis()),
            open,
            high: open.max(close) + 0.5,
            low: open.min(close) - 0.5,
            close,
            volume: 1.25 + (hour % 5) as f64,
            made_up: false,
        }
    };
    let there = (0..84).filter(|hour| !gone(hour));
    Bars::from_bars(Timeframe::Hour1, there.map(bar)).unwrap()
}

/// The name of bars as whoever answers a question reads them: in pieces where they are long enough, or made longer and cut to the span.
/// What can't be read says so in its place.
fn name(library: &Library<Memory>, to: Timeframe, span: Option<Span>) -> String {
    let read = || -> Result<Digest, Box<dyn std::error::Error>> {
        let series = library.series().next().unwrap().id;
        let loaded = now(library.load(series, span))?.bars;
        if to != series.timeframe {
            let longer = loaded.resample(to)?;
            let rows = span.map_or(0..longer.len(), |span| longer.rows_in(span));
            return Ok(longer.slice(rows).digest());
        }
        let mut joined = Bars::new(to);
        let mut parts = now(library.parts(series, span))?;
        while let Some(bars) = now(parts.next())? {
            joined.extend(&bars)?;
        }
        assert_eq!(joined.digest(), loaded.digest(), "in pieces");
        Ok(joined.digest())
    };
    read().map_or_else(|error| error.to_string(), |digest| digest.to_string())
}

#[test]
fn what_reading_gives_has_its_pinned_name_until_the_rules_are_raised() {
    let series = id(Venue::File, "MADE-UP", Timeframe::Hour1);
    let other: Vec<String> = cases()
        .into_iter()
        .filter_map(|((calendar, policy, to, span), pinned, said)| {
            let (mut library, _) = open(Memory::new());
            let how = Write {
                calendar: Some(calendar),
                ..Write::file(NOW, "made up")
            };
            now(library.append(series, &hours(), how)).unwrap();
            assert_eq!(library.segments(series).len(), 2, "a year, a file");
            now(library.set_gap_policy(series, policy, NOW)).unwrap();
            let got = name(&library, to, span);
            (got != pinned).then(|| format!("{said}: {got}, pinned as {pinned}"))
        })
        .collect();
    let other = other.join("\n");
    assert!(
        other.is_empty() || RULES != PINNED_RULES,
        "the same files give other bars or names, and libraries keep those of before:\nraise RULES in shared/store/src/names.rs, then \
        make pinned_names.py say what is right and pin that here\n{other}"
    );
    assert!(
        other.is_empty(),
        "RULES was raised to {RULES}: make pinned_names.py say what is right now, and pin that with PINNED_RULES\n{other}"
    );
    assert_eq!(
        RULES, PINNED_RULES,
        "RULES was changed and every name is what it was: if something these cases don't show has changed, add a case and pin it"
    );
}
