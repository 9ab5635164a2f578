//! The longest rows of bars in one direction.

use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "up_streak",
        category: Distribution,
        name: Text::new("Longest row of gaining bars", "최다 연속 상승 봉"),
        unit: Count,
        formula: Text::new(
            "most returns above 0 in a row",
            "0보다 큰 수익률이 이어진 최대 봉 수",
        ),
        undefined: Text::new("no value without a bar", "봉이 없으면 값 없음"),
        better: Higher,
        annualised: false,
        of: |facts| Ok(f64::from(facts.series()?.sides.up_streak)),
    },
    Metric {
        id: "down_streak",
        category: Distribution,
        name: Text::new("Longest row of losing bars", "최다 연속 하락 봉"),
        unit: Count,
        formula: Text::new(
            "most returns below 0 in a row",
            "0보다 작은 수익률이 이어진 최대 봉 수",
        ),
        undefined: Text::new("no value without a bar", "봉이 없으면 값 없음"),
        better: Lower,
        annualised: false,
        of: |facts| Ok(f64::from(facts.series()?.sides.down_streak)),
    },
];
