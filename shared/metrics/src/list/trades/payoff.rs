//! How large an average winner is beside an average loser.

use crate::growth::positive;
use crate::list::prelude::*;
use crate::ratios::both;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "payoff",
        category: Trades,
        name: Text::new("Payoff ratio", "평균 손익비"),
        unit: Number,
        formula: Text::new(
            "average gain of the winners ÷ average loss of the losers, money after fees",
            "평균 이익 ÷ 평균 손실, 수수료 뒤 금액",
        ),
        undefined: Text::new(
            "no value without a winning and a losing trade",
            "이익 거래나 손실 거래가 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            let all = both(&facts.closed()?.all)?;
            Ok(all.won / all.winners / (all.lost / all.losers))
        },
    },
    Metric {
        id: "average_winner",
        category: Trades,
        name: Text::new("Average winner", "평균 이익 거래"),
        unit: Percent,
        formula: Text::new(
            "mean of gain after costs ÷ amount paid or received at entry over the winners",
            "이익 거래의 (비용 뒤 손익 ÷ 진입 금액) 평균",
        ),
        undefined: Text::new(
            "no value without a winning trade",
            "이익 거래가 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            let all = &facts.closed()?.all;
            Ok(all.won_ratio / positive(all.winners, Undefined::NoWinners)?)
        },
    },
    Metric {
        id: "average_loser",
        category: Trades,
        name: Text::new("Average loser", "평균 손실 거래"),
        unit: Percent,
        formula: Text::new(
            "mean of gain after costs ÷ amount paid or received at entry over the losers",
            "손실 거래의 (비용 뒤 손익 ÷ 진입 금액) 평균",
        ),
        undefined: Text::new(
            "no value without a losing trade",
            "손실 거래가 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            let all = &facts.closed()?.all;
            Ok(-all.lost_ratio / positive(all.losers, Undefined::NoLosers)?)
        },
    },
];
