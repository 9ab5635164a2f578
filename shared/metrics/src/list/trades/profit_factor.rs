//! Money won for each unit lost.

use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[Metric {
    id: "profit_factor",
    category: Trades,
    name: Text::new("Profit factor", "손익비 (PF)"),
    unit: Number,
    formula: Text::new(
        "sum of gains ÷ sum of losses, after fees",
        "총이익 ÷ 총손실, 수수료 뒤",
    ),
    undefined: Text::new(
        "no value without a losing trade",
        "손실 거래가 없으면 값 없음",
    ),
    better: Higher,
    annualised: false,
    of: |facts| facts.trades().all.profit_factor(),
}];
