//! Bars that gained beside bars that lost.

use crate::Facts;
use crate::growth::positive;
use crate::list::prelude::*;
use crate::ratios::bar_payoff;
use crate::ratios::bar_profit_factor;
use crate::ratios::kelly;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "average_up_bar",
        category: Distribution,
        name: Text::new("Average gaining bar", "상승 봉 평균"),
        unit: Percent,
        formula: Text::new("mean of the returns above 0", "0보다 큰 수익률의 평균"),
        undefined: Text::new(
            "no value without a bar that gained",
            "상승한 봉이 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            let sides = &facts.series()?.sides;
            Ok(sides.up_sum / positive(sides.ups, Undefined::NoUpBars)?)
        },
    },
    Metric {
        id: "average_down_bar",
        category: Distribution,
        name: Text::new("Average losing bar", "하락 봉 평균"),
        unit: Percent,
        formula: Text::new("mean of the returns below 0", "0보다 작은 수익률의 평균"),
        undefined: Text::new(
            "no value without a bar that lost",
            "하락한 봉이 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            let sides = &facts.series()?.sides;
            Ok(-sides.down_sum / positive(sides.downs, Undefined::NoDownBars)?)
        },
    },
    Metric {
        id: "bar_payoff",
        category: Distribution,
        name: Text::new("Payoff ratio of bars", "봉 평균 손익비"),
        unit: Number,
        formula: Text::new(
            "average gaining bar ÷ |average losing bar|",
            "상승 봉 평균 ÷ |하락 봉 평균|",
        ),
        undefined: Text::new(
            "no value without a bar that gained and one that lost",
            "상승한 봉이나 하락한 봉이 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: bar_payoff,
    },
    Metric {
        id: "bar_profit_factor",
        category: Distribution,
        name: Text::new("Profit factor of bars", "봉 손익비 (PF)"),
        unit: Number,
        formula: Text::new(
            "Σ of the returns above 0 ÷ |Σ of those below 0|",
            "0보다 큰 수익률의 합 ÷ |0보다 작은 수익률의 합|",
        ),
        undefined: Text::new(
            "no value without a bar that lost",
            "하락한 봉이 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: bar_profit_factor,
    },
    Metric {
        id: "bar_kelly",
        category: Distribution,
        name: Text::new("Kelly share of bars", "봉 기준 켈리 비율"),
        unit: Percent,
        formula: Text::new(
            "p − (1 − p) ÷ b, p = hit ratio of moving bars, b = payoff ratio of bars",
            "p − (1 − p) ÷ b, p = 움직인 봉의 상승 비율, b = 봉 평균 손익비",
        ),
        undefined: Text::new(
            "no value without a bar that gained and one that lost",
            "상승한 봉이나 하락한 봉이 없으면 값 없음",
        ),
        better: Neutral,
        annualised: false,
        of: of_kelly,
    },
];

fn of_kelly(facts: &Facts) -> Result<f64, Undefined> {
    bar_payoff(facts)?;
    let sides = &facts.series()?.sides;
    kelly(sides.ups, sides.downs, sides.up_sum, sides.down_sum)
}
