//! Which side has the longer tail.

use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "skew",
        category: Distribution,
        name: Text::new("Skewness", "왜도"),
        unit: Number,
        formula: Text::new(
            "m₃ ÷ m₂^1.5 of the bar returns, population",
            "봉 수익률의 m₃ ÷ m₂^1.5, 모집단",
        ),
        undefined: Text::new(
            "no value when returns do not vary",
            "수익률이 변하지 않으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| facts.series()?.moments.skew(),
    },
    Metric {
        id: "skew_sample",
        category: Distribution,
        name: Text::new("Sample skewness", "표본 왜도"),
        unit: Number,
        formula: Text::new(
            "skewness × √(n(n − 1)) ÷ (n − 2)",
            "왜도 × √(n(n − 1)) ÷ (n − 2)",
        ),
        undefined: Text::new(
            "no value with fewer than three bars or when returns do not vary",
            "봉이 셋보다 적거나 수익률이 변하지 않으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| facts.series()?.moments.skew_sample(),
    },
];
