//! Both engines tell the same story, trade for trade.
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
fn every_strategy_on_the_sample_market() {
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
                    spec.strategy.set("stop", 3.0);
                    same(&spec, &data);
                }
            }
        }
    }
}
