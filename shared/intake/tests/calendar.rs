//! When the market of a file is open: chosen, its venue's, written in the file, or told by the times.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(dead_code, reason = "not every test uses every helper")]

mod common;

use common::NOW;
use domain::{Bar, Bars, Calendar, Symbol, Timeframe, Ts, Venue};
use intake::{DefectKind, Draft, Options, export};

/// Ten days from Wednesday 2024-01-03 on; the two weekends between them are missing.
fn weekdays() -> Bars {
    let open = |day: u32| Ts::from_date(2024, 1, day);
    let bar = |day| Bar {
        open_time: open(day),
        open: 10.0 + f64::from(day),
        high: 12.0 + f64::from(day),
        low: 9.0 + f64::from(day),
        close: 11.0 + f64::from(day),
        volume: 5.0,
        made_up: false,
    };
    let days = [3, 4, 5, 8, 9, 10, 11, 12, 15, 16];
    Bars::from_bars(Timeframe::Day1, days.map(bar)).unwrap()
}

#[test]
fn gaps_are_told_by_the_hours_that_were_chosen_and_those_of_the_venue_before_what_the_times_tell() {
    let text = export::csv(&weekdays());
    let judged = |venue: Option<Venue>, calendar: Option<Calendar>| {
        let options = Options {
            venue,
            calendar,
            ..Options::default()
        };
        let draft = Draft::read("days.csv", text.clone(), &options).unwrap();
        let found = intake::inspect(&draft, &options, NOW);
        let import = intake::bars(&draft, &options, &[], NOW).unwrap();
        assert_eq!(found.calendar, Some(import.calendar));
        let gaps = found.count(DefectKind::Gap);
        (import.calendar, import.calendar_guessed, gaps)
    };
    let (always, own) = (Calendar::AlwaysOpen, Calendar::OwnSessions);
    let new_york = Calendar::ExchangeSessions;
    // Two weeks without a holiday are some exchange's; Monday the 15th was a holiday in New York, but nobody has to keep it.
    assert_eq!(judged(None, None), (own, true, 0));
    assert_eq!(judged(None, Some(always)), (always, false, 2));
    assert_eq!(judged(None, Some(new_york)), (new_york, false, 0));
    assert_eq!(judged(Some(Venue::File), None), (own, true, 0));
    assert_eq!(judged(Some(Venue::Upbit), None), (always, false, 2));
    assert_eq!(judged(Some(Venue::Alpaca), None), (new_york, false, 0));
}

#[test]
fn a_parquet_file_of_ours_says_when_its_market_is_open_unless_its_venue_does() {
    let bars = weekdays();
    let read = |venue, written, options: &Options| {
        let symbol = Symbol::parse("ABC").unwrap();
        let id = store::SeriesId::new(venue, symbol, Timeframe::Day1);
        let bytes = store::library::as_file(id, written, &bars).unwrap();
        let draft = Draft::read("a.parquet", bytes, options).unwrap();
        let import = intake::bars(&draft, options, &[], NOW).unwrap();
        assert_eq!(import.bars, bars);
        let taken = draft.preview().taken.calendar;
        (import.calendar, import.calendar_guessed, taken)
    };
    let (always, own) = (Calendar::AlwaysOpen, Calendar::OwnSessions);
    let none = Options::default();
    assert_eq!(read(Venue::File, None, &none), (own, true, None));
    for written in Calendar::ALL {
        let got = read(Venue::File, Some(written), &none);
        assert_eq!(got, (written, false, Some(written)));
    }
    let chosen = Options {
        calendar: Some(own),
        ..Options::default()
    };
    let got = read(Venue::File, Some(always), &chosen);
    assert_eq!(got, (own, false, Some(own)), "a choice comes first");
    let got = read(Venue::Binance, Some(own), &none);
    assert_eq!(got, (always, false, None), "the venue knows better");
}
