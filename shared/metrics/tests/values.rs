//! Metrics of small accounts worked out by hand, and laws that hold for every account.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod common;

use common::{run, trade};
use domain::{RunReport, Side, Undefined};
use metrics::{Category, Facts, METRICS, Sample, report};
use proptest::prelude::*;

fn near(report: &RunReport, id: &str, want: f64) {
    let got = report
        .metric(id)
        .unwrap()
        .unwrap_or_else(|why| panic!("{id}: {why:?}"));
    assert!(
        (got - want).abs() <= 1e-12 * (1.0 + want.abs()),
        "{id}: {got}, expected {want}"
    );
}

#[test]
fn four_trades_by_hand() {
    // After the fee of 1: +9, −11, +19, −3 (short at 100, left at 102).
    let trades = vec![
        trade(Side::Buy, 110.0, 0, 2),
        trade(Side::Buy, 90.0, 3, 4),
        trade(Side::Buy, 120.0, 8, 6),
        trade(Side::Sell, 102.0, 15, 1),
    ];
    let report = report(run(vec![1000.0, 1009.0, 998.0, 1017.0, 1014.0], trades));
    near(&report, "trades", 4.0);
    near(&report, "win_rate", 0.5);
    near(&report, "loss_rate", 0.5);
    near(&report, "flat_rate", 0.0);
    near(&report, "profit_factor", 2.0);
    near(&report, "payoff", 14.0 / 7.0);
    near(&report, "expectancy", 3.5);
    near(&report, "expectancy_r", 0.35);
    near(&report, "average_trade", 0.035);
    near(&report, "median_trade", 0.03);
    near(&report, "best_trade", 0.19);
    near(&report, "worst_trade", -0.11);
    near(&report, "average_winner", 0.14);
    near(&report, "average_loser", -0.07);
    near(&report, "win_streak", 1.0);
    near(&report, "loss_streak", 1.0);
    near(&report, "bars_held", 13.0 / 4.0);
    near(&report, "bars_held_winners", 4.0);
    near(&report, "bars_held_losers", 2.5);
    near(&report, "fees", 4.0);
    near(&report, "fees_share", 4.0 / 18.0);
    near(&report, "long_trades", 3.0);
    near(&report, "short_trades", 1.0);
    near(&report, "long_profit", 17.0);
    near(&report, "short_profit", -3.0);
    near(&report, "long_win_rate", 2.0 / 3.0);
    near(&report, "long_profit_factor", 28.0 / 11.0);
    near(&report, "short_profit_factor", 0.0);
    // 0.5 − 0.5 ÷ (0.14 ÷ 0.07).
    near(&report, "kelly", 0.25);
    // Gains 9, −11, 19, −3 around 3.5: squares 30.25 + 210.25 + 240.25 + 42.25 = 523.
    near(
        &report,
        "sqn",
        2.0 * 0.035 / (523.0_f64 / 3.0).sqrt() * 100.0,
    );
    near(
        &report,
        "sqn_r",
        2.0 * 0.35 / (523.0_f64 / 3.0).sqrt() * 10.0,
    );
    near(&report, "mae", (-0.01 - 0.11 - 0.01 + (-0.02 - 0.01)) / 4.0);
    near(&report, "mfe", (0.12 + 0.02 + 0.22 + 0.02) / 4.0);
    near(&report, "edge_ratio", 0.38 / 0.16);
    // Balance 1000, 1009, 998, 1017, 1014.
    near(&report, "max_drawdown_closed", 998.0 / 1009.0 - 1.0);
    near(&report, "net_profit", 14.0);
    // 400 bought, 110 + 90 + 120 + 102 left, mean equity 1007.6, four days.
    near(&report, "turnover", 822.0 / 1007.6 / (4.0 / 365.0));
    near(&report, "trades_per_year", 365.0);
    near(&report, "exposure", 1.0);
}

/// Shorts at 100 that are left at 90, 105 and 80 earn what longs left at 110, 95 and 120 earn.
#[test]
fn a_short_counts_like_the_long_that_earns_the_same() {
    let equity = || vec![1000.0, 1009.0, 1003.0, 1022.0];
    let of = |side, exits: [f64; 3]| {
        let days = [0, 1, 2].into_iter().zip(exits);
        let trades = days.map(|(day, exit)| trade(side, exit, day, 1)).collect();
        report(run(equity(), trades))
    };
    let long = of(Side::Buy, [110.0, 95.0, 120.0]);
    let short = of(Side::Sell, [90.0, 105.0, 80.0]);
    for (one, other) in long.metrics.iter().zip(&short.metrics) {
        let sided = one.id.starts_with("long_") || one.id.starts_with("short_");
        // Other prices change hands, so this one differs for a reason.
        if sided || one.id == "turnover" {
            continue;
        }
        match (one.value, other.value) {
            (Ok(a), Ok(b)) => assert!((a - b).abs() < 1e-12, "{}: {a} and {b}", one.id),
            (a, b) => assert_eq!(a, b, "{}", one.id),
        }
    }
    for metric in ["trades", "win_rate", "profit", "profit_factor"] {
        let (long_id, short_id) = (format!("long_{metric}"), format!("short_{metric}"));
        let value = long.metric(&long_id).unwrap();
        assert_eq!(short.metric(&short_id), Some(value), "{metric}");
        assert!(value.is_ok(), "{metric}: +9, −6, +19 after the fee of 1");
    }
    // 3 × 100 in, and 90 + 105 + 80 out.
    let years = 3.0 / 365.0;
    let average = (1000.0 + 1009.0 + 1003.0 + 1022.0) / 4.0;
    near(&short, "turnover", 575.0 / average / years);
    near(&short, "exposure", 1.0);
}

#[test]
fn an_open_trade_is_in_no_statistic_and_still_shown() {
    let mut open = trade(Side::Buy, 150.0, 3, 4);
    open.open = true;
    let report = report(run(
        vec![1000.0, 1050.0],
        vec![trade(Side::Buy, 110.0, 0, 2), open],
    ));
    near(&report, "trades", 1.0);
    near(&report, "expectancy", 9.0);
    near(&report, "open_trades", 1.0);
    near(&report, "open_profit", 49.0);
    near(&report, "fees", 2.0);
    near(&report, "win_streak", 1.0);
    assert_eq!(
        report.metric("profit_factor"),
        Some(Err(Undefined::NoLosers))
    );
    assert_eq!(
        report.metric("short_win_rate"),
        Some(Err(Undefined::NoShorts))
    );
}

#[test]
fn a_bar_can_fall_deeper_than_its_close_and_a_trade_less_deep() {
    let mut record = run(
        vec![100.0, 120.0, 110.0, 130.0],
        vec![trade(Side::Buy, 130.0, 0, 3)],
    );
    record.curve.worst = vec![100.0, 90.0, 84.0, 105.0].into();
    let report = report(record);
    near(&report, "max_drawdown", 110.0 / 120.0 - 1.0);
    near(&report, "max_drawdown_intrabar", 84.0 / 120.0 - 1.0);
    near(&report, "max_drawdown_closed", 0.0);
}

#[test]
fn a_run_equal_to_its_benchmark_has_no_alpha() {
    let equity = vec![100.0, 110.0, 99.0, 120.0, 90.0];
    let report = report(run(equity, vec![]));
    near(&report, "beta", 1.0);
    near(&report, "alpha", 0.0);
    near(&report, "correlation", 1.0);
    near(&report, "excess_return", 0.0);
    near(&report, "up_capture", 1.0);
    near(&report, "capture_ratio", 1.0);
    near(&report, "tracking_error", 0.0);
    assert_eq!(
        report.metric("information_ratio"),
        Some(Err(Undefined::NoVariation))
    );
    // At the risk of the benchmark the account returns what the benchmark does: mean × bars a year.
    let mean = (0.1 - 0.1 + (120.0 / 99.0 - 1.0) - 0.25) / 4.0;
    near(&report, "m_squared", mean * 365.0);
}

#[test]
fn calmar_of_36_months_forgets_what_came_before() {
    // A fall of half four years ago, then three years from 100 to 133.1 with a fall of a tenth.
    let mut equity = vec![200.0, 100.0];
    equity.extend(std::iter::repeat_n(100.0, 364));
    equity.extend((1..=1095).map(|day| match day {
        ..500 => 100.0,
        500..600 => 90.0,
        600..1095 => 110.0,
        _ => 133.1,
    }));
    let report = report(run(equity, vec![]));
    near(&report, "calmar_3y", 0.1 / 0.1);
    near(&report, "max_drawdown", -0.55);
}

#[test]
fn the_risk_free_return_lowers_what_is_left() {
    let returns = [0.01, -0.005, 0.02, 0.0];
    let with = |risk_free: f64| {
        Facts::of_sample(&Sample {
            risk_free,
            ..Sample::new(&returns, 252.0)
        })
        .sharpe()
        .unwrap()
    };
    let free = libm::pow(1.03, 1.0 / 252.0) - 1.0;
    let spread = Facts::of_sample(&Sample::new(&returns, 252.0))
        .series()
        .unwrap()
        .moments
        .deviation()
        .unwrap();
    assert!((with(0.0) - with(0.03) - free / spread * 252.0_f64.sqrt()).abs() < 1e-12);
}

#[test]
fn the_list_is_long_enough_and_every_metric_says_everything() {
    assert!(METRICS.len() >= 70);
    for (index, metric) in METRICS.iter().enumerate() {
        assert!(
            METRICS[..index].iter().all(|other| other.id != metric.id),
            "{}",
            metric.id
        );
        for text in [metric.name, metric.formula, metric.undefined] {
            assert!(!text.en.is_empty() && !text.ko.is_empty(), "{}", metric.id);
        }
        assert!(
            METRICS[..index]
                .iter()
                .all(|other| other.name.en != metric.name.en && other.name.ko != metric.name.ko),
            "{}",
            metric.id
        );
    }
    let order: Vec<Category> = METRICS.iter().map(|metric| metric.category).collect();
    let position = |one: &Category| Category::ALL.iter().position(|other| other == one);
    assert!(order.is_sorted_by_key(position), "a folder is a category");
}

fn curve() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(-0.2_f64..0.2, 3..120).prop_map(|returns| {
        let mut level = 1000.0;
        let mut equity = vec![level];
        for growth in returns {
            level *= 1.0 + growth;
            equity.push(level);
        }
        equity
    })
}

fn trades() -> impl Strategy<Value = Vec<domain::Trade>> {
    let one =
        (any::<bool>(), 50_u32..150, 0_i64..90, 0_u32..9).prop_map(|(long, exit, day, bars)| {
            let side = if long { Side::Buy } else { Side::Sell };
            trade(side, f64::from(exit), day, bars)
        });
    prop::collection::vec(one, 0..40)
}

proptest! {
    #[test]
    fn no_ratio_depends_on_the_size_of_the_account(equity in curve()) {
        let large: Vec<f64> = equity.iter().map(|value| value * 1024.0).collect();
        let (small, large) = (report(run(equity, vec![])), report(run(large, vec![])));
        for metric in METRICS {
            if metric.unit == metrics::MetricUnit::Money { continue }
            prop_assert_eq!(small.metric(metric.id), large.metric(metric.id), "{}", metric.id);
        }
    }

    #[test]
    fn laws_of_every_account(equity in curve(), trades in trades()) {
        let count = trades.len();
        let report = report(run(equity, trades));
        let get = |id: &str| report.metric(id).unwrap();
        for id in ["max_drawdown", "max_drawdown_intrabar", "average_drawdown", "benchmark_drawdown"] {
            prop_assert!((-1.0..=0.0).contains(&get(id).unwrap()), "{}", id);
        }
        prop_assert!(get("max_drawdown_intrabar").unwrap() <= get("max_drawdown").unwrap() + 1e-13);
        prop_assert!(get("ulcer").unwrap() <= -get("max_drawdown").unwrap() + 1e-12);
        for q in ["95", "99"] {
            let (var, cvar) = (get(&format!("var_{q}")).unwrap(), get(&format!("cvar_{q}")).unwrap());
            prop_assert!(cvar <= var + 1e-15);
        }
        prop_assert!(get("var_99").unwrap() <= get("var_95").unwrap());
        prop_assert!(get("worst_day").unwrap() <= get("best_day").unwrap());
        let shares = |ids: [&str; 3]| ids.iter().map(|id| get(id).unwrap()).sum::<f64>();
        if count > 0 {
            prop_assert!((shares(["win_rate", "loss_rate", "flat_rate"]) - 1.0).abs() < 1e-12);
            let total = get("expectancy").unwrap() * count as f64;
            let parts = get("long_profit").unwrap_or(0.0) + get("short_profit").unwrap_or(0.0);
            prop_assert!((total - parts).abs() < 1e-9);
            prop_assert_eq!(get("long_trades").unwrap() + get("short_trades").unwrap(), count as f64);
        }
        if let (Ok(up), Ok(down)) = (get("hit_ratio"), get("average_down_bar")) {
            prop_assert!((0.0..=1.0).contains(&up) && down < 0.0);
        }
    }
}
