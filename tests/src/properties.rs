//! Laws that hold for every strategy on every market, attacked with random ones.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use domain::{Bars, Dataset, RunRecord, Series, Side, Timeframe};
use engine::Event;
use proptest::prelude::*;
use tests::market::random_market;
use tests::specs::random_spec;

const CASES: u32 = 600;

fn arguments() -> impl Strategy<Value = (u64, usize, usize)> {
    (any::<u64>(), 1_usize..=4, 1_usize..300)
}

/// The market as it was known at a time: later bars cut off.
fn known_before(data: &Dataset, time: i64) -> Dataset {
    let series = data.series().iter().map(|one| {
        let rows = one.bars().open_time().partition_point(|&open| open < time);
        Series::new(one.instrument().clone(), one.bars().slice(0..rows))
    });
    Dataset::new(series.collect())
}

/// The same until a time, another market afterwards.
fn other_future(data: &Dataset, other: &Dataset, time: i64) -> Dataset {
    let series = data
        .series()
        .iter()
        .zip(other.series())
        .map(|(one, other)| {
            let before = one.bars().iter().filter(|bar| bar.open_time.0 < time);
            let after = other.bars().iter().filter(|bar| bar.open_time.0 >= time);
            let bars = Bars::from_bars(Timeframe::Day1, before.chain(after)).unwrap();
            Series::new(one.instrument().clone(), bars)
        });
    Dataset::new(series.collect())
}

/// Every point of the account up to a time, to the bit.
fn account_until(record: &RunRecord, time: i64) -> Vec<(i64, u64)> {
    let points = record.curve.time.iter().zip(&record.curve.equity);
    points
        .filter(|(at, _)| **at <= time)
        .map(|(at, equity)| (*at, equity.to_bits()))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(CASES))]

    #[test]
    fn the_books_balance_after_every_event((seed, symbols, bars) in arguments()) {
        let (data, spec) = (random_market(seed, symbols, bars), random_spec(seed, symbols));
        let (mut events, mut fees, mut slippage) = (0, 0.0, 0.0);
        let scale = spec.cash.get();
        let record = engine::run_observed(&spec, &data, |event, ledger| {
            events += 1;
            assert!(ledger.law_gap() <= 1e-9 * scale.max(ledger.equity()), "event {events}");
            assert!(ledger.cash().get() >= -1e-6 * scale, "spot cash below zero: {:?}", ledger.cash());
            if let Event::Filled(fill) = event {
                fees += fill.price.get() * fill.qty.get() * spec.costs.fee.ratio();
                slippage += fill.slippage.get();
                assert!((ledger.fees().get() - fees).abs() <= 1e-9 * scale, "a fee once per side");
                assert!((ledger.slippage().get() - slippage).abs() <= 1e-9 * scale);
            }
        }).unwrap();
        let last = record.curve.equity.last().unwrap();
        let gains: f64 = record.trades.iter().map(|trade| trade.pnl.get()).sum();
        prop_assert!((scale + gains - last).abs() <= 1e-8 * scale.max(last.abs()), "trades explain the account");
        prop_assert!(record.trades.iter().all(|trade| trade.worst <= 0.0 && trade.best >= 0.0), "excursions start at the entry");
        prop_assert!(record.curve.worst.iter().zip(&record.curve.equity).all(|(worst, close)| worst <= close), "no close is below its bar");
        prop_assert!(metrics::report(record).metrics.iter().all(|metric| metric.value.is_ok_and(f64::is_finite) || metric.value.is_err()));
    }

    #[test]
    fn every_fill_lies_inside_its_bar((seed, symbols, bars) in arguments()) {
        let (data, spec) = (random_market(seed, symbols, bars), random_spec(seed, symbols));
        let slip = spec.costs.slippage.ratio();
        engine::run_observed(&spec, &data, |event, _| {
            let Event::Filled(fill) = event else { return };
            let bars = data.series()[fill.symbol].bars();
            let row = bars.open_time().binary_search(&fill.time.0).unwrap();
            let bar = bars.get(row).unwrap();
            let plain = match fill.side {
                Side::Buy => fill.price.get() / (1.0 + slip),
                Side::Sell => fill.price.get() / (1.0 - slip),
            };
            let (low, high) = (bar.low * (1.0 - 1e-9), bar.high * (1.0 + 1e-9));
            assert!(low <= plain && plain <= high, "{plain} outside {bar:?}");
            assert!(!bar.made_up, "nobody traded in a made-up bar");
            assert!(fill.signal_time.0 <= fill.time.0, "decided before it happened");
        }).unwrap();
    }

    #[test]
    fn cutting_off_the_future_changes_nothing_before((seed, symbols, bars) in arguments(), cut in 1_usize..300) {
        let (data, spec) = (random_market(seed, symbols, bars), random_spec(seed, symbols));
        let time = (cut.min(bars) as i64) * domain::time::DAY_MS;
        let known = known_before(&data, time);
        prop_assume!(known.series().iter().all(|one| !one.bars().is_empty()));
        let (whole, part) = (engine::run(&spec, &data).unwrap(), engine::run(&spec, &known).unwrap());
        prop_assert_eq!(account_until(&whole, time), account_until(&part, time));
        let ended = |record: &RunRecord| record.trades.iter().filter(|trade| !trade.open && trade.exit.time.0 < time).cloned().collect::<Vec<_>>();
        prop_assert_eq!(ended(&whole), ended(&part));
    }

    #[test]
    fn another_future_changes_nothing_before((seed, symbols, bars) in arguments(), cut in 1_usize..300) {
        let (data, spec) = (random_market(seed, symbols, bars), random_spec(seed, symbols));
        let time = (cut.min(bars) as i64) * domain::time::DAY_MS;
        let poisoned = other_future(&data, &random_market(seed ^ 1, symbols, 300), time);
        prop_assume!(poisoned.series().iter().all(|one| one.bars().open_time().first() < Some(&time)));
        let (real, other) = (engine::run(&spec, &data).unwrap(), engine::run(&spec, &poisoned).unwrap());
        prop_assert_eq!(account_until(&real, time), account_until(&other, time));
    }
}

/// Volatility breakout written a second time as a plain loop over days that keeps cash and units;
/// it shares nothing with the engine but the venue's tick and lot rounding.
#[test]
fn a_plain_loop_gives_the_same_breakout_trades() {
    for seed in 0..200 {
        let data = random_market(seed, 1, 400);
        let mut spec = random_spec(seed, 1);
        let k = 0.1 + (seed % 19) as f64 / 10.0;
        spec.strategy.id = "volatility_breakout".into();
        spec.strategy.params = [("k".to_owned(), k), ("trend".to_owned(), 0.0)]
            .into_iter()
            .collect();
        spec.fill = domain::FillPolicy::Touch;
        let record = engine::run(&spec, &data).unwrap();
        let expected = plain_breakout(&spec, &data.series()[0], k);
        let got: Vec<(i64, f64, f64)> = record
            .trades
            .iter()
            .filter(|trade| !trade.open)
            .map(|trade| {
                (
                    trade.entry.time.0,
                    trade.entry.price.get(),
                    trade.exit.price.get(),
                )
            })
            .collect();
        assert_eq!(got, expected, "seed {seed}");
    }
}

fn plain_breakout(spec: &domain::RunSpec, series: &Series, k: f64) -> Vec<(i64, f64, f64)> {
    let (fee, slip) = (spec.costs.fee.ratio(), spec.costs.slippage.ratio());
    let domain::Sizing::EqualSlots { fraction } = spec.sizing;
    let days: Vec<_> = series.bars().iter().collect();
    let (mut cash, mut units, mut bought_at, mut bought_on) = (spec.cash.get(), 0.0, 0.0, 0);
    let mut trades = Vec::new();
    for today in 1..days.len() {
        let (yesterday, bar) = (days[today - 1], days[today]);
        if bar.made_up {
            continue;
        }
        if units > 0.0 {
            let price = bar.open * (1.0 - slip);
            cash += units * price * (1.0 - fee);
            trades.push((bought_on, bought_at, price));
            units = 0.0;
        }
        let target = bar.open + k * (yesterday.high - yesterday.low);
        let up = domain::instrument::Round::Up;
        let target = series.instrument().on_tick(target, up).unwrap().get();
        if bar.high >= target {
            let price = target.max(bar.open) * (1.0 + slip);
            let spend = (cash * fraction.get()).min(cash);
            let wanted = series
                .instrument()
                .on_lot(spend / (price * (1.0 + fee)))
                .get();
            if wanted > 0.0 && wanted * target >= series.instrument().min_notional.get() {
                (units, bought_at, bought_on) = (wanted, price, bar.open_time.0);
                cash -= units * price * (1.0 + fee);
            }
        }
    }
    trades
}
