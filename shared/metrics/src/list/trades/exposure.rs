//! Share of bars with a position, and how often the account was turned over.

use crate::growth::positive;
use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "exposure",
        category: Trades,
        name: Text::new("Exposure", "시장 노출"),
        unit: Percent,
        formula: Text::new(
            "bars in which a position was held at some moment, those it was left in included ÷ all bars",
            "한순간이라도 포지션이 있던 봉(청산한 봉 포함) ÷ 전체 봉",
        ),
        undefined: Text::new(
            "no value for a bare series",
            "수익률만 있는 데이터에는 값 없음",
        ),
        better: Neutral,
        annualised: false,
        of: |facts| Ok(facts.run()?.bars_in_market / facts.series()?.bars),
    },
    Metric {
        id: "turnover",
        category: Trades,
        name: Text::new("Turnover a year", "연간 회전율"),
        unit: Number,
        formula: Text::new(
            "money traded on all executed sides ÷ mean equity ÷ years",
            "체결 금액 합 ÷ 평균 자산 ÷ 연수",
        ),
        undefined: Text::new(
            "no value for a bare series",
            "수익률만 있는 데이터에는 값 없음",
        ),
        better: Lower,
        annualised: false,
        of: |facts| {
            facts.series()?;
            let average = positive(facts.run()?.average, Undefined::TotalLoss)?;
            Ok(facts.trades().traded / average / facts.years?)
        },
    },
];
