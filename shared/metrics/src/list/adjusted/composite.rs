//! Products that ask for several virtues at once. Sources: Turner, "CPC index"; Grant, common sense ratio.

use crate::list::prelude::*;
use crate::ratios::bar_payoff;
use crate::ratios::bar_profit_factor;
use crate::ratios::tail_ratio;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "common_sense_ratio",
        category: Adjusted,
        name: Text::new("Common sense ratio", "상식 비율"),
        unit: Number,
        formula: Text::new(
            "gains of bars ÷ losses of bars × tail ratio",
            "봉 이익 합 ÷ 봉 손실 합 × 꼬리 비율",
        ),
        undefined: Text::new(
            "no value without a bar that lost",
            "하락한 봉이 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| Ok(bar_profit_factor(facts)? * tail_ratio(facts)?),
    },
    Metric {
        id: "cpc_index",
        category: Adjusted,
        name: Text::new("CPC index", "CPC 지수"),
        unit: Number,
        formula: Text::new(
            "gains ÷ losses × share of bars that gained × average gain ÷ average loss, by bars",
            "이익 합 ÷ 손실 합 × 상승 봉 비율 × 평균 이익 ÷ 평균 손실, 봉 기준",
        ),
        undefined: Text::new(
            "no value without a bar that lost",
            "하락한 봉이 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            let sides = &facts.series()?.sides;
            let share = sides.ups / (sides.ups + sides.downs);
            Ok(bar_profit_factor(facts)? * share * bar_payoff(facts)?)
        },
    },
];
