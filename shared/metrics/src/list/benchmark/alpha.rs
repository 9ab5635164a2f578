//! Return that the benchmark does not explain. Source: Jensen, 1968; compounded as empyrical does.

use crate::Facts;
use crate::growth::growth_a_year;
use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "alpha",
        category: Benchmark,
        name: Text::new("Alpha", "알파"),
        unit: Percent,
        formula: Text::new(
            "(1 + a)^(bars a year) − 1, a = mean(r − f) − beta × mean(b − f)",
            "(1 + a)^(연간 봉 수) − 1, a = mean(r − f) − 베타 × mean(b − f)",
        ),
        undefined: Text::new(
            "no value without a benchmark that varies",
            "변동이 있는 벤치마크가 없으면 값 없음",
        ),
        better: Higher,
        annualised: true,
        of: |facts| growth_a_year(1.0 + a_bar(facts)?, 1.0 / facts.yearly()),
    },
    Metric {
        id: "alpha_linear",
        category: Benchmark,
        name: Text::new("Alpha without compounding", "단리 알파"),
        unit: Percent,
        formula: Text::new("a × bars a year", "a × 연간 봉 수"),
        undefined: Text::new(
            "no value without a benchmark that varies",
            "변동이 있는 벤치마크가 없으면 값 없음",
        ),
        better: Higher,
        annualised: true,
        of: |facts| Ok(a_bar(facts)? * facts.yearly()),
    },
];

fn a_bar(facts: &Facts) -> Result<f64, Undefined> {
    let (own, pair, free) = (facts.series()?.moments.mean, facts.pair()?, facts.risk_free);
    Ok(own - free - pair.beta()? * (pair.moments.mean - free))
}
