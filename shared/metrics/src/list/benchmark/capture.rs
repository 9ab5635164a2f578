//! How much of the benchmark's rises and falls was taken. Source: empyrical, up_capture and down_capture.

use crate::Facts;
use crate::growth::beyond_rounding;
use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "up_capture",
        category: Benchmark,
        name: Text::new("Up capture", "상승 포착률"),
        unit: Number,
        formula: Text::new(
            "yearly return of the account ÷ of the benchmark over bars in which the benchmark rose",
            "벤치마크가 오른 봉에서 연 수익률 ÷ 벤치마크 연 수익률",
        ),
        undefined: Text::new(
            "no value without a benchmark that rose",
            "벤치마크가 오른 봉이 없으면 값 없음",
        ),
        better: Higher,
        annualised: true,
        of: |facts| facts.pair()?.up.ratio(facts.yearly()),
    },
    Metric {
        id: "down_capture",
        category: Benchmark,
        name: Text::new("Down capture", "하락 포착률"),
        unit: Number,
        formula: Text::new(
            "the same over bars in which it fell",
            "벤치마크가 내린 봉에서 같은 비율",
        ),
        undefined: Text::new(
            "no value without a benchmark that fell",
            "벤치마크가 내린 봉이 없으면 값 없음",
        ),
        better: Lower,
        annualised: true,
        of: |facts| facts.pair()?.down.ratio(facts.yearly()),
    },
    Metric {
        id: "capture_ratio",
        category: Benchmark,
        name: Text::new("Capture ratio", "포착 비율"),
        unit: Number,
        formula: Text::new("up capture ÷ down capture", "상승 포착률 ÷ 하락 포착률"),
        undefined: Text::new(
            "no value without both captures",
            "두 포착률 가운데 하나라도 없으면 값 없음",
        ),
        better: Higher,
        annualised: true,
        of,
    },
];

fn of(facts: &Facts) -> Result<f64, Undefined> {
    let pair = facts.pair()?;
    let down = pair.down.ratio(facts.yearly())?;
    beyond_rounding(down.abs(), Undefined::NoVariation)?;
    Ok(pair.up.ratio(facts.yearly())? / down)
}
