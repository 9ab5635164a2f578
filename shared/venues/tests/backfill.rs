//! Downloads against simulated exchanges on a simulated clock: what arrives is the truth, whatever goes wrong on the way.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use std::sync::Arc;

use domain::{Bar, Bars, Span, Symbol, Timeframe, Ts, Venue};
use proptest::prelude::*;
use venues::{
    AskError, Backfill, BackfillError, BarsAsk, BarsPage, Budget, Direct, Exchange, Fault,
    HttpReply, HttpRequest, Keys, Limits, News, PageAsk, Portfolio, Rate, Relayed, Secret,
    SeriesNo, Serving, Source, Turn, Variant, Wanted, find,
    sim::{Faults, Outcome, Shape, SimExchange, drive, market},
};

const MINUTE: i64 = 60_000;
const DAY: i64 = 1_440 * MINUTE;
const FOREVER: i64 = 400 * DAY;

fn symbol(venue: Venue, number: usize) -> Symbol {
    let text = match venue {
        Venue::Upbit => format!("KRW-C{number}"),
        Venue::Binance => format!("C{number}USDT"),
        _ => format!("S{number}"),
    };
    Symbol::parse(&text).unwrap()
}

fn source(venue: Venue, relayed: bool) -> Arc<dyn Source> {
    let exchange = find(venue).unwrap();
    if relayed {
        return Arc::new(Relayed::new(exchange));
    }
    let keys = Keys {
        id: Secret::new("id"),
        secret: Secret::new("secret"),
    };
    Arc::new(Direct::new(exchange, Some(keys)))
}

fn budget(source: &dyn Source) -> Budget {
    Budget::new(&source.limits())
}

fn sim(venue: Venue, relayed: bool, seed: u64) -> SimExchange {
    let rates = find(venue).unwrap().limits().rates;
    let rate = (!relayed).then(|| rates[0]);
    let exchange = SimExchange::new(venue, seed, rate);
    if relayed {
        exchange.relayed()
    } else {
        exchange
    }
}

fn wanted(symbol: Symbol, timeframe: Timeframe, start: Ts, end: Ts) -> Wanted {
    Wanted {
        symbol,
        timeframe,
        span: Span { start, end },
        variant: Variant::default(),
    }
}

/// What should arrive: the bars that open in the span and have surely closed.
fn truth(exchange: &mut SimExchange, wanted: &Wanted, now: Ts) -> Vec<Bar> {
    let venue = find(match wanted.symbol.as_str() {
        code if code.starts_with("KRW-") => Venue::Upbit,
        code if code.ends_with("USDT") => Venue::Binance,
        _ => Venue::Alpaca,
    });
    let venue = venue.unwrap();
    // A volume is a sum, and sums in another order have other last digits.
    let asked = venue
        .serves(wanted.timeframe)
        .unwrap()
        .asked(wanted.timeframe);
    let asked = exchange.truth(wanted.symbol, asked).unwrap();
    let truth = asked.resample(wanted.timeframe).unwrap();
    let delay = if venue.venue() == Venue::Alpaca {
        15 * MINUTE
    } else {
        0
    };
    let shown = Ts(now.0 - venue.settles_ms() - delay);
    let closed = |bar: &Bar| venue.closes(wanted.timeframe, bar.open_time) <= shown;
    let inside = |bar: &Bar| wanted.span.contains(bar.open_time);
    truth.iter().filter(inside).filter(closed).collect()
}

/// Where two series part, in few words.
fn differ(got: &[Bar], want: &[Bar]) -> Option<String> {
    let row = (0..got.len().max(want.len())).find(|&row| got.get(row) != want.get(row))?;
    Some(format!(
        "{} bars came, {} are true; row {row} is {:?} and should be {:?}",
        got.len(),
        want.len(),
        got.get(row),
        want.get(row)
    ))
}

fn one(
    source: &Arc<dyn Source>,
    exchange: &mut SimExchange,
    wanted: Wanted,
    stored: Option<Bar>,
    now: Ts,
) -> Outcome {
    let mut portfolio = Portfolio::new(budget(source.as_ref()));
    portfolio.add(Backfill::new(source.clone(), wanted, stored, now).unwrap());
    drive(
        &mut portfolio,
        exchange,
        now,
        Ts(now.0 + FOREVER),
        |_, _| {},
    )
}

fn kind() -> impl Strategy<Value = (Venue, bool)> {
    prop::sample::select(vec![
        (Venue::Upbit, false),
        (Venue::Binance, false),
        (Venue::Alpaca, false),
        (Venue::Upbit, true),
        (Venue::Alpaca, true),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_arrives_is_the_truth_whatever_goes_wrong(
        (venue, relayed) in kind(),
        seed in 0_u64..1_000_000,
        holes in prop::sample::select(vec![0.0, 0.05, 0.6, 0.97]),
        chance in prop::sample::select(vec![0.0, 0.02, 0.05]),
        timeframe in prop::sample::select(Timeframe::ALL.to_vec()),
        listed_days in 0_i64..40,
        early in 0_i64..3_000,
        late in -4_500_i64..3_000,
    ) {
        let listed = Ts(Ts::from_date(2026, 2, 3).0 + listed_days * DAY + 77 * MINUTE);
        let shape = Shape { listed, slots: 4_000, holes, halts: 0.000_5 };
        let bars = market(seed, Timeframe::Minute1, shape);
        let mut exchange = sim(venue, relayed, seed);
        let symbol = symbol(venue, 1);
        exchange.list(symbol, &bars);
        exchange.faults = Faults::all(chance);
        exchange.edge_page = 700;
        // The download may begin before the listing and end before, in or after the market's life; now is in it, too.
        let now = Ts(listed.0 + (4_000 + late / 4) * MINUTE + 12_345);
        let start = Ts(listed.0 - early * 20 * MINUTE);
        let end = Ts((listed.0 + (4_000 + late) * MINUTE).max(start.0 + 1));
        let wanted = wanted(symbol, timeframe, start, end);
        let source = source(venue, relayed);
        let outcome = one(&source, &mut exchange, wanted, None, now);
        let expected = truth(&mut exchange, &wanted, now);
        match outcome.series.get(&SeriesNo(0)) {
            Some(download) => {
                prop_assert_eq!(&download.error, &None);
                prop_assert!(download.done);
                prop_assert_eq!(differ(&download.bars, &expected), None);
            }
            None => prop_assert!(expected.is_empty(), "nothing was asked"),
        }
        prop_assert_eq!((exchange.too_many, exchange.during_ban), (0, 0));
    }

    #[test]
    fn a_download_that_was_stopped_anywhere_goes_on_from_what_is_stored(
        (venue, relayed) in kind(),
        seed in 0_u64..1_000_000,
        stops in prop::collection::vec(300_i64..4_000, 1..5),
        timeframe in prop::sample::select(vec![Timeframe::Minute1, Timeframe::Minute10, Timeframe::Hour4]),
    ) {
        let listed = Ts::from_date(2026, 2, 3);
        let shape = Shape { listed, slots: 6_000, holes: 0.1, halts: 0.0 };
        let mut exchange = sim(venue, relayed, seed);
        let symbol = symbol(venue, 1);
        exchange.list(symbol, &market(seed, Timeframe::Minute1, shape));
        exchange.faults = Faults::all(0.02);
        let mut now = Ts(listed.0 + 6_000 * MINUTE);
        let wanted = wanted(symbol, timeframe, listed, Ts(now.0 + DAY));
        let source = source(venue, relayed);
        let mut stored: Vec<Bar> = Vec::new();
        for stop in stops.into_iter().map(Some).chain([None]) {
            let mut portfolio = Portfolio::new(budget(source.as_ref()));
            portfolio.add(Backfill::new(source.clone(), wanted, stored.last().copied(), now).unwrap());
            let until = Ts(now.0 + stop.unwrap_or(FOREVER));
            let outcome = drive(&mut portfolio, &mut exchange, now, until, |_, _| {});
            now = if stop.is_some() { until } else { now };
            if let Some(download) = outcome.series.get(&SeriesNo(0)) {
                prop_assert_eq!(&download.error, &None);
                stored.extend(&download.bars);
            }
            // What the window of the last run still holds is gone with it.
            now = Ts(now.0 + 120_000);
        }
        let known = truth(&mut exchange, &wanted, Ts(now.0 - 120_000));
        prop_assert_eq!(differ(&stored, &known), None);
    }
}

fn quiet(venue: Venue, relayed: bool, slots: u32, holes: f64) -> (SimExchange, Symbol, Ts, Ts) {
    let listed = Ts::from_date(2026, 1, 1);
    let mut exchange = sim(venue, relayed, 5);
    let symbol = symbol(venue, 1);
    let shape = Shape {
        listed,
        slots,
        holes,
        halts: 0.0,
    };
    exchange.list(symbol, &market(5, Timeframe::Minute1, shape));
    let now = Ts(listed.0 + i64::from(slots) * MINUTE);
    (exchange, symbol, listed, now)
}

/// Binance with a thirtieth of its budget and legs of ten bars: its whole minute would take three million bars to fill.
struct Small(Direct);

const SMALL: Rate = Rate {
    group: "weight",
    most: 200,
    per_ms: 2_000,
};

impl Source for Small {
    fn exchange(&self) -> &'static dyn Exchange {
        self.0.exchange()
    }
    fn serves(&self, timeframe: Timeframe) -> Option<Serving> {
        self.0.serves(timeframe)
    }
    fn limits(&self) -> Limits {
        Limits {
            rates: &[SMALL],
            ..self.0.limits()
        }
    }
    fn leg(&self) -> u32 {
        10
    }
    fn lanes(&self) -> usize {
        self.0.lanes()
    }
    fn bars(&self, ask: &BarsAsk, page: &PageAsk) -> Result<HttpRequest, AskError> {
        self.0.bars(ask, page)
    }
    fn read(&self, ask: &BarsAsk, page: &PageAsk, reply: &HttpReply) -> Result<BarsPage, Fault> {
        self.0.read(ask, page, reply)
    }
    fn news(&self, reply: &HttpReply, now: Ts) -> News {
        self.0.news(reply, now)
    }
}

/// How long it took, against how long the limit alone would have it take.
fn idle(outcome: &Outcome, exchange: &SimExchange, start: Ts, rate: Rate) -> f64 {
    assert!(outcome.series[&SeriesNo(0)].done);
    assert_eq!(exchange.too_many, 0);
    let took = (outcome.last_sent.0 - start.0) as f64;
    let windows = exchange.weight as f64 / f64::from(rate.most);
    took / (windows * rate.per_ms as f64)
}

#[test]
fn one_series_uses_its_venues_limit_within_five_percent_however_slow_the_replies() {
    for latency in [(20, 60), (300, 1_200)] {
        // The looks at when the market began come one after the other: long enough that they are a few percent.
        let (mut exchange, symbol, listed, now) = quiet(Venue::Upbit, false, 160_000, 0.0);
        exchange.latency_ms = latency;
        let wanted = wanted(symbol, Timeframe::Minute1, listed, now);
        let upbit = source(Venue::Upbit, false);
        let outcome = one(&upbit, &mut exchange, wanted, None, now);
        let share = idle(&outcome, &exchange, now, upbit.limits().rates[0]);
        assert!(
            share < 1.05,
            "Upbit, {latency:?}: {share} of the time the limit takes"
        );

        let (truth, symbol, listed, now) = quiet(Venue::Binance, false, 20_000, 0.0);
        let mut exchange = SimExchange::new(Venue::Binance, 1, Some(SMALL));
        exchange.list(symbol, truth.listed(symbol).unwrap());
        exchange.latency_ms = latency;
        let wanted = self::wanted(symbol, Timeframe::Minute1, listed, now);
        let small: Arc<dyn Source> =
            Arc::new(Small(Direct::new(find(Venue::Binance).unwrap(), None)));
        let outcome = one(&small, &mut exchange, wanted, None, now);
        let share = idle(&outcome, &exchange, now, SMALL);
        assert!(
            share < 1.05,
            "Binance, {latency:?}: {share} of the time the limit takes"
        );
    }
}

#[test]
fn no_call_is_wasted_where_every_bar_exists() {
    let (mut exchange, symbol, listed, now) = quiet(Venue::Upbit, false, 50_000, 0.0);
    let wanted = wanted(symbol, Timeframe::Minute1, listed, now);
    let source = source(Venue::Upbit, false);
    let plan = Backfill::new(source.clone(), wanted, None, now)
        .unwrap()
        .estimate();
    // 49,999 bars have closed more than a minute ago: 250 pages of 200, and two looks at each of months and days.
    assert_eq!((plan.bars, plan.calls, plan.millis), (49_999, 254, 25_400));
    let outcome = one(&source, &mut exchange, wanted, None, now);
    assert_eq!(outcome.series[&SeriesNo(0)].bars.len(), 49_999);
    assert!((250..=254).contains(&exchange.calls), "{}", exchange.calls);
    let took = outcome.ended.0 - now.0;
    assert!((took - plan.millis).abs() < plan.millis / 10, "{took} ms");
}

#[test]
fn a_quiet_market_costs_little_more_than_its_pages() {
    let (mut exchange, symbol, listed, now) = quiet(Venue::Upbit, false, 150_000, 0.9);
    let wanted = wanted(symbol, Timeframe::Minute1, listed, now);
    let outcome = one(
        &source(Venue::Upbit, false),
        &mut exchange,
        wanted,
        None,
        now,
    );
    let pages = outcome.series[&SeriesNo(0)].bars.len().div_ceil(200) as f64;
    assert!(
        (exchange.calls as f64) < 1.35 * pages + 20.0,
        "{} calls for {pages} full pages",
        exchange.calls
    );
}

#[test]
fn years_before_the_listing_cost_a_handful_of_calls() {
    let (mut exchange, symbol, listed, now) = quiet(Venue::Upbit, false, 2_000, 0.0);
    let wanted = wanted(symbol, Timeframe::Minute1, Ts(listed.0 - 3_000 * DAY), now);
    let outcome = one(
        &source(Venue::Upbit, false),
        &mut exchange,
        wanted,
        None,
        now,
    );
    assert_eq!(
        outcome.series[&SeriesNo(0)].bars,
        truth(&mut exchange, &wanted, now)
    );
    assert!(exchange.calls < 20, "{}", exchange.calls);
}

#[test]
fn five_hundred_series_share_the_budget_fairly_and_leave_none_of_it() {
    let listed = Ts::from_date(2026, 1, 1);
    let mut exchange = sim(Venue::Upbit, false, 9);
    let slots = 400;
    let now = Ts(listed.0 + slots * MINUTE);
    let source = source(Venue::Upbit, false);
    let mut portfolio = Portfolio::new(budget(source.as_ref()));
    for number in 0..500 {
        let symbol = symbol(Venue::Upbit, number);
        let shape = Shape {
            listed,
            slots: slots as u32,
            holes: 0.02,
            halts: 0.0,
        };
        exchange.list(symbol, &market(number as u64, Timeframe::Minute1, shape));
        let wanted = wanted(symbol, Timeframe::Minute1, listed, now);
        portfolio.add(Backfill::new(source.clone(), wanted, None, now).unwrap());
    }
    let (mut widest, mut events) = (0, 0);
    let outcome = drive(
        &mut portfolio,
        &mut exchange,
        now,
        Ts(now.0 + FOREVER),
        |portfolio, _| {
            events += 1;
            if events % 20 != 0 {
                return;
            }
            let calls = (0..500).map(|number| {
                portfolio
                    .series(SeriesNo(number))
                    .unwrap()
                    .progress(now)
                    .calls
            });
            let (least, most) = calls.fold((u64::MAX, 0), |(least, most), calls| {
                (least.min(calls), most.max(calls))
            });
            widest = widest.max(most - least);
        },
    );
    for number in 0..500 {
        let wanted = wanted(
            symbol(Venue::Upbit, number),
            Timeframe::Minute1,
            listed,
            now,
        );
        let download = &outcome.series[&SeriesNo(number)];
        assert_eq!(
            download.bars,
            truth(&mut exchange, &wanted, now),
            "series {number}"
        );
    }
    assert_eq!(exchange.too_many, 0);
    let seconds = (outcome.last_sent.0 - now.0) as f64 / 1_000.0;
    let rate = (exchange.calls - 10) as f64 / seconds;
    assert!(rate >= 9.5, "{rate} a second");
    assert!(
        widest <= 5,
        "one series was {widest} calls ahead of another"
    );
}

#[test]
fn a_forming_bar_is_never_kept() {
    for (venue, relayed) in [
        (Venue::Upbit, false),
        (Venue::Binance, false),
        (Venue::Alpaca, false),
        (Venue::Upbit, true),
    ] {
        for timeframe in Timeframe::ALL {
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
fn progress_only_grows_and_its_forecast_is_right() {
    let (mut exchange, symbol, listed, now) = quiet(Venue::Upbit, false, 60_000, 0.1);
    let source = source(Venue::Upbit, false);
    let mut portfolio = Portfolio::new(budget(source.as_ref()));
    let wanted = wanted(symbol, Timeframe::Minute1, listed, now);
    let series = portfolio.add(Backfill::new(source, wanted, None, now).unwrap());
    let mut seen = Vec::new();
    let outcome = drive(
        &mut portfolio,
        &mut exchange,
        now,
        Ts(now.0 + FOREVER),
        |portfolio, at| {
            seen.push((at, portfolio.series(series).unwrap().progress(at)));
        },
    );
    assert!(
        seen.windows(2)
            .all(|pair| pair[0].1.done <= pair[1].1.done && pair[0].1.bars <= pair[1].1.bars)
    );
    let last = seen.last().unwrap().1;
    assert_eq!((last.done, last.eta_ms), (1.0, Some(0)));
    assert_eq!(last.bars as usize, outcome.series[&series].bars.len());
    let half = seen
        .iter()
        .find(|(_, progress)| progress.done >= 0.5)
        .unwrap();
    let forecast = half.0.0 + half.1.eta_ms.unwrap();
    let error = (forecast - outcome.ended.0).abs() as f64 / (outcome.ended.0 - now.0) as f64;
    assert!(error < 0.1, "off by {error}");
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
    for timeframe in Timeframe::ALL {
        assert_eq!(
            find(Venue::Upbit).unwrap().serves(timeframe),
            Some(Serving::AsIs)
        );
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
