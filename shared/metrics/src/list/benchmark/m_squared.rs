//! What the account would return at the risk of the benchmark. Source: Modigliani and Modigliani, 1997.

use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[Metric {
    id: "m_squared",
    category: Benchmark,
    name: Text::new("M²", "M² (모딜리아니)"),
    unit: Percent,
    formula: Text::new(
        "risk-free + Sharpe ratio × benchmark volatility",
        "무위험 + 샤프 지수 × 벤치마크 변동성",
    ),
    undefined: Text::new(
        "no value without a benchmark, or when returns do not vary",
        "벤치마크가 없거나 수익률이 변하지 않으면 값 없음",
    ),
    better: Higher,
    annualised: true,
    of: |facts| {
        let risk = facts.pair()?.moments.deviation()? * facts.yearly().sqrt();
        Ok(facts.risk_free_year + facts.sharpe()? * risk)
    },
}];
