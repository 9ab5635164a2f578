//! Return for each unit of loss on the way. Source: Schwager, "Hedge Fund Market Wizards", 2012.

use crate::growth::positive;
use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "gain_to_pain",
        category: Adjusted,
        name: Text::new("Gain-to-pain ratio", "이익 대 고통 비율"),
        unit: Number,
        formula: Text::new(
            "Σr ÷ |Σ of the returns below 0|, by bars",
            "Σr ÷ |0보다 작은 수익률의 합|, 봉 기준",
        ),
        undefined: Text::new(
            "no value without a bar that lost",
            "하락한 봉이 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            let sides = &facts.series()?.sides;
            Ok((sides.up_sum - sides.down_sum) / positive(sides.down_sum, Undefined::NoDownBars)?)
        },
    },
    Metric {
        id: "gain_to_pain_months",
        category: Adjusted,
        name: Text::new("Gain-to-pain ratio of months", "월 기준 이익 대 고통 비율"),
        unit: Number,
        formula: Text::new(
            "Σ of monthly returns ÷ |Σ of those below 0|, as Schwager has it",
            "월 수익률의 합 ÷ |0보다 작은 월 수익률의 합|(슈웨거의 정의)",
        ),
        undefined: Text::new(
            "no value without a month that lost",
            "손실을 낸 달이 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            let months = facts.periods()?.month;
            Ok((months.up_sum + months.down_sum)
                / positive(-months.down_sum, Undefined::NoDownBars)?)
        },
    },
];
