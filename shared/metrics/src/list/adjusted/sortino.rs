//! Return for each unit of downside risk. Source: Sortino and Price, 1994; adjusted by √2 after Kaplan and Schwager.

use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "sortino",
        category: Adjusted,
        name: Text::new("Sortino ratio", "소르티노 지수"),
        unit: Number,
        formula: Text::new(
            "mean(r − f) ÷ √(mean(min(r − f, 0)²)) × √(bars a year), over all bars",
            "mean(r − f) ÷ √(mean(min(r − f, 0)²)) × √(연간 봉 수), 모든 봉 기준",
        ),
        undefined: Text::new(
            "no value without a bar that lost",
            "하락한 봉이 없으면 값 없음",
        ),
        better: Higher,
        annualised: true,
        of: |facts| facts.sortino(),
    },
    Metric {
        id: "adjusted_sortino",
        category: Adjusted,
        name: Text::new("Adjusted Sortino ratio", "조정 소르티노 지수"),
        unit: Number,
        formula: Text::new(
            "Sortino ÷ √2, to stand beside a Sharpe ratio",
            "소르티노 ÷ √2, 샤프 지수와 나란히 보기 위함",
        ),
        undefined: Text::new(
            "no value without a bar that lost",
            "하락한 봉이 없으면 값 없음",
        ),
        better: Higher,
        annualised: true,
        of: |facts| Ok(facts.sortino()? / std::f64::consts::SQRT_2),
    },
];
