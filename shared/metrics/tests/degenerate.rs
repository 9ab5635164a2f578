//! Strange accounts: every metric answers with a number or a reason, never with a NaN, an infinity or a panic.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::{run, trade};
use domain::{RunRecord, Side, Undefined};
use metrics::{Facts, METRICS, Sample, report};

/// Accounts by name.
fn accounts() -> Vec<(&'static str, RunRecord)> {
    let winner = || vec![trade(Side::Buy, 110.0, 0, 1)];
    let mut torn = run(vec![1.0, 2.0, 3.0], vec![]);
    torn.curve.time.truncate(1);
    torn.curve.worst = Vec::new().into();
    torn.curve.benchmark = Vec::new().into();
    let mut backwards = run(vec![1.0, 2.0, 3.0], vec![]);
    backwards.curve.time = vec![5, 5, 5];
    vec![
        ("empty", run(vec![], vec![])),
        ("one point", run(vec![1000.0], vec![])),
        ("two points", run(vec![1000.0, 1010.0], winner())),
        ("constant", run(vec![1000.0; 400], vec![])),
        (
            "total loss",
            run(
                vec![1000.0, 500.0, 0.0, 0.0, 0.0],
                vec![trade(Side::Buy, 1.0, 0, 1)],
            ),
        ),
        ("below zero", run(vec![1000.0, 500.0, 20.0, -10.0], vec![])),
        ("no start", run(vec![0.0, 0.0, 10.0], vec![])),
        (
            "only gains",
            run(
                (0..50).map(|day| 1000.0 + f64::from(day * day)).collect(),
                winner(),
            ),
        ),
        ("NaN", run(vec![1000.0, f64::NAN, 1010.0, 1020.0], winner())),
        ("NaN first", run(vec![f64::NAN, 1000.0, 1010.0], vec![])),
        ("infinity", run(vec![1000.0, f64::INFINITY, 1010.0], vec![])),
        ("tiny", run(vec![1e-300, 2e-300, 1e-300, 3e-300], vec![])),
        ("subnormal", run(vec![5e-324, 5e-324, 1e-323], vec![])),
        ("huge", run(vec![1e300, 1e-300, 1e300, 1e308], vec![])),
        ("torn", torn),
        ("no time passes", backwards),
        (
            "a lost short",
            run(vec![1000.0, 900.0], vec![trade(Side::Sell, 150.0, 0, 1)]),
        ),
    ]
}

#[test]
fn every_metric_of_every_strange_account_is_a_number_or_a_reason() {
    for (name, record) in accounts() {
        for value in report(record).metrics {
            if let Ok(number) = value.value {
                assert!(number.is_finite(), "{name}: {} is {number}", value.id);
            }
        }
    }
}

#[test]
fn every_metric_of_every_strange_series_is_a_number_or_a_reason() {
    let series: [&[f64]; 9] = [
        &[],
        &[0.01],
        &[0.0; 9],
        &[0.01; 9],
        &[0.1, -1.0, 0.5],
        &[0.1, -1.5, 0.5],
        &[f64::NAN, 0.1, f64::INFINITY],
        &[1e-300, -1e-300, 1e-300],
        &[1e300, -0.9, 1e200],
    ];
    for returns in series {
        let times: Vec<i64> = (0..returns.len() as i64).collect();
        for periods in [252.0, 1e-3, 0.0, -5.0, f64::NAN, f64::INFINITY] {
            let facts = Facts::of_sample(&Sample {
                times: Some(&times),
                benchmark: Some(returns),
                risk_free: 0.03,
                years_by_count: periods > 1.0,
                ..Sample::new(returns, periods)
            });
            for metric in METRICS {
                if let Ok(number) = metric.value(&facts) {
                    assert!(number.is_finite(), "{returns:?}: {} is {number}", metric.id);
                }
            }
        }
    }
}

#[test]
fn the_reason_is_the_right_one() {
    let rows = [
        ("empty", "sharpe", Undefined::TooFewBars),
        ("one point", "total_return", Undefined::TooFewBars),
        ("one point", "max_drawdown", Undefined::TooFewBars),
        ("two points", "volatility", Undefined::TooFewBars),
        ("two points", "profit_factor", Undefined::NoLosers),
        ("two points", "kelly", Undefined::NoLosers),
        ("a lost short", "kelly", Undefined::NoWinners),
        ("a lost short", "long_profit", Undefined::NoLongs),
        ("constant", "sharpe", Undefined::NoVariation),
        ("constant", "skew", Undefined::NoVariation),
        ("constant", "stability", Undefined::NoVariation),
        ("constant", "calmar", Undefined::NoDrawdown),
        ("constant", "omega", Undefined::NoDownBars),
        ("constant", "average_up_bar", Undefined::NoUpBars),
        ("constant", "win_rate", Undefined::NoTrades),
        ("constant", "beta", Undefined::NoVariation),
        ("total loss", "stability", Undefined::TotalLoss),
        ("below zero", "cagr", Undefined::TotalLoss),
        ("only gains", "sortino", Undefined::NoDownBars),
        ("only gains", "upi", Undefined::NoDrawdown),
        ("NaN", "sharpe", Undefined::NotFinite),
        ("NaN", "max_drawdown_intrabar", Undefined::NotFinite),
        ("NaN", "best_month", Undefined::NotFinite),
        ("NaN", "alpha", Undefined::NotFinite),
        ("infinity", "total_return", Undefined::NotFinite),
        ("torn", "best_day", Undefined::NoTimes),
        ("torn", "max_drawdown_intrabar", Undefined::NoIntrabar),
        ("torn", "beta", Undefined::NoBenchmark),
        ("no time passes", "cagr", Undefined::TooFewBars),
    ];
    let accounts = accounts();
    for (name, id, want) in rows {
        let record = accounts
            .iter()
            .find(|(other, _)| *other == name)
            .unwrap()
            .1
            .clone();
        assert_eq!(report(record).metric(id), Some(Err(want)), "{name}: {id}");
    }
    let bare = Facts::of_sample(&Sample::new(&[0.01, -0.01], 252.0));
    let of = |id: &str| metrics::find(id).unwrap().value(&bare);
    assert_eq!(of("exposure"), Err(Undefined::NotARun));
    assert_eq!(of("best_month"), Err(Undefined::NoTimes));
    assert_eq!(of("max_drawdown_intrabar"), Err(Undefined::NoIntrabar));
}

#[test]
fn a_total_loss_is_minus_a_hundred_percent() {
    let (_, record) = accounts().swap_remove(4);
    let report = report(record);
    for id in ["total_return", "cagr", "max_drawdown", "worst_year"] {
        assert_eq!(report.metric(id), Some(Ok(-1.0)), "{id}");
    }
}
