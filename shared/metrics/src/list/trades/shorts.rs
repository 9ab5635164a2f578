//! The short trades alone.

use crate::growth::positive;
use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "short_trades",
        category: Trades,
        name: Text::new("Short trades", "매도 포지션 거래 수"),
        unit: Count,
        formula: Text::new("closed short trades", "청산된 매도 포지션 거래 수"),
        undefined: Text::new("always has a value", "언제나 값 있음"),
        better: Neutral,
        annualised: false,
        of: |facts| Ok(facts.trades().shorts.count),
    },
    Metric {
        id: "short_win_rate",
        category: Trades,
        name: Text::new("Short win rate", "매도 포지션 승률"),
        unit: Percent,
        formula: Text::new(
            "short trades with a gain after fees ÷ short trades",
            "수수료 뒤 이익 거래 ÷ 매도 포지션 거래",
        ),
        undefined: Text::new(
            "no value without a short trade",
            "매도 포지션 거래가 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            let shorts = &facts.closed()?.shorts;
            Ok(shorts.winners / positive(shorts.count, Undefined::NoShorts)?)
        },
    },
    Metric {
        id: "short_profit",
        category: Trades,
        name: Text::new("Short profit", "매도 포지션 손익"),
        unit: Money,
        formula: Text::new(
            "sum of the gains of short trades, after fees",
            "매도 포지션 손익 합, 수수료 뒤",
        ),
        undefined: Text::new(
            "no value without a short trade",
            "매도 포지션 거래가 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            let shorts = &facts.closed()?.shorts;
            positive(shorts.count, Undefined::NoShorts)?;
            Ok(shorts.won - shorts.lost)
        },
    },
    Metric {
        id: "short_profit_factor",
        category: Trades,
        name: Text::new("Short profit factor", "매도 포지션 손익비 (PF)"),
        unit: Number,
        formula: Text::new(
            "gains ÷ losses of the short trades, after fees",
            "매도 포지션 총이익 ÷ 총손실, 수수료 뒤",
        ),
        undefined: Text::new(
            "no value without a short trade",
            "매도 포지션 거래가 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            let shorts = &facts.closed()?.shorts;
            positive(shorts.count, Undefined::NoShorts)?;
            shorts.profit_factor()
        },
    },
];
