//! The share of capital to risk that grows fastest. Source: Kelly, "A New Interpretation of Information Rate", 1956.

use crate::Facts;
use crate::list::prelude::*;
use crate::ratios::both;
use crate::ratios::kelly;

pub(crate) const METRICS: &[Metric] = &[Metric {
    id: "kelly",
    category: Trades,
    name: Text::new("Kelly share", "켈리 비율"),
    unit: Percent,
    formula: Text::new(
        "p − (1 − p) ÷ b, p = winners ÷ trades with a result, b = average return of winners ÷ of losers",
        "p − (1 − p) ÷ b, p = 이익 거래 ÷ 승패가 난 거래, b = 이익 거래 평균 수익률 ÷ 손실 거래 평균 손실률",
    ),
    undefined: Text::new(
        "no value without a winning and a losing trade",
        "이익 거래나 손실 거래가 없으면 값 없음",
    ),
    better: Neutral,
    annualised: false,
    of,
}];

fn of(facts: &Facts) -> Result<f64, Undefined> {
    let all = both(&facts.closed()?.all)?;
    kelly(all.winners, all.losers, all.won_ratio, all.lost_ratio)
}
