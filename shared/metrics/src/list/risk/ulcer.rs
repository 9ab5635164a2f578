//! Depth and length of drawdowns in one number. Source: Martin and McCann, "The Investor's Guide to Fidelity Funds", 1989.

use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[Metric {
    id: "ulcer",
    category: Risk,
    name: Text::new("Ulcer index", "얼서 지수 (Ulcer)"),
    unit: Percent,
    formula: Text::new(
        "√(mean of the squared drawdown of all bars)",
        "√(모든 봉 낙폭 제곱의 평균)",
    ),
    undefined: Text::new("no value without a bar", "봉이 없으면 값 없음"),
    better: Lower,
    annualised: false,
    of: |facts| Ok(facts.series()?.drawdown.ulcer()),
}];
