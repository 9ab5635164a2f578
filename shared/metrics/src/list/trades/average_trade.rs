//! What a trade returned: average, middle, best and worst.

use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "average_trade",
        category: Trades,
        name: Text::new("Average trade", "평균 거래 수익률"),
        unit: Percent,
        formula: Text::new(
            "mean of gain after costs ÷ amount paid or received at entry",
            "(비용 뒤 손익 ÷ 진입 금액)의 평균",
        ),
        undefined: Text::new(
            "no value without a closed trade",
            "청산 거래가 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| Ok(facts.closed()?.ratios.mean),
    },
    Metric {
        id: "median_trade",
        category: Trades,
        name: Text::new("Median trade", "중앙값 거래 수익률"),
        unit: Percent,
        formula: Text::new(
            "median of gain after costs ÷ amount paid or received at entry",
            "(비용 뒤 손익 ÷ 진입 금액)의 중앙값",
        ),
        undefined: Text::new(
            "no value without a closed trade",
            "청산 거래가 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| Ok(facts.closed()?.median),
    },
    Metric {
        id: "best_trade",
        category: Trades,
        name: Text::new("Best trade", "최고 거래"),
        unit: Percent,
        formula: Text::new(
            "highest gain after costs ÷ amount paid or received at entry",
            "(비용 뒤 손익 ÷ 진입 금액)의 최댓값",
        ),
        undefined: Text::new(
            "no value without a closed trade",
            "청산 거래가 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| Ok(facts.closed()?.best),
    },
    Metric {
        id: "worst_trade",
        category: Trades,
        name: Text::new("Worst trade", "최악 거래"),
        unit: Percent,
        formula: Text::new(
            "lowest gain after costs ÷ amount paid or received at entry",
            "(비용 뒤 손익 ÷ 진입 금액)의 최솟값",
        ),
        undefined: Text::new(
            "no value without a closed trade",
            "청산 거래가 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| Ok(facts.closed()?.worst),
    },
];
