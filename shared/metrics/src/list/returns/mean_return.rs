//! The return of an average bar.

use crate::growth::growth_a_year;
use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "mean_return",
        category: Returns,
        name: Text::new("Mean bar return", "봉 평균 수익률"),
        unit: Percent,
        formula: Text::new("mean(r)", "mean(r)"),
        undefined: Text::new("no value without a bar", "봉이 없으면 값 없음"),
        better: Higher,
        annualised: false,
        of: |facts| Ok(facts.series()?.moments.mean),
    },
    Metric {
        id: "geometric_mean",
        category: Returns,
        name: Text::new("Geometric mean", "봉 기하평균 수익률"),
        unit: Percent,
        formula: Text::new(
            "(end ÷ start)^(1 ÷ bars) − 1",
            "(기말 ÷ 시작)^(1 ÷ 봉 수) − 1",
        ),
        undefined: Text::new(
            "no value without a bar, or when more than everything was lost",
            "봉이 없거나 자본을 넘는 손실이면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            let series = facts.series()?;
            growth_a_year(series.growth, series.bars)
        },
    },
];
