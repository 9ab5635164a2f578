//! The long trades alone.

use crate::growth::positive;
use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "long_trades",
        category: Trades,
        name: Text::new("Long trades", "매수 포지션 거래 수"),
        unit: Count,
        formula: Text::new("closed long trades", "청산된 매수 포지션 거래 수"),
        undefined: Text::new("always has a value", "언제나 값 있음"),
        better: Neutral,
        annualised: false,
        of: |facts| Ok(facts.trades().longs.count),
    },
    Metric {
        id: "long_win_rate",
        category: Trades,
        name: Text::new("Long win rate", "매수 포지션 승률"),
        unit: Percent,
        formula: Text::new(
            "long trades with a gain after fees ÷ long trades",
            "수수료 뒤 이익 거래 ÷ 매수 포지션 거래",
        ),
        undefined: Text::new(
            "no value without a long trade",
            "매수 포지션 거래가 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            let longs = &facts.closed()?.longs;
            Ok(longs.winners / positive(longs.count, Undefined::NoLongs)?)
        },
    },
    Metric {
        id: "long_profit",
        category: Trades,
        name: Text::new("Long profit", "매수 포지션 손익"),
        unit: Money,
        formula: Text::new(
            "sum of the gains of long trades, after fees",
            "매수 포지션 손익 합, 수수료 뒤",
        ),
        undefined: Text::new(
            "no value without a long trade",
            "매수 포지션 거래가 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            let longs = &facts.closed()?.longs;
            positive(longs.count, Undefined::NoLongs)?;
            Ok(longs.won - longs.lost)
        },
    },
    Metric {
        id: "long_profit_factor",
        category: Trades,
        name: Text::new("Long profit factor", "매수 포지션 손익비 (PF)"),
        unit: Number,
        formula: Text::new(
            "gains ÷ losses of the long trades, after fees",
            "매수 포지션 총이익 ÷ 총손실, 수수료 뒤",
        ),
        undefined: Text::new(
            "no value without a long trade",
            "매수 포지션 거래가 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            let longs = &facts.closed()?.longs;
            positive(longs.count, Undefined::NoLongs)?;
            longs.profit_factor()
        },
    },
];
