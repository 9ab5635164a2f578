//! When markets are open: told by the times of bars, and what a closed one owes.

use crate::common::{NOW, bars, id, now, open, without};
use crate::{DAY, MINUTE};
use domain::{Bar, Bars, Calendar, Timeframe, Ts, Venue};
use store::quality::calendar_of;
use store::quality::sessions::is_trading_day;
use store::sim::Disk;
use store::{GapPolicy, Memory, Write};

/// The first half of 2024.
const HALF_YEAR: (Ts, Ts) = (Ts(1_704_067_200_000), Ts(1_719_792_000_000));

/// The days from one to another, the last excluded, on which a market is open; days are counted from 1970.
fn days(first: Ts, last: Ts, open: impl Fn(i64) -> bool) -> Vec<i64> {
    let days = first.0.div_euclid(DAY)..last.0.div_euclid(DAY);
    days.filter(|day| open(*day)).map(|day| day * DAY).collect()
}

fn weekdays(day: i64) -> bool {
    // 1970-01-01 was a Thursday.
    !matches!(day.rem_euclid(7), 2 | 3)
}

/// Holidays of Seoul in the first half of 2024, as the KRX published them.
fn seoul(day: i64) -> bool {
    let date = Ts(day * DAY).civil();
    let closed = [
        (1, 1),
        (2, 9),
        (2, 12),
        (3, 1),
        (4, 10),
        (5, 1),
        (5, 6),
        (5, 15),
        (6, 6),
    ];
    weekdays(day) && !closed.contains(&(date.month, date.day))
}

#[test]
fn days_of_new_york_are_told_from_those_of_seoul_and_of_a_coin() {
    let (first, last) = HALF_YEAR;
    let of = |open: &dyn Fn(i64) -> bool| calendar_of(&days(first, last, open), Timeframe::Day1);
    assert_eq!(of(&is_trading_day), Calendar::ExchangeSessions);
    assert_eq!(of(&seoul), Calendar::OwnSessions);
    assert_eq!(of(&weekdays), Calendar::OwnSessions);
    assert_eq!(of(&|_| true), Calendar::AlwaysOpen);
    // Three weeks of New York's days could be anybody's.
    let short = days(
        Ts::from_date(2024, 3, 4),
        Ts::from_date(2024, 3, 25),
        is_trading_day,
    );
    assert_eq!(calendar_of(&short, Timeframe::Day1), Calendar::OwnSessions);
    // Fewer than a week tell nothing.
    assert_eq!(
        calendar_of(&short[..4], Timeframe::Day1),
        Calendar::AlwaysOpen
    );
    assert_eq!(calendar_of(&[], Timeframe::Day1), Calendar::AlwaysOpen);
}

#[test]
fn hours_tell_new_york_from_seoul() {
    let minutes = |from: i64, to: i64| -> Vec<i64> {
        let days = days(
            Ts::from_date(2024, 3, 4),
            Ts::from_date(2024, 3, 25),
            is_trading_day,
        );
        let of_day = |day: i64| (from..to).map(move |minute| day + minute * 60_000);
        days.into_iter().flat_map(of_day).collect()
    };
    // 9:30 to 16:00 in New York are 13:30 to 20:00 UTC in summer: the clocks went forward on 10 March.
    let summer: Vec<i64> = minutes(13 * 60 + 30, 20 * 60)
        .into_iter()
        .filter(|time| *time >= Ts::from_date(2024, 3, 11).0)
        .collect();
    assert_eq!(
        calendar_of(&summer, Timeframe::Minute1),
        Calendar::ExchangeSessions
    );
    // 9:00 to 15:30 in Seoul.
    let seoul = minutes(0, 6 * 60 + 30);
    assert_eq!(
        calendar_of(&seoul, Timeframe::Minute1),
        Calendar::OwnSessions
    );
}

#[test]
fn a_stock_has_no_gap_every_night_but_a_day_that_is_missing_is_one() {
    let aapl = id(Venue::Alpaca, "AAPL", Timeframe::Minute30);
    let (mut library, _) = open(Memory::new());
    // Tuesday 2024-01-02 to Tuesday the 9th, 14:30 to 21:00 UTC, thirteen half hours a day.
    let half_hours = |day: u32| {
        let start = Ts(Ts::from_date(2024, 1, day).0 + (14 * 60 + 30) * MINUTE);
        bars(Timeframe::Minute30, start, 0..13)
            .iter()
            .collect::<Vec<_>>()
    };
    let week = |days: &[u32]| {
        Bars::from_bars(
            Timeframe::Minute30,
            days.iter().flat_map(|day| half_hours(*day)),
        )
        .unwrap()
    };
    now(library.append(aapl, &week(&[2, 3, 4, 5, 8, 9]), Write::download(NOW))).unwrap();
    let entry = library.entry(aapl).unwrap().clone();
    assert_eq!(entry.calendar, Calendar::ExchangeSessions);
    assert_eq!((entry.coverage.expected, entry.coverage.missing), (78, 0));
    assert!(entry.coverage.strip.iter().all(|cell| *cell == 255));

    let (mut library, _) = open(Memory::new());
    now(library.append(aapl, &week(&[2, 3, 5, 8]), Write::download(NOW))).unwrap();
    let coverage = &library.entry(aapl).unwrap().coverage;
    assert_eq!((coverage.missing, coverage.gaps), (13, 1));
    let span = coverage.longest.unwrap().span;
    assert_eq!(span.start.to_string(), "2024-01-04T14:30:00Z");
    assert_eq!(span.end.to_string(), "2024-01-04T21:00:00Z");
    let filled = now(library.load_with(aapl, None, GapPolicy::FillForward)).unwrap();
    assert_eq!((filled.bars.len(), filled.made_up), (65, 13));
}

#[test]
fn an_exchange_whose_holidays_nobody_knows_owes_no_days_of_new_york() {
    let (mut library, _) = open(Memory::new());
    let samsung = id(Venue::File, "005930", Timeframe::Day1);
    // Half a year: open on days New York is closed, closed on days New York is open.
    let (first, last) = HALF_YEAR;
    let all: Vec<Ts> = days(first, last, seoul).into_iter().map(Ts).collect();
    let lost = Ts::from_date(2024, 5, 20)..Ts::from_date(2024, 6, 10);
    let of = |days: &[Ts]| {
        let bar = |at: &Ts| Bar {
            open_time: *at,
            ..bars(Timeframe::Day1, *at, 0..1).get(0).unwrap()
        };
        Bars::from_bars(Timeframe::Day1, days.iter().map(bar)).unwrap()
    };
    now(library.append(samsung, &of(&all), Write::file(NOW, "samsung.csv"))).unwrap();
    let entry = library.entry(samsung).unwrap();
    assert_eq!(entry.calendar, Calendar::OwnSessions);
    assert_eq!(entry.coverage.expected, all.len() as u64);
    assert_eq!((entry.coverage.missing, entry.coverage.gaps), (0, 0));
    assert!(entry.coverage.strip.iter().all(|cell| *cell == 255));

    // Three weeks without a day are no holiday: fifteen weekdays.
    let (mut library, _) = open(Memory::new());
    let some: Vec<Ts> = all
        .iter()
        .copied()
        .filter(|day| !lost.contains(day))
        .collect();
    now(library.append(samsung, &of(&some), Write::file(NOW, "samsung.csv"))).unwrap();
    let coverage = &library.entry(samsung).unwrap().coverage;
    assert_eq!((coverage.missing, coverage.gaps), (15, 1));
    assert_eq!(coverage.expected, some.len() as u64 + 15);
    assert!(coverage.strip.contains(&0));
    // Nothing is made up where nobody knows whether a bar should be.
    let filled = now(library.load_with(samsung, None, GapPolicy::FillForward)).unwrap();
    assert_eq!(filled.made_up, 0);
}

#[test]
fn other_hours_are_kept_even_where_they_miss_the_same_bars() {
    let (mut library, _) = open(Memory::new());
    let mine = id(Venue::File, "MINE", Timeframe::Day1);
    // Monday 2024-01-08 to Friday the 12th: no hours miss any of it.
    let week = bars(Timeframe::Day1, Ts::from_date(2024, 1, 8), 0..5);
    now(library.append(mine, &week, Write::file(NOW, "mine.csv"))).unwrap();
    assert_eq!(library.entry(mine).unwrap().calendar, Calendar::AlwaysOpen);
    let how = Write {
        calendar: Some(Calendar::ExchangeSessions),
        ..Write::file(NOW, "mine.csv")
    };
    let kept = now(library.append(mine, &week, how.clone())).unwrap();
    assert_eq!((kept.added, kept.same, kept.segments), (0, 5, 0));
    let calendar = |library: &store::Library<Memory>| library.entry(mine).unwrap().calendar;
    assert_eq!(calendar(&library), Calendar::ExchangeSessions);
    // Once said, it is nothing new; and bars of which nobody says hours don't take it away.
    assert_eq!(
        now(library.append(mine, &week, how)).unwrap().generation,
        None
    );
    let more = bars(Timeframe::Day1, Ts::from_date(2024, 1, 8), 7..9);
    now(library.append(mine, &more, Write::file(NOW, "more.csv"))).unwrap();
    assert_eq!(calendar(&library), Calendar::ExchangeSessions);
    assert_eq!(library.entry(mine).unwrap().coverage.gaps, 0);
}

#[test]
fn chosen_hours_count_what_is_missing_anew_and_leave_the_bars() {
    let (mut library, _) = open(Memory::new());
    let mine = id(Venue::File, "MINE", Timeframe::Day1);
    // Monday 2024-01-08 to Friday the 19th without the weekend, the Wednesday of the second week, and Monday the 15th, on which
    // New York was closed.
    let all = bars(Timeframe::Day1, Ts::from_date(2024, 1, 8), 0..12);
    let held = without(&without(&all, 9..10), 5..8);
    let how = Write {
        calendar: Some(Calendar::AlwaysOpen),
        ..Write::file(NOW, "mine.csv")
    };
    now(library.append(mine, &held, how)).unwrap();
    now(library.set_gap_policy(mine, GapPolicy::FillForward, NOW)).unwrap();
    let before = library.entry(mine).unwrap().clone();
    // Saturday to Monday, and the Wednesday.
    assert_eq!((before.coverage.missing, before.coverage.gaps), (4, 2));
    let recipe = |library: &store::Library<Memory>| library.recipe(mine, mine.timeframe, None);
    let first = recipe(&library).unwrap();
    let segments = library.segments(mine).to_vec();

    now(library.set_calendar(mine, Calendar::ExchangeSessions)).unwrap();
    let after = library.entry(mine).unwrap().clone();
    assert_eq!((after.coverage.missing, after.coverage.gaps), (1, 1));
    let same = |entry: &store::SeriesEntry| store::SeriesEntry {
        calendar: before.calendar,
        coverage: before.coverage.clone(),
        ..entry.clone()
    };
    assert_eq!(same(&after), before, "nothing else");
    let files = |segments: &[store::SegmentEntry]| {
        let files = segments.iter().map(|one| one.file.clone());
        files.collect::<Vec<_>>()
    };
    assert_eq!(files(library.segments(mine)), files(&segments));
    // Other gaps are filled, so the bars of a run have another name.
    let filled = now(library.load(mine, None)).unwrap();
    assert_eq!((filled.made_up, filled.bars.len()), (1, held.len() + 1));
    assert_ne!(recipe(&library).unwrap(), first);

    // The same once more is nothing new, and back is what was.
    let generation = library.generation();
    now(library.set_calendar(mine, Calendar::ExchangeSessions)).unwrap();
    assert_eq!(library.generation(), generation);
    now(library.set_calendar(mine, Calendar::AlwaysOpen)).unwrap();
    assert_eq!(library.entry(mine), Some(&before));
    assert_eq!(library.segments(mine), segments);
    assert_eq!(recipe(&library).unwrap(), first);
}

#[test]
fn hours_of_an_exchange_and_of_nothing_can_t_be_chosen() {
    let (mut library, _) = open(Memory::new());
    let coin = id(Venue::Upbit, "KRW-BTC", Timeframe::Day1);
    let ten = bars(Timeframe::Day1, NOW, 0..10);
    now(library.append(coin, &ten, Write::download(NOW))).unwrap();
    let error = now(library.set_calendar(coin, Calendar::ExchangeSessions)).unwrap_err();
    assert!(error.to_string().contains("upbit/KRW-BTC/1d"), "{error}");
    assert_eq!(library.entry(coin).unwrap().calendar, Calendar::AlwaysOpen);
    let none = id(Venue::File, "MINE", Timeframe::Day1);
    let error = now(library.set_calendar(none, Calendar::OwnSessions)).unwrap_err();
    assert_eq!(error, store::Error::Unknown(none));
}

#[test]
fn a_lost_list_is_made_again_with_the_hours_that_bars_tell_and_a_list_that_is_there_with_those_it_has()
 {
    let disk = Disk::new();
    let (mut library, _) = open(&disk);
    let samsung = id(Venue::File, "005930", Timeframe::Hour4);
    // Four hours of each day in two years: a file a year.
    let (first, last) = (Ts::from_date(2023, 3, 1), HALF_YEAR.1);
    let bar = |at: i64| bars(Timeframe::Hour4, Ts(at), 0..1).get(0).unwrap();
    let held = days(first, last, seoul).into_iter().map(bar);
    let held = Bars::from_bars(Timeframe::Hour4, held).unwrap();
    now(library.append(samsung, &held, Write::file(NOW, "samsung.csv"))).unwrap();
    let before = library.entry(samsung).unwrap().clone();
    assert_eq!(before.calendar, Calendar::OwnSessions);
    assert!(library.segments(samsung).len() > 1);

    let mut files = disk.files();
    files.retain(|name, _| !store::SLOTS.contains(&name.as_str()));
    let (again, opened) = open(Disk::of(files));
    assert!(opened.rebuilt);
    let entry = again.entry(samsung).unwrap();
    assert_eq!(entry.calendar, before.calendar);
    assert_eq!(entry.coverage, before.coverage);
    assert_eq!(again.segments(samsung), library.segments(samsung));

    now(library.set_calendar(samsung, Calendar::AlwaysOpen)).unwrap();
    let chosen = library.entry(samsung).unwrap().clone();
    assert_ne!(chosen.coverage, before.coverage);
    now(library.rebuild(NOW)).unwrap();
    let entry = library.entry(samsung).unwrap();
    assert_eq!(entry.calendar, Calendar::AlwaysOpen);
    assert_eq!(entry.coverage, chosen.coverage);
}
