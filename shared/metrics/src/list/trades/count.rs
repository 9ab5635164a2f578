//! How many trades there were, and what became of those still open.

use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "trades",
        category: Trades,
        name: Text::new("Trades", "거래 수"),
        unit: Count,
        formula: Text::new("number of closed trades", "청산된 거래의 수"),
        undefined: Text::new("always has a value", "언제나 값 있음"),
        better: Neutral,
        annualised: false,
        of: |facts| Ok(facts.trades().all.count),
    },
    Metric {
        id: "trades_per_year",
        category: Trades,
        name: Text::new("Trades a year", "연간 거래 수"),
        unit: Number,
        formula: Text::new("closed trades ÷ years", "청산 거래 ÷ 연수"),
        undefined: Text::new("no value without a bar", "봉이 없으면 값 없음"),
        better: Neutral,
        annualised: false,
        of: |facts| Ok(facts.trades().all.count / facts.years?),
    },
    Metric {
        id: "open_trades",
        category: Trades,
        name: Text::new("Open trades", "미청산 거래 수"),
        unit: Count,
        formula: Text::new(
            "trades still open at the end; they are in the equity and in no trade statistic",
            "끝까지 청산되지 않은 거래 수. 자산에는 들어가고 거래 통계에서는 빠짐",
        ),
        undefined: Text::new("always has a value", "언제나 값 있음"),
        better: Neutral,
        annualised: false,
        of: |facts| Ok(facts.trades().open),
    },
    Metric {
        id: "open_profit",
        category: Trades,
        name: Text::new("Profit of open trades", "미청산 평가손익"),
        unit: Money,
        formula: Text::new(
            "gain of the open trades at the last close, after the entry fee",
            "미청산 거래의 마지막 종가 평가손익, 진입 수수료 뒤",
        ),
        undefined: Text::new("always has a value", "언제나 값 있음"),
        better: Higher,
        annualised: false,
        of: |facts| Ok(facts.trades().open_pnl),
    },
];
