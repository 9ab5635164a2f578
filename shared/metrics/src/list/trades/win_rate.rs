//! How many trades gained, lost and did neither.

use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "win_rate",
        category: Trades,
        name: Text::new("Win rate", "승률"),
        unit: Percent,
        formula: Text::new(
            "trades with a gain after fees ÷ closed trades",
            "수수료 뒤 이익 거래 ÷ 청산 거래",
        ),
        undefined: Text::new(
            "no value without a closed trade",
            "청산 거래가 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| facts.closed()?.all.win_rate(),
    },
    Metric {
        id: "loss_rate",
        category: Trades,
        name: Text::new("Loss rate", "패율"),
        unit: Percent,
        formula: Text::new(
            "trades with a loss after fees ÷ closed trades",
            "수수료 뒤 손실 거래 ÷ 청산 거래",
        ),
        undefined: Text::new(
            "no value without a closed trade",
            "청산 거래가 없으면 값 없음",
        ),
        better: Lower,
        annualised: false,
        of: |facts| {
            let all = &facts.closed()?.all;
            Ok(all.losers / all.count)
        },
    },
    Metric {
        id: "flat_rate",
        category: Trades,
        name: Text::new("Trades without a result", "본전 거래 비율"),
        unit: Percent,
        formula: Text::new(
            "trades with neither gain nor loss ÷ closed trades",
            "손익이 0인 거래 ÷ 청산 거래",
        ),
        undefined: Text::new(
            "no value without a closed trade",
            "청산 거래가 없으면 값 없음",
        ),
        better: Neutral,
        annualised: false,
        of: |facts| {
            let all = &facts.closed()?.all;
            Ok((all.count - all.winners - all.losers) / all.count)
        },
    },
];
