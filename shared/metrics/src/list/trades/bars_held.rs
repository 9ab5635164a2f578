//! How long trades were held.

use crate::growth::positive;
use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "bars_held",
        category: Trades,
        name: Text::new("Average holding time", "평균 보유 기간"),
        unit: Bars,
        formula: Text::new(
            "mean number of bars from entry to exit",
            "진입부터 청산까지 봉 수의 평균",
        ),
        undefined: Text::new(
            "no value without a closed trade",
            "청산 거래가 없으면 값 없음",
        ),
        better: Neutral,
        annualised: false,
        of: |facts| {
            let all = &facts.closed()?.all;
            Ok(all.bars / all.count)
        },
    },
    Metric {
        id: "bars_held_winners",
        category: Trades,
        name: Text::new("Holding time of winners", "이익 거래 보유 기간"),
        unit: Bars,
        formula: Text::new(
            "mean number of bars of the winners",
            "이익 거래 보유 봉 수의 평균",
        ),
        undefined: Text::new(
            "no value without a winning trade",
            "이익 거래가 없으면 값 없음",
        ),
        better: Neutral,
        annualised: false,
        of: |facts| {
            let all = &facts.closed()?.all;
            Ok(all.winner_bars / positive(all.winners, Undefined::NoWinners)?)
        },
    },
    Metric {
        id: "bars_held_losers",
        category: Trades,
        name: Text::new("Holding time of losers", "손실 거래 보유 기간"),
        unit: Bars,
        formula: Text::new(
            "mean number of bars of the losers",
            "손실 거래 보유 봉 수의 평균",
        ),
        undefined: Text::new(
            "no value without a losing trade",
            "손실 거래가 없으면 값 없음",
        ),
        better: Neutral,
        annualised: false,
        of: |facts| {
            let all = &facts.closed()?.all;
            Ok(all.loser_bars / positive(all.losers, Undefined::NoLosers)?)
        },
    },
];
