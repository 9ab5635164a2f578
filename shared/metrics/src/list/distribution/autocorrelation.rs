//! Whether a return tells something about the next. The penalty is quantstats'.

use crate::list::prelude::*;
use crate::ratios::penalty;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "autocorrelation",
        category: Distribution,
        name: Text::new("Autocorrelation", "자기상관"),
        unit: Number,
        formula: Text::new(
            "correlation of each return with the one before",
            "각 수익률과 바로 앞 수익률의 상관",
        ),
        undefined: Text::new(
            "no value with fewer than three bars or when returns do not vary",
            "봉이 셋보다 적거나 수익률이 변하지 않으면 값 없음",
        ),
        better: Neutral,
        annualised: false,
        of: |facts| facts.series()?.autocorrelation,
    },
    Metric {
        id: "autocorrelation_penalty",
        category: Distribution,
        name: Text::new("Autocorrelation penalty", "자기상관 벌점"),
        unit: Number,
        formula: Text::new(
            "√(1 + 2·Σ((n − k) ÷ n)·|ρ|^k), k from 1 to n − 1",
            "√(1 + 2·Σ((n − k) ÷ n)·|ρ|^k), k는 1부터 n − 1까지",
        ),
        undefined: Text::new(
            "no value with fewer than three bars or when returns do not vary",
            "봉이 셋보다 적거나 수익률이 변하지 않으면 값 없음",
        ),
        better: Lower,
        annualised: false,
        of: penalty,
    },
];
