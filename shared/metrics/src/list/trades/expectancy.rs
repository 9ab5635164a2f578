//! What a trade brings on average, in money and in units of its risk. Source: Van Tharp, "Trade Your Way to Financial Freedom", 1998.

use crate::list::prelude::*;
use crate::ratios::multiples;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "expectancy",
        category: Trades,
        name: Text::new("Expectancy", "거래당 기대 손익"),
        unit: Money,
        formula: Text::new(
            "mean gain of the closed trades, after fees = win rate × average gain − loss rate × average loss",
            "청산 거래의 평균 손익, 수수료 뒤 = 승률 × 평균 이익 − 패율 × 평균 손실",
        ),
        undefined: Text::new(
            "no value without a closed trade",
            "청산 거래가 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| facts.trades().all.expectancy(),
    },
    Metric {
        id: "expectancy_r",
        category: Trades,
        name: Text::new("Expectancy in R", "R 기준 기대값"),
        unit: Number,
        formula: Text::new(
            "mean of gain after fees ÷ money at risk from entry to the first stop, over trades with a stop",
            "손절가가 있는 거래의 (수수료 뒤 손익 ÷ 진입가부터 첫 손절가까지 위험 금액) 평균",
        ),
        undefined: Text::new(
            "no value without a trade that had a stop",
            "손절가가 있는 거래가 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| Ok(multiples(facts)?.mean),
    },
];
