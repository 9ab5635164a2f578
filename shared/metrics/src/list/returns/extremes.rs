//! The best and the worst bar.

use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "best_bar",
        category: Returns,
        name: Text::new("Best bar", "최고 봉 수익률"),
        unit: Percent,
        formula: Text::new("highest return of a bar", "봉 수익률의 최댓값"),
        undefined: Text::new("no value without a bar", "봉이 없으면 값 없음"),
        better: Higher,
        annualised: false,
        of: |facts| Ok(facts.series()?.sides.best),
    },
    Metric {
        id: "worst_bar",
        category: Returns,
        name: Text::new("Worst bar", "최저 봉 수익률"),
        unit: Percent,
        formula: Text::new("lowest return of a bar", "봉 수익률의 최솟값"),
        undefined: Text::new("no value without a bar", "봉이 없으면 값 없음"),
        better: Higher,
        annualised: false,
        of: |facts| Ok(facts.series()?.sides.worst),
    },
];
