//! The share of capital that grows fastest if returns are normal. Source: Thorp, "The Kelly Criterion", 2006.

use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[Metric {
    id: "kelly_continuous",
    category: Adjusted,
    name: Text::new("Kelly by mean and variance", "평균·분산 켈리 비율"),
    unit: Number,
    formula: Text::new("mean(r − f) ÷ var(r)", "mean(r − f) ÷ var(r)"),
    undefined: Text::new(
        "no value when returns do not vary",
        "수익률이 변하지 않으면 값 없음",
    ),
    better: Neutral,
    annualised: false,
    of: |facts| {
        let m = &facts.series()?.moments;
        let spread = m.spread()?;
        Ok((m.mean - facts.risk_free) / (spread * spread))
    },
}];
