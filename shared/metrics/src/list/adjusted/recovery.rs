//! What was gained for each unit of the deepest fall.

use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[Metric {
    id: "recovery",
    category: Adjusted,
    name: Text::new("Recovery factor", "회복 계수"),
    unit: Number,
    formula: Text::new("total return ÷ |max drawdown|", "총수익률 ÷ |최대 낙폭|"),
    undefined: Text::new("no value without a drawdown", "낙폭이 없으면 값 없음"),
    better: Higher,
    annualised: false,
    of: |facts| Ok((facts.series()?.growth - 1.0) / facts.depth()?),
}];
