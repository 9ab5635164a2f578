//! How steadily the account grew. Source: Kestner, "Quantitative Trading Strategies", 2003.

use crate::growth::beyond_rounding;
use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[Metric {
    id: "k_ratio",
    category: Adjusted,
    name: Text::new("K-ratio", "K 지수"),
    unit: Number,
    formula: Text::new(
        "slope of the cumulated log return ÷ its standard error × √(bars a year) ÷ bars",
        "누적 로그수익률 기울기 ÷ 기울기 표준오차 × √(연간 봉 수) ÷ 봉 수",
    ),
    undefined: Text::new(
        "no value when returns do not vary",
        "수익률이 변하지 않으면 값 없음",
    ),
    better: Higher,
    annualised: true,
    of: |facts| {
        let (series, error) = (facts.series()?, facts.series()?.trend?.slope_error);
        Ok(
            series.trend?.slope / beyond_rounding(error, Undefined::NoVariation)?
                * facts.yearly().sqrt()
                / series.bars,
        )
    },
}];
