//! How long the account stayed below a peak.

use crate::list::prelude::*;
use domain::time::DAY_MS;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "longest_drawdown",
        category: Risk,
        name: Text::new("Longest drawdown", "최장 낙폭 기간"),
        unit: Days,
        formula: Text::new(
            "longest time from a peak until equity is back there or the data ends",
            "고점에서 그 고점을 회복하거나 데이터가 끝날 때까지 가장 긴 기간",
        ),
        undefined: Text::new("no value without a bar", "봉이 없으면 값 없음"),
        better: Lower,
        annualised: false,
        of: |facts| Ok(facts.series()?.drawdown.longest_time() as f64 / DAY_MS as f64),
    },
    Metric {
        id: "longest_drawdown_bars",
        category: Risk,
        name: Text::new("Longest drawdown in bars", "최장 낙폭 봉 수"),
        unit: Bars,
        formula: Text::new(
            "most bars from a peak until equity is back there or the data ends",
            "고점에서 회복하거나 데이터가 끝날 때까지 봉 수의 최댓값",
        ),
        undefined: Text::new("no value without a bar", "봉이 없으면 값 없음"),
        better: Lower,
        annualised: false,
        of: |facts| Ok(f64::from(facts.series()?.drawdown.longest_bars())),
    },
    Metric {
        id: "max_drawdown_bars",
        category: Risk,
        name: Text::new("Length of the max drawdown", "최대 낙폭의 길이"),
        unit: Bars,
        formula: Text::new(
            "bars from the peak before the deepest drawdown to its recovery or the end",
            "최대 낙폭 직전 고점에서 회복하거나 끝날 때까지 봉 수",
        ),
        undefined: Text::new("no value without a bar", "봉이 없으면 값 없음"),
        better: Lower,
        annualised: false,
        of: |facts| Ok(f64::from(facts.series()?.drawdown.deepest_bars())),
    },
];
