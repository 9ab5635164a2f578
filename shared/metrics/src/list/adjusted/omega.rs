//! What was gained for each unit lost, measured from the risk-free return. Source: Keating and Shadwick, 2002.

use crate::growth::positive;
use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[Metric {
    id: "omega",
    category: Adjusted,
    name: Text::new("Omega ratio", "오메가 지수"),
    unit: Number,
    formula: Text::new(
        "Σ max(r − f, 0) ÷ Σ max(f − r, 0)",
        "Σ max(r − f, 0) ÷ Σ max(f − r, 0)",
    ),
    undefined: Text::new(
        "no value without a bar that lost",
        "하락한 봉이 없으면 값 없음",
    ),
    better: Higher,
    annualised: false,
    of: |facts| {
        let sides = &facts.series()?.sides;
        Ok(sides.gained / positive(sides.lost, Undefined::NoDownBars)?)
    },
}];
