//! Return for each unit of risk. Source: Sharpe, "The Sharpe Ratio", 1994; the penalty is quantstats'.

use crate::list::prelude::*;
use crate::ratios::penalty;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "sharpe",
        category: Adjusted,
        name: Text::new("Sharpe ratio", "샤프 지수"),
        unit: Number,
        formula: Text::new(
            "mean(r − f) ÷ sd(r) × √(bars a year), r of every bar, sd over n − 1, f the risk-free return of a bar, 0 unless given",
            "mean(r − f) ÷ sd(r) × √(연간 봉 수), r은 봉 수익률, sd는 n − 1, f는 봉당 무위험 수익률로 따로 주지 않으면 0",
        ),
        undefined: Text::new(
            "no value when returns do not vary",
            "수익률이 변하지 않으면 값 없음",
        ),
        better: Higher,
        annualised: true,
        of: |facts| facts.sharpe(),
    },
    Metric {
        id: "smart_sharpe",
        category: Adjusted,
        name: Text::new("Smart Sharpe ratio", "자기상관 조정 샤프 지수"),
        unit: Number,
        formula: Text::new(
            "Sharpe ÷ √(1 + 2·Σ((n − k) ÷ n)·|ρ|^k), k from 1 to n − 1, ρ the correlation of neighbouring returns",
            "샤프 ÷ √(1 + 2·Σ((n − k) ÷ n)·|ρ|^k), k는 1부터 n − 1까지, ρ는 이웃한 수익률의 상관",
        ),
        undefined: Text::new(
            "no value when returns do not vary",
            "수익률이 변하지 않으면 값 없음",
        ),
        better: Higher,
        annualised: true,
        of: |facts| Ok(facts.sharpe()? / penalty(facts)?),
    },
];
