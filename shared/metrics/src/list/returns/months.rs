//! The best and the worst month, and how many months gained.

use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "best_month",
        category: Returns,
        name: Text::new("Best month", "최고 월 수익률"),
        unit: Percent,
        formula: Text::new(
            "highest compounded return of a calendar month, UTC",
            "달력 한 달(UTC) 복리 수익률의 최댓값",
        ),
        undefined: Text::new("no value without timestamps", "시각 정보가 없으면 값 없음"),
        better: Higher,
        annualised: false,
        of: |facts| Ok(facts.periods()?.month.best),
    },
    Metric {
        id: "worst_month",
        category: Returns,
        name: Text::new("Worst month", "최저 월 수익률"),
        unit: Percent,
        formula: Text::new(
            "lowest compounded return of a calendar month, UTC",
            "달력 한 달(UTC) 복리 수익률의 최솟값",
        ),
        undefined: Text::new("no value without timestamps", "시각 정보가 없으면 값 없음"),
        better: Higher,
        annualised: false,
        of: |facts| Ok(facts.periods()?.month.worst),
    },
    Metric {
        id: "winning_months",
        category: Returns,
        name: Text::new("Winning months", "수익 달 비율"),
        unit: Percent,
        formula: Text::new(
            "months with a return above 0 ÷ months with data",
            "수익률이 0보다 큰 달 ÷ 데이터가 있는 달",
        ),
        undefined: Text::new("no value without timestamps", "시각 정보가 없으면 값 없음"),
        better: Higher,
        annualised: false,
        of: |facts| {
            let months = facts.periods()?.month;
            Ok(months.ups / months.count)
        },
    },
];
