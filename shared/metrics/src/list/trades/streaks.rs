//! The longest rows of winners and of losers.

use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "win_streak",
        category: Trades,
        name: Text::new("Longest winning streak", "최다 연속 이익"),
        unit: Count,
        formula: Text::new(
            "most winners in a row, in the order trades were closed",
            "청산 순서로 이어진 이익 거래의 최대 수",
        ),
        undefined: Text::new(
            "no value without a closed trade",
            "청산 거래가 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| Ok(f64::from(facts.closed()?.win_streak)),
    },
    Metric {
        id: "loss_streak",
        category: Trades,
        name: Text::new("Longest losing streak", "최다 연속 손실"),
        unit: Count,
        formula: Text::new(
            "most losers in a row, in the order trades were closed",
            "청산 순서로 이어진 손실 거래의 최대 수",
        ),
        undefined: Text::new(
            "no value without a closed trade",
            "청산 거래가 없으면 값 없음",
        ),
        better: Lower,
        annualised: false,
        of: |facts| Ok(f64::from(facts.closed()?.loss_streak)),
    },
];
