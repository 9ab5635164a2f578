//! How much returns vary.

use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "volatility",
        category: Risk,
        name: Text::new("Volatility", "변동성"),
        unit: Percent,
        formula: Text::new(
            "sd(r) × √(bars a year), sd over n − 1",
            "sd(r) × √(연간 봉 수), sd는 n − 1",
        ),
        undefined: Text::new(
            "no value with fewer than two bars",
            "봉이 둘보다 적으면 값 없음",
        ),
        better: Lower,
        annualised: true,
        of: |facts| Ok(facts.series()?.moments.deviation()? * facts.yearly().sqrt()),
    },
    Metric {
        id: "bar_deviation",
        category: Risk,
        name: Text::new("Deviation of a bar", "봉 수익률 표준편차"),
        unit: Percent,
        formula: Text::new("sd(r) over n − 1", "sd(r), n − 1"),
        undefined: Text::new(
            "no value with fewer than two bars",
            "봉이 둘보다 적으면 값 없음",
        ),
        better: Lower,
        annualised: false,
        of: |facts| facts.series()?.moments.deviation(),
    },
];
