//! Growth a year for each unit of drawdown pain. Source: Martin and McCann, 1989.

use crate::growth::positive;
use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[Metric {
    id: "upi",
    category: Adjusted,
    name: Text::new("Ulcer performance index", "얼서 성과 지수 (UPI)"),
    unit: Number,
    formula: Text::new(
        "(CAGR − risk-free) ÷ ulcer index",
        "(CAGR − 무위험) ÷ 얼서 지수",
    ),
    undefined: Text::new("no value without a drawdown", "낙폭이 없으면 값 없음"),
    better: Higher,
    annualised: false,
    of: |facts| {
        let ulcer = facts.series()?.drawdown.ulcer();
        Ok((facts.cagr()? - facts.risk_free_year) / positive(ulcer, Undefined::NoDrawdown)?)
    },
}];
