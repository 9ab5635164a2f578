//! How much returns vary below what is wanted. Source: Sortino and Price, 1994.

use crate::Facts;
use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "downside_deviation",
        category: Risk,
        name: Text::new("Downside deviation", "하방 편차"),
        unit: Percent,
        formula: Text::new(
            "√(mean(min(r − f, 0)²)) × √(bars a year) over all bars, f risk-free",
            "√(mean(min(r − f, 0)²)) × √(연간 봉 수), 모든 봉 기준, f는 무위험",
        ),
        undefined: Text::new("no value without a bar", "봉이 없으면 값 없음"),
        better: Lower,
        annualised: true,
        of: |facts| Ok(facts.downside()? * facts.yearly().sqrt()),
    },
    Metric {
        id: "loss_deviation",
        category: Risk,
        name: Text::new("Deviation of losses", "손실 봉 표준편차"),
        unit: Percent,
        formula: Text::new(
            "sd of the returns below 0 alone × √(bars a year)",
            "0보다 작은 수익률만의 sd × √(연간 봉 수)",
        ),
        undefined: Text::new(
            "no value with fewer than two bars that lost",
            "하락한 봉이 둘보다 적으면 값 없음",
        ),
        better: Lower,
        annualised: true,
        of: of_losses,
    },
];

fn of_losses(facts: &Facts) -> Result<f64, Undefined> {
    let sides = &facts.series()?.sides;
    if sides.downs < 2.0 {
        return Err(Undefined::NoDownBars);
    }
    let squares = sides.down_squares - sides.down_sum * sides.down_sum / sides.downs;
    Ok((squares.max(0.0) / (sides.downs - 1.0) * facts.yearly()).sqrt())
}
