//! A download uses the whole budget of its venue, shares it fairly, and says beforehand how long it takes.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod downloads;

use std::sync::Arc;

use domain::{Timeframe, Ts, Venue};
use downloads::{DAY, FOREVER, MINUTE, budget, one, quiet, sim, source, symbol, truth, wanted};
use venues::{
    AskError, Backfill, BarsAsk, BarsPage, Direct, Exchange, Fault, HttpReply, HttpRequest, Limits,
    News, PageAsk, Portfolio, Rate, SeriesNo, Serving, Source, find,
    sim::{Outcome, Shape, SimExchange, drive, market},
};

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
        let (mut exchange, symbol, listed, now) = quiet(Venue::Upbit, false, 50_000, 0.0);
        exchange.latency_ms = latency;
        let wanted = wanted(symbol, Timeframe::Minute1, listed, now);
        let upbit = source(Venue::Upbit, false);
        // It goes on from a first bar: a look at when the market began would be a call after the other.
        let first = exchange.listed(symbol).unwrap().get(0);
        let outcome = one(&upbit, &mut exchange, wanted, first, now);
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
