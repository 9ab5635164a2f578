//! How many bars gained.

use crate::growth::positive;
use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "hit_ratio",
        category: Distribution,
        name: Text::new("Hit ratio", "상승 봉 비율"),
        unit: Percent,
        formula: Text::new(
            "bars with a return above 0 ÷ all bars",
            "수익률이 0보다 큰 봉 ÷ 전체 봉",
        ),
        undefined: Text::new("no value without a bar", "봉이 없으면 값 없음"),
        better: Higher,
        annualised: false,
        of: |facts| {
            let series = facts.series()?;
            Ok(series.sides.ups / series.bars)
        },
    },
    Metric {
        id: "hit_ratio_moving",
        category: Distribution,
        name: Text::new("Hit ratio of moving bars", "움직인 봉의 상승 비율"),
        unit: Percent,
        formula: Text::new(
            "bars above 0 ÷ bars that are not 0",
            "0보다 큰 봉 ÷ 0이 아닌 봉",
        ),
        undefined: Text::new(
            "no value when every return is 0",
            "모든 수익률이 0이면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            let sides = &facts.series()?.sides;
            Ok(sides.ups / positive(sides.ups + sides.downs, Undefined::NoVariation)?)
        },
    },
];
