//! Growth a year at a constant rate.

use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[Metric {
    id: "cagr",
    category: Returns,
    name: Text::new("CAGR", "연복리 (CAGR)"),
    unit: Percent,
    formula: Text::new(
        "(end equity ÷ start cash)^(1 ÷ years) − 1, a year being 365 days",
        "(기말 자산 ÷ 시작 현금)^(1 ÷ 연수) − 1, 1년은 365일",
    ),
    undefined: Text::new(
        "no value without a bar, or when more than everything was lost",
        "봉이 없거나 자본을 넘는 손실이면 값 없음",
    ),
    better: Higher,
    annualised: false,
    of: |facts| facts.cagr(),
}];
