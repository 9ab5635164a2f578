//! What was made beyond the benchmark.

use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "excess_return",
        category: Benchmark,
        name: Text::new("Excess return", "초과 수익률"),
        unit: Percent,
        formula: Text::new(
            "total return − benchmark return",
            "총수익률 − 벤치마크 수익률",
        ),
        undefined: Text::new("no value without a benchmark", "벤치마크가 없으면 값 없음"),
        better: Higher,
        annualised: false,
        of: |facts| Ok(facts.series()?.growth - facts.pair()?.growth),
    },
    Metric {
        id: "batting_average",
        category: Benchmark,
        name: Text::new("Batting average", "우위 봉 비율"),
        unit: Percent,
        formula: Text::new(
            "bars with r above b ÷ all bars",
            "r이 b보다 큰 봉 ÷ 전체 봉",
        ),
        undefined: Text::new("no value without a benchmark", "벤치마크가 없으면 값 없음"),
        better: Higher,
        annualised: false,
        of: |facts| Ok(facts.pair()?.better / facts.series()?.bars),
    },
];
