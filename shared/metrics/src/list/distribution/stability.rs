//! How much of the growth is a straight line. Source: empyrical, stability_of_timeseries.

use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[Metric {
    id: "stability",
    category: Distribution,
    name: Text::new("Stability", "성장 안정도"),
    unit: Number,
    formula: Text::new(
        "R² of the cumulated log return on time",
        "누적 로그수익률을 시간에 회귀한 R²",
    ),
    undefined: Text::new(
        "no value when returns do not vary",
        "수익률이 변하지 않으면 값 없음",
    ),
    better: Higher,
    annualised: false,
    of: |facts| Ok(facts.series()?.trend?.r_squared),
}];
