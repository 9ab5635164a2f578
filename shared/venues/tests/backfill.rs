//! Where downloads begin, end, stop, and refuse to go on.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod downloads;

use domain::{Bar, Bars, Span, Timeframe, Ts, Venue};
use downloads::{
    DAY, FOREVER, MINUTE, budget, of_minutes, one, quiet, quiet_of, source, symbol, truth, wanted,
};
use venues::{
    Backfill, BackfillError, Fault, Portfolio, SeriesNo, Serving, Turn, Variant, Wanted, find,
    sim::{SimExchange, drive},
};

#[test]
fn a_forming_bar_is_never_kept() {
    for (venue, relayed) in [
        (Venue::Upbit, false),
        (Venue::Binance, false),
        (Venue::Alpaca, false),
        (Venue::Upbit, true),
    ] {
        for timeframe in of_minutes() {
            let (mut exchange, symbol, listed, now) = quiet(venue, relayed, 5_000, 0.0);
            // Half a minute into the market's last bar, which the exchange shows with half of its volume.
            let now = Ts(now.0 - MINUTE / 2);
            let wanted = wanted(symbol, timeframe, listed, Ts(now.0 + 100 * DAY));
            let outcome = one(&source(venue, relayed), &mut exchange, wanted, None, now);
            let bars = outcome
                .series
                .get(&SeriesNo(0))
                .map(|it| it.bars.clone())
                .unwrap_or_default();
            assert_eq!(
                bars,
                truth(&mut exchange, &wanted, now),
                "{venue:?} {timeframe}"
            );
            assert!(
                bars.iter()
                    .all(|bar| timeframe.close_of(bar.open_time) <= now)
            );
        }
    }
}

#[test]
fn a_stored_bar_that_came_back_different_is_an_error_with_both() {
    let (mut exchange, symbol, listed, now) = quiet(Venue::Binance, false, 3_000, 0.0);
    let wanted = wanted(symbol, Timeframe::Minute1, listed, now);
    let source = source(Venue::Binance, false);
    let true_bar = exchange
        .truth(symbol, Timeframe::Minute1)
        .unwrap()
        .get(1_000)
        .unwrap();
    let stored = Bar {
        close: true_bar.close + 1e-9,
        ..true_bar
    };
    let outcome = one(&source, &mut exchange, wanted, Some(stored), now);
    let download = &outcome.series[&SeriesNo(0)];
    assert!(download.bars.is_empty());
    let expected = BackfillError::Overlap {
        symbol,
        timeframe: Timeframe::Minute1,
        stored: Box::new(stored),
        came: Box::new(true_bar),
    };
    assert_eq!(download.error, Some(expected));

    // The same bar goes on with the next one; nothing newer asks nothing.
    let outcome = one(&source, &mut exchange, wanted, Some(true_bar), now);
    let all = truth(&mut exchange, &wanted, now);
    assert_eq!(outcome.series[&SeriesNo(0)].bars, all[1_001..]);
    let calls = exchange.calls;
    assert!(
        one(&source, &mut exchange, wanted, all.last().copied(), now)
            .series
            .is_empty()
    );
    assert_eq!(exchange.calls, calls);
}

#[test]
fn a_stored_bar_the_exchange_no_longer_has_is_an_error() {
    let (mut exchange, symbol, listed, now) = quiet(Venue::Upbit, false, 3_000, 0.0);
    let truth = exchange.truth(symbol, Timeframe::Minute1).unwrap().clone();
    let gone = truth.get(500).unwrap();
    let without = truth.iter().filter(|bar| bar.open_time != gone.open_time);
    exchange.list(
        symbol,
        &Bars::from_bars(Timeframe::Minute1, without).unwrap(),
    );
    let wanted = wanted(symbol, Timeframe::Minute1, listed, now);
    let outcome = one(
        &source(Venue::Upbit, false),
        &mut exchange,
        wanted,
        Some(gone),
        now,
    );
    let error = outcome.series[&SeriesNo(0)].error.clone().unwrap();
    assert!(
        matches!(error, BackfillError::OverlapGone { .. }),
        "{error}"
    );
}

#[test]
fn a_market_nobody_knows_is_refused_at_once_and_the_others_go_on() {
    let (mut exchange, known, listed, now) = quiet(Venue::Upbit, false, 2_000, 0.0);
    let source = source(Venue::Upbit, false);
    let mut portfolio = Portfolio::new(budget(source.as_ref()));
    for symbol in [symbol(Venue::Upbit, 77), known] {
        let wanted = wanted(symbol, Timeframe::Minute1, listed, now);
        portfolio.add(Backfill::new(source.clone(), wanted, None, now).unwrap());
    }
    let outcome = drive(
        &mut portfolio,
        &mut exchange,
        now,
        Ts(now.0 + FOREVER),
        |_, _| {},
    );
    let error = outcome.series[&SeriesNo(0)].error.clone().unwrap();
    assert!(
        matches!(&error, BackfillError::Refused { fault, .. } if matches!(**fault, Fault::UnknownMarket { .. })),
        "{error}"
    );
    assert!(outcome.series[&SeriesNo(1)].done);
}

#[test]
fn an_exchange_that_only_speaks_html_is_given_up_on() {
    let (mut exchange, symbol, listed, now) = quiet(Venue::Binance, false, 2_000, 0.0);
    exchange.faults.html = 1.0;
    let wanted = wanted(symbol, Timeframe::Minute1, listed, now);
    let outcome = one(
        &source(Venue::Binance, false),
        &mut exchange,
        wanted,
        None,
        now,
    );
    let error = outcome.series[&SeriesNo(0)].error.clone().unwrap();
    assert!(
        matches!(error, BackfillError::GaveUp { tries: 8, .. }),
        "{error}"
    );
    assert!(
        error
            .to_string()
            .contains("Binance klines: found \"<!doctype html>"),
        "{error}"
    );
    // Seven pauses that double from half a second: no more than 62 s, no less than half of that.
    let took = outcome.ended.0 - now.0;
    assert!((30_000..64_000).contains(&took), "{took}");
}

#[test]
fn an_empty_page_is_believed_only_when_it_comes_again() {
    let (mut exchange, symbol, listed, now) = quiet(Venue::Upbit, false, 600, 0.0);
    // Every second page comes empty.
    exchange.faults.empty = 0.3;
    let wanted = wanted(symbol, Timeframe::Minute1, listed, now);
    let mut before = exchange.clone();
    let lucky = (0..40).filter(|&seed| {
        let mut exchange = SimExchange::new(Venue::Upbit, seed, None);
        exchange.list(symbol, before.truth(symbol, Timeframe::Minute1).unwrap());
        exchange.faults = before.faults;
        let outcome = one(
            &source(Venue::Upbit, false),
            &mut exchange,
            wanted,
            None,
            now,
        );
        outcome.series[&SeriesNo(0)].bars == truth(&mut exchange, &wanted, now)
    });
    // Three pages: without the second question 0.7³ = 34 % would be whole, with it 0.91³ = 75 %.
    assert!(lucky.count() >= 22);
}

#[test]
fn pausing_sends_nothing_and_loses_nothing() {
    let (mut exchange, symbol, listed, now) = quiet(Venue::Upbit, false, 20_000, 0.0);
    let wanted = wanted(symbol, Timeframe::Minute1, listed, now);
    let source = source(Venue::Upbit, false);
    let mut portfolio = Portfolio::new(budget(source.as_ref()));
    let series = portfolio.add(Backfill::new(source, wanted, None, now).unwrap());
    let pause = |portfolio: &mut Portfolio, at: Ts| {
        if at.0 > now.0 + 3_000 {
            portfolio.series(series).unwrap().pause();
        }
    };
    let first = drive(
        &mut portfolio,
        &mut exchange,
        now,
        Ts(now.0 + FOREVER),
        pause,
    );
    let calls = exchange.calls;
    assert!((20..60).contains(&calls), "{calls}");
    assert_eq!(
        portfolio.next(first.ended),
        Turn::Done,
        "a paused download has nothing to do"
    );
    portfolio.series(series).unwrap().resume();
    let then = Ts(first.ended.0 + DAY);
    let second = drive(
        &mut portfolio,
        &mut exchange,
        then,
        Ts(then.0 + FOREVER),
        |_, _| {},
    );
    let mut bars = first.series[&series].bars.clone();
    bars.extend(&second.series[&series].bars);
    assert_eq!(bars, truth(&mut exchange, &wanted, now));
}

#[test]
fn a_cancelled_download_is_forgotten_with_its_replies() {
    let (mut exchange, symbol, listed, now) = quiet(Venue::Upbit, false, 20_000, 0.0);
    let source = source(Venue::Upbit, false);
    let mut portfolio = Portfolio::new(budget(source.as_ref()));
    let wanted = wanted(symbol, Timeframe::Minute1, listed, now);
    let series = portfolio.add(Backfill::new(source, wanted, None, now).unwrap());
    let outcome = drive(
        &mut portfolio,
        &mut exchange,
        now,
        Ts(now.0 + FOREVER),
        |portfolio, at| {
            if at.0 > now.0 + 2_000 {
                portfolio.cancel(series);
            }
        },
    );
    assert!(!outcome.series[&series].done && portfolio.series(series).is_none());
    assert!(exchange.calls < 60);
}

#[test]
fn a_length_the_venue_lacks_is_said_to_be_made_of_another() {
    let exchange = find(Venue::Binance).unwrap();
    assert_eq!(
        exchange.serves(Timeframe::Minute10),
        Some(Serving::MadeOf(Timeframe::Minute5))
    );
    let alpaca = find(Venue::Alpaca).unwrap();
    assert_eq!(
        alpaca.serves(Timeframe::Hour4),
        Some(Serving::MadeOf(Timeframe::Hour1))
    );
    assert_eq!(
        alpaca.serves(Timeframe::Month1),
        Some(Serving::MadeOf(Timeframe::Day1))
    );
    assert_eq!(alpaca.serves(Timeframe::Second1), None);
    let upbit = find(Venue::Upbit).unwrap();
    for timeframe in Timeframe::ALL {
        let serving = match timeframe {
            Timeframe::Hour2 | Timeframe::Hour6 => Serving::MadeOf(Timeframe::Hour1),
            Timeframe::Hour8 | Timeframe::Hour12 => Serving::MadeOf(Timeframe::Hour4),
            _ => Serving::AsIs,
        };
        assert_eq!(upbit.serves(timeframe), Some(serving));
    }
    let span = Span {
        start: Ts(0),
        end: Ts(DAY),
    };
    let wanted = Wanted {
        symbol: symbol(Venue::Binance, 1),
        timeframe: Timeframe::Minute10,
        span,
        variant: Variant::default(),
    };
    let made = Backfill::new(source(Venue::Binance, false), wanted, None, Ts(2 * DAY)).unwrap();
    assert_eq!(made.serving(), Serving::MadeOf(Timeframe::Minute5));
}

#[test]
fn a_market_that_began_this_month_is_whole_though_our_edge_shows_no_month_of_it() {
    for venue in [Venue::Upbit, Venue::Alpaca] {
        let (mut exchange, symbol, listed, now) = quiet(venue, true, 2_000, 0.0);
        let early = Ts(listed.0 - 900 * DAY);
        let wanted = wanted(symbol, Timeframe::Minute1, early, now);
        let outcome = one(&source(venue, true), &mut exchange, wanted, None, now);
        let bars = &outcome.series[&SeriesNo(0)].bars;
        assert_eq!(*bars, truth(&mut exchange, &wanted, now));
        assert!(exchange.calls < 40, "{}", exchange.calls);
    }
}

#[test]
fn seconds_come_by_the_page_and_make_minutes() {
    for (venue, relayed) in [
        (Venue::Upbit, false),
        (Venue::Binance, false),
        (Venue::Upbit, true),
    ] {
        let (mut exchange, symbol, listed, now) =
            quiet_of(Timeframe::Second1, venue, relayed, 5_000, 0.4);
        let wanted = wanted(symbol, Timeframe::Second1, listed, now);
        let outcome = one(&source(venue, relayed), &mut exchange, wanted, None, now);
        let bars = &outcome.series[&SeriesNo(0)].bars;
        assert_eq!(*bars, truth(&mut exchange, &wanted, now), "{venue:?}");
        let seconds = Bars::from_bars(Timeframe::Second1, bars.iter().copied()).unwrap();
        let minutes = seconds.resample(Timeframe::Minute1).unwrap();
        assert!(minutes.len() >= 80 && minutes.get(0).unwrap().open_time == listed);
    }
}

#[test]
fn seconds_are_not_asked_for_beyond_what_the_exchange_keeps() {
    let now = Ts::from_date(2026, 6, 1);
    for (venue, start) in [
        // Three months and a day for those that are longest.
        (Venue::Upbit, Ts(now.0 - 93 * DAY)),
        (Venue::Binance, Ts::from_date(2026, 1, 1)),
    ] {
        let since = Ts::from_date(2026, 1, 1);
        let wanted = wanted(symbol(venue, 1), Timeframe::Second1, since, now);
        let download = Backfill::new(source(venue, false), wanted, None, now).unwrap();
        let seconds = (now.0 - start.0) as u64 / 1_000;
        let bars = download.estimate().bars;
        assert!(
            (seconds - 120..=seconds).contains(&bars),
            "{venue:?} {bars}"
        );
    }
}
