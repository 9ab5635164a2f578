//! How fat the tails are beside a normal distribution.

use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "kurtosis",
        category: Distribution,
        name: Text::new("Excess kurtosis", "초과 첨도"),
        unit: Number,
        formula: Text::new(
            "m₄ ÷ m₂² − 3 of the bar returns, population",
            "봉 수익률의 m₄ ÷ m₂² − 3, 모집단",
        ),
        undefined: Text::new(
            "no value when returns do not vary",
            "수익률이 변하지 않으면 값 없음",
        ),
        better: Lower,
        annualised: false,
        of: |facts| facts.series()?.moments.kurtosis(),
    },
    Metric {
        id: "kurtosis_sample",
        category: Distribution,
        name: Text::new("Sample excess kurtosis", "표본 초과 첨도"),
        unit: Number,
        formula: Text::new(
            "(n − 1) ÷ ((n − 2)(n − 3)) × ((n + 1) × excess kurtosis + 6)",
            "(n − 1) ÷ ((n − 2)(n − 3)) × ((n + 1) × 초과 첨도 + 6)",
        ),
        undefined: Text::new(
            "no value with fewer than four bars or when returns do not vary",
            "봉이 넷보다 적거나 수익률이 변하지 않으면 값 없음",
        ),
        better: Lower,
        annualised: false,
        of: |facts| facts.series()?.moments.kurtosis_sample(),
    },
];
