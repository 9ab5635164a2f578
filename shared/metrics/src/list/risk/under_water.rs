//! How much of the time the account was below a peak, and how deep on average.

use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "time_under_water",
        category: Risk,
        name: Text::new("Time under water", "고점 아래 머문 시간"),
        unit: Percent,
        formula: Text::new(
            "bars below the highest equity so far ÷ all bars",
            "최고 평가액보다 낮은 봉 ÷ 전체 봉",
        ),
        undefined: Text::new("no value without a bar", "봉이 없으면 값 없음"),
        better: Lower,
        annualised: false,
        of: |facts| {
            let series = facts.series()?;
            Ok(f64::from(series.drawdown.under) / series.bars)
        },
    },
    Metric {
        id: "average_drawdown",
        category: Risk,
        name: Text::new("Average drawdown", "평균 낙폭"),
        unit: Percent,
        formula: Text::new("mean drawdown of all bars", "모든 봉 낙폭의 평균"),
        undefined: Text::new("no value without a bar", "봉이 없으면 값 없음"),
        better: Higher,
        annualised: false,
        of: |facts| {
            let series = facts.series()?;
            Ok(series.drawdown.sum / series.bars)
        },
    },
    Metric {
        id: "drawdown_count",
        category: Risk,
        name: Text::new("Drawdowns", "낙폭 횟수"),
        unit: Count,
        formula: Text::new(
            "times equity left its highest value",
            "평가액이 최고치 아래로 내려간 횟수",
        ),
        undefined: Text::new("no value without a bar", "봉이 없으면 값 없음"),
        better: Lower,
        annualised: false,
        of: |facts| Ok(f64::from(facts.series()?.drawdown.count)),
    },
];
