//! How much the account moves with the benchmark.

use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "beta",
        category: Benchmark,
        name: Text::new("Beta", "베타"),
        unit: Number,
        formula: Text::new("cov(r, b) ÷ var(b)", "cov(r, b) ÷ var(b)"),
        undefined: Text::new(
            "no value without a benchmark that varies",
            "변동이 있는 벤치마크가 없으면 값 없음",
        ),
        better: Neutral,
        annualised: false,
        of: |facts| facts.pair()?.beta(),
    },
    Metric {
        id: "correlation",
        category: Benchmark,
        name: Text::new("Correlation", "상관계수"),
        unit: Number,
        formula: Text::new(
            "Pearson's correlation of r and b",
            "r과 b의 피어슨 상관계수",
        ),
        undefined: Text::new(
            "no value without a benchmark that varies",
            "변동이 있는 벤치마크가 없으면 값 없음",
        ),
        better: Neutral,
        annualised: false,
        of: |facts| facts.pair()?.correlation(&facts.series()?.moments),
    },
    Metric {
        id: "r_squared",
        category: Benchmark,
        name: Text::new("R²", "결정계수 (R²)"),
        unit: Number,
        formula: Text::new("correlation²", "상관계수²"),
        undefined: Text::new(
            "no value without a benchmark that varies",
            "변동이 있는 벤치마크가 없으면 값 없음",
        ),
        better: Neutral,
        annualised: false,
        of: |facts| {
            let r = facts.pair()?.correlation(&facts.series()?.moments)?;
            Ok(r * r)
        },
    },
];
