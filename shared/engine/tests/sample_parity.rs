//! Both engines tell the same story on the sample market, trade for trade, for every strategy that ships.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use domain::{Dataset, FillPolicy, Span, Symbol, Timeframe, Ts, sample};
use engine::vector::{self, Route};

fn same(spec: &domain::RunSpec, data: &Dataset) -> Route {
    let plan = strategies::plan_of(&spec.strategy).unwrap();
    let event = engine::run(spec, data).unwrap();
    let vector = vector::run(spec, &plan, data).unwrap();
    assert_eq!(event.trades.len(), vector.record.trades.len(), "{spec:?}");
    for (a, b) in event.trades.iter().zip(&vector.record.trades) {
        assert_eq!(a, b, "{spec:?}");
    }
    assert_eq!(event, vector.record, "{spec:?}");
    vector.route
}

#[test]
fn for_every_strategy() {
    for symbols in [1, 3] {
        for timeframe in [Timeframe::Hour1, Timeframe::Day1] {
            for strategy in strategies::ALL {
                let names = sample::SYMBOLS[..symbols].iter();
                let names = names.map(|one| Symbol::parse(one.code).unwrap()).collect();
                let mut spec = strategies::defaults::spec(strategy, names, timeframe);
                let days = if timeframe == Timeframe::Day1 {
                    1500
                } else {
                    200
                };
                let start = sample::SPAN.start;
                spec.market.span = Some(Span {
                    start,
                    end: Ts(start.0 + days * domain::time::DAY_MS),
                });
                let data = Dataset::sample(&spec.market).unwrap();
                for fill in [
                    FillPolicy::NextOpen,
                    FillPolicy::Touch,
                    FillPolicy::WorstOfBar,
                    FillPolicy::SameClose,
                ] {
                    spec.fill = fill;
                    assert_eq!(same(&spec, &data), Route::Vector, "{}", strategy.id);
                    if strategy.params.iter().any(|param| param.id == "stop") {
                        let plain = spec.strategy.clone();
                        spec.strategy.set("stop", 3.0);
                        same(&spec, &data);
                        spec.strategy = plain;
                    }
                }
            }
        }
    }
}

/// The sums of a run from its whole curve, computed the long way.
fn sums(record: &domain::RunRecord) -> (f64, f64, f64, f64) {
    let (mut returns, mut squares, mut lost) = (0.0, 0.0, 0.0);
    for pair in record.curve.equity.windows(2) {
        let one = pair[1] / pair[0] - 1.0;
        returns += one;
        squares += one * one;
        lost += one.min(0.0) * one.min(0.0);
    }
    let deepest = record.curve.drawdown.iter().copied().fold(0.0, f64::min);
    (returns, squares, lost, deepest)
}

#[test]
fn a_sweep_adds_up_what_the_reference_shows() {
    let symbol = Symbol::parse(sample::SYMBOLS[0].code).unwrap();
    for id in [
        "ema_cross",
        "sma_cross",
        "rsi_2",
        "momentum",
        "supertrend",
        "volatility_breakout",
    ] {
        let strategy = strategies::find(id).unwrap();
        for (stop, fraction) in [(0.0, 1.0), (0.0, 0.4), (2.0, 1.0)] {
            let mut spec = strategies::defaults::spec(strategy, vec![symbol], Timeframe::Hour1);
            let start = sample::SPAN.start;
            spec.market.span = Some(Span {
                start,
                end: Ts(start.0 + 300 * domain::time::DAY_MS),
            });
            spec.sizing = Some(domain::Sizing::EqualSlots {
                fraction: domain::Ratio::new(fraction).unwrap(),
            });
            spec.strategy.set("stop", stop);
            let data = Dataset::sample(&spec.market).unwrap();
            let plan = strategies::plan_of(&spec.strategy).unwrap();
            let record = engine::run(&spec, &data).unwrap();
            let swept = vector::Sweep::new(&spec, &data)
                .unwrap()
                .tally(&plan)
                .unwrap();
            let tally = swept.tally;
            assert_eq!(swept.route, Route::Vector);
            assert_eq!(tally.last, *record.curve.equity.last().unwrap(), "{id}");
            assert_eq!(tally.trades, domain::TradeTally::of(&record.trades), "{id}");
            assert_eq!(tally.bars_in_market, record.bars_in_market, "{id}");
            assert_eq!(tally.bars as usize + 1, record.curve.time.len());
            assert_eq!(
                (tally.begin, tally.end),
                (record.curve.time[0], *record.curve.time.last().unwrap())
            );
            let refused: u32 = record.refusals.iter().map(|one| one.count).sum();
            assert_eq!(tally.refused, refused, "{id}");
            let (returns, squares, lost, deepest) = sums(&record);
            let close = |got: f64, want: f64, name: &str| {
                assert!(
                    (got - want).abs() <= 1e-9 * want.abs().max(1e-3),
                    "{id} {name}: {got} {want}"
                );
            };
            close(tally.returns, returns, "returns");
            close(tally.squares, squares, "squares");
            close(tally.lost_squares, lost, "lost");
            close(tally.drawdown, deepest, "drawdown");
        }
    }
}
