//! Accounts for the tests: a run from its curve and trades.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
#![allow(
    dead_code,
    reason = "each test file is its own crate and needs its own part"
)]

use domain::time::DAY_MS;
use domain::{
    Annualisation, Calendar, Cash, Curve, Digest, Execution, Price, Qty, Reason, RunRecord, Side,
    Symbol, Timeframe, Trade, Ts,
};

/// A run on daily bars whose equity is given, the start included.
pub fn run(equity: Vec<f64>, trades: Vec<Trade>) -> RunRecord {
    let start = equity.first().copied().unwrap_or(1000.0);
    let start = if start.is_finite() { start } else { 1000.0 };
    let mut peak = f64::MIN;
    let drawdown = equity
        .iter()
        .map(|value| {
            peak = peak.max(*value);
            value / peak - 1.0
        })
        .collect();
    RunRecord {
        spec_hash: Digest::of(b"spec"),
        data_hash: Digest::of(b"data"),
        engine: domain::ENGINE_VERSION,
        annualisation: Annualisation::of(Calendar::AlwaysOpen, Timeframe::Day1),
        start: Cash::new(start).unwrap(),
        curve: Curve {
            time: (0..equity.len() as i64).map(|day| day * DAY_MS).collect(),
            drawdown,
            worst: equity.clone().into(),
            benchmark: equity.iter().map(|value| value * 0.5).collect(),
            equity: equity.into(),
        },
        bars_in_market: trades.len() as u32,
        trades,
        slippage_paid: Cash::ZERO,
        funding_paid: Cash::ZERO,
        refusals: Vec::new(),
        cuts: Vec::new(),
    }
}

/// One unit bought or sold short at 100 and left at another price, with a fee of 1 and a risk of 10.
pub fn trade(side: Side, exit: f64, day: i64, bars: u32) -> Trade {
    let sign = match side {
        Side::Buy => 1.0,
        Side::Sell => -1.0,
    };
    let at = |price: f64, day: i64| Execution {
        signal_time: Ts(day * DAY_MS),
        time: Ts(day * DAY_MS),
        price: Price::new(price).unwrap(),
        fee: Cash::new(0.5).unwrap(),
        reason: Reason::EntrySignal,
    };
    let pnl = sign * (exit - 100.0) - 1.0;
    let move_ratio = sign * (exit / 100.0 - 1.0);
    Trade {
        symbol: Symbol::parse("A").unwrap(),
        side,
        qty: Qty::new(1.0).unwrap(),
        entry: at(100.0, day),
        exit: at(exit, day + i64::from(bars)),
        fees: Cash::new(1.0).unwrap(),
        funding: Cash::ZERO,
        pnl: Cash::new(pnl).unwrap(),
        return_ratio: pnl / 100.0,
        bars_held: bars,
        open: false,
        worst: move_ratio.min(0.0) - 0.01,
        best: move_ratio.max(0.0) + 0.02,
        risk: Some(Cash::new(10.0).unwrap()),
    }
}
