//! An average month that gained, and one that lost.

use crate::growth::positive;
use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "average_up_month",
        category: Returns,
        name: Text::new("Average winning month", "수익 월 평균"),
        unit: Percent,
        formula: Text::new(
            "mean return of the months above 0",
            "수익률이 0보다 큰 달의 평균",
        ),
        undefined: Text::new(
            "no value without a month that gained",
            "수익을 낸 달이 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            let months = facts.periods()?.month;
            Ok(months.up_sum / positive(months.ups, Undefined::NoUpBars)?)
        },
    },
    Metric {
        id: "average_down_month",
        category: Returns,
        name: Text::new("Average losing month", "손실 월 평균"),
        unit: Percent,
        formula: Text::new(
            "mean return of the months below 0",
            "수익률이 0보다 작은 달의 평균",
        ),
        undefined: Text::new(
            "no value without a month that lost",
            "손실을 낸 달이 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            let months = facts.periods()?.month;
            Ok(months.down_sum / positive(months.downs, Undefined::NoDownBars)?)
        },
    },
];
