//! The summary of a sweep and the full report say the same, whatever the account went through.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::{run, trade};
use domain::{RunRecord, Side};
use metrics::{Summary, SummaryNumbers, report};
use proptest::prelude::*;

fn compare(record: RunRecord) {
    let begin = record.curve.time.first().copied().unwrap_or(0);
    let mut summary = Summary::new(record.annualisation, record.start.get(), begin);
    let points = record.curve.time.iter().zip(&record.curve.equity).skip(1);
    for (index, (time, equity)) in points.enumerate() {
        summary.push(*time, *equity, index < record.bars_in_market as usize);
    }
    for trade in &record.trades {
        summary.push_trade(
            trade.side,
            trade.pnl.get(),
            trade.return_ratio,
            trade.bars_held,
        );
    }
    let (numbers, mut record) = (summary.finish(), record);
    let bars = record.curve.equity.len().saturating_sub(1) as u32;
    record.bars_in_market = record.bars_in_market.min(bars);
    let report = report(record);
    for id in SummaryNumbers::IDS {
        match (numbers.get(id).unwrap(), report.metric(id).unwrap()) {
            (Ok(a), Ok(b)) => assert!((a - b).abs() <= 1e-10 * b.abs().max(1e-3), "{id}: {a} {b}"),
            (a, b) => assert_eq!(a, b, "{id}"),
        }
    }
}

#[test]
fn they_agree_on_strange_accounts() {
    for equity in [
        vec![],
        vec![1000.0],
        vec![1000.0, 1010.0],
        vec![1000.0; 30],
        vec![1000.0, 0.0, 0.0, 0.0],
        vec![1000.0, f64::NAN, 10.0],
        vec![1000.0, f64::INFINITY, 10.0],
        vec![1e-300, 2e-300, 1e-300],
        vec![1000.0, -5.0, 10.0],
        (1..60).map(f64::from).collect(),
    ] {
        compare(run(equity.clone(), vec![]));
        compare(run(
            equity,
            vec![
                trade(Side::Buy, 101.0, 0, 1),
                trade(Side::Sell, 120.0, 0, 1),
            ],
        ));
    }
}

proptest! {
    #[test]
    fn they_agree_on_every_account(
        returns in prop::collection::vec(prop_oneof![4 => -0.3_f64..0.3, 1 => Just(0.0), 1 => -1e-6_f64..1e-6], 0..200),
        exits in prop::collection::vec((50_u32..150, 0_u32..9), 0..30),
    ) {
        let mut level = 1000.0;
        let mut equity = vec![level];
        for growth in returns {
            level *= 1.0 + growth;
            equity.push(level);
        }
        let trades = exits.iter().enumerate().map(|(day, (exit, bars))| trade(Side::Buy, f64::from(*exit), day as i64, *bars)).collect();
        compare(run(equity, trades));
    }
}
