//! The best and the worst year, and how many years gained.

use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "best_year",
        category: Returns,
        name: Text::new("Best year", "최고 연도 수익률"),
        unit: Percent,
        formula: Text::new(
            "highest compounded return of a calendar year, UTC",
            "달력 한 해(UTC) 복리 수익률의 최댓값",
        ),
        undefined: Text::new("no value without timestamps", "시각 정보가 없으면 값 없음"),
        better: Higher,
        annualised: false,
        of: |facts| Ok(facts.periods()?.year.best),
    },
    Metric {
        id: "worst_year",
        category: Returns,
        name: Text::new("Worst year", "최저 연도 수익률"),
        unit: Percent,
        formula: Text::new(
            "lowest compounded return of a calendar year, UTC",
            "달력 한 해(UTC) 복리 수익률의 최솟값",
        ),
        undefined: Text::new("no value without timestamps", "시각 정보가 없으면 값 없음"),
        better: Higher,
        annualised: false,
        of: |facts| Ok(facts.periods()?.year.worst),
    },
    Metric {
        id: "winning_years",
        category: Returns,
        name: Text::new("Winning years", "수익 해 비율"),
        unit: Percent,
        formula: Text::new(
            "years with a return above 0 ÷ years with data",
            "수익률이 0보다 큰 해 ÷ 데이터가 있는 해",
        ),
        undefined: Text::new("no value without timestamps", "시각 정보가 없으면 값 없음"),
        better: Higher,
        annualised: false,
        of: |facts| {
            let years = facts.periods()?.year;
            Ok(years.ups / years.count)
        },
    },
];
