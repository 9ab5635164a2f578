//! What leaving the benchmark brought for the risk of it. Source: Goodwin, "The Information Ratio", 1998.

use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "tracking_error",
        category: Benchmark,
        name: Text::new("Tracking error", "추적 오차"),
        unit: Percent,
        formula: Text::new("sd(r − b) × √(bars a year)", "sd(r − b) × √(연간 봉 수)"),
        undefined: Text::new("no value without a benchmark", "벤치마크가 없으면 값 없음"),
        better: Lower,
        annualised: true,
        of: |facts| Ok(facts.pair()?.active.deviation()? * facts.yearly().sqrt()),
    },
    Metric {
        id: "information_ratio",
        category: Benchmark,
        name: Text::new("Information ratio", "정보 비율"),
        unit: Number,
        formula: Text::new(
            "mean(r − b) ÷ sd(r − b) × √(bars a year)",
            "mean(r − b) ÷ sd(r − b) × √(연간 봉 수)",
        ),
        undefined: Text::new(
            "no value without a benchmark, or when r − b does not vary",
            "벤치마크가 없거나 r − b가 변하지 않으면 값 없음",
        ),
        better: Higher,
        annualised: true,
        of: |facts| {
            let active = &facts.pair()?.active;
            Ok(active.mean / active.spread()? * facts.yearly().sqrt())
        },
    },
    Metric {
        id: "information_ratio_bar",
        category: Benchmark,
        name: Text::new("Information ratio of a bar", "봉 기준 정보 비율"),
        unit: Number,
        formula: Text::new("mean(r − b) ÷ sd(r − b)", "mean(r − b) ÷ sd(r − b)"),
        undefined: Text::new(
            "no value without a benchmark, or when r − b does not vary",
            "벤치마크가 없거나 r − b가 변하지 않으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            let active = &facts.pair()?.active;
            Ok(active.mean / active.spread()?)
        },
    },
];
