//! Growth a year for each unit of market risk. Source: Treynor, 1965.

use crate::Facts;
use crate::growth::beyond_rounding;
use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[Metric {
    id: "treynor",
    category: Benchmark,
    name: Text::new("Treynor ratio", "트레이너 지수"),
    unit: Number,
    formula: Text::new("(CAGR − risk-free) ÷ beta", "(CAGR − 무위험) ÷ 베타"),
    undefined: Text::new(
        "no value without a benchmark, or with a beta of 0",
        "벤치마크가 없거나 베타가 0이면 값 없음",
    ),
    better: Higher,
    annualised: false,
    of,
}];

fn of(facts: &Facts) -> Result<f64, Undefined> {
    let beta = facts.pair()?.beta()?;
    beyond_rounding(beta.abs(), Undefined::NoVariation)?;
    Ok((facts.cagr()? - facts.risk_free_year) / beta)
}
