//! What the benchmark itself did.

use crate::growth::growth_a_year;
use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "benchmark_return",
        category: Benchmark,
        name: Text::new("Benchmark return", "벤치마크 수익률"),
        unit: Percent,
        formula: Text::new(
            "end of the benchmark ÷ start − 1; for a run, equal parts of all symbols bought at their first open and held, without costs",
            "벤치마크 기말 ÷ 시작 − 1. 백테스트에서는 모든 종목을 첫 시가에 같은 금액씩 사서 보유, 비용 없음",
        ),
        undefined: Text::new("no value without a benchmark", "벤치마크가 없으면 값 없음"),
        better: Neutral,
        annualised: false,
        of: |facts| Ok(facts.pair()?.growth - 1.0),
    },
    Metric {
        id: "benchmark_cagr",
        category: Benchmark,
        name: Text::new("Benchmark CAGR", "벤치마크 CAGR"),
        unit: Percent,
        formula: Text::new(
            "(end ÷ start)^(1 ÷ years) − 1 of the benchmark",
            "벤치마크의 (기말 ÷ 시작)^(1 ÷ 연수) − 1",
        ),
        undefined: Text::new("no value without a benchmark", "벤치마크가 없으면 값 없음"),
        better: Neutral,
        annualised: false,
        of: |facts| growth_a_year(facts.pair()?.growth, facts.years?),
    },
    Metric {
        id: "benchmark_drawdown",
        category: Benchmark,
        name: Text::new("Benchmark max drawdown", "벤치마크 최대 낙폭"),
        unit: Percent,
        formula: Text::new(
            "lowest of benchmark ÷ its highest so far − 1",
            "벤치마크 ÷ 그때까지 최고치 − 1의 최솟값",
        ),
        undefined: Text::new("no value without a benchmark", "벤치마크가 없으면 값 없음"),
        better: Neutral,
        annualised: false,
        of: |facts| Ok(facts.pair()?.deepest),
    },
    Metric {
        id: "benchmark_volatility",
        category: Benchmark,
        name: Text::new("Benchmark volatility", "벤치마크 변동성"),
        unit: Percent,
        formula: Text::new("sd(b) × √(bars a year)", "sd(b) × √(연간 봉 수)"),
        undefined: Text::new("no value without a benchmark", "벤치마크가 없으면 값 없음"),
        better: Neutral,
        annualised: true,
        of: |facts| Ok(facts.pair()?.moments.deviation()? * facts.yearly().sqrt()),
    },
];
