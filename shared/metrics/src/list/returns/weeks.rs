//! The best and the worst week, and how many weeks gained.

use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "best_week",
        category: Returns,
        name: Text::new("Best week", "최고 주 수익률"),
        unit: Percent,
        formula: Text::new(
            "highest compounded return of a week from Monday to Sunday, UTC",
            "월요일부터 일요일까지 한 주(UTC) 복리 수익률의 최댓값",
        ),
        undefined: Text::new("no value without timestamps", "시각 정보가 없으면 값 없음"),
        better: Higher,
        annualised: false,
        of: |facts| Ok(facts.periods()?.week.best),
    },
    Metric {
        id: "worst_week",
        category: Returns,
        name: Text::new("Worst week", "최저 주 수익률"),
        unit: Percent,
        formula: Text::new(
            "lowest compounded return of a week from Monday to Sunday, UTC",
            "월요일부터 일요일까지 한 주(UTC) 복리 수익률의 최솟값",
        ),
        undefined: Text::new("no value without timestamps", "시각 정보가 없으면 값 없음"),
        better: Higher,
        annualised: false,
        of: |facts| Ok(facts.periods()?.week.worst),
    },
    Metric {
        id: "winning_weeks",
        category: Returns,
        name: Text::new("Winning weeks", "수익 주 비율"),
        unit: Percent,
        formula: Text::new(
            "weeks with a return above 0 ÷ weeks with data",
            "수익률이 0보다 큰 주 ÷ 데이터가 있는 주",
        ),
        undefined: Text::new("no value without timestamps", "시각 정보가 없으면 값 없음"),
        better: Higher,
        annualised: false,
        of: |facts| {
            let weeks = facts.periods()?.week;
            Ok(weeks.ups / weeks.count)
        },
    },
];
