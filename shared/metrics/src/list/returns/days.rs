//! The best and the worst day, and how many days gained.

use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "best_day",
        category: Returns,
        name: Text::new("Best day", "최고 일 수익률"),
        unit: Percent,
        formula: Text::new(
            "highest compounded return of a UTC day",
            "UTC 하루 복리 수익률의 최댓값",
        ),
        undefined: Text::new("no value without timestamps", "시각 정보가 없으면 값 없음"),
        better: Higher,
        annualised: false,
        of: |facts| Ok(facts.periods()?.day.best),
    },
    Metric {
        id: "worst_day",
        category: Returns,
        name: Text::new("Worst day", "최저 일 수익률"),
        unit: Percent,
        formula: Text::new(
            "lowest compounded return of a UTC day",
            "UTC 하루 복리 수익률의 최솟값",
        ),
        undefined: Text::new("no value without timestamps", "시각 정보가 없으면 값 없음"),
        better: Higher,
        annualised: false,
        of: |facts| Ok(facts.periods()?.day.worst),
    },
    Metric {
        id: "winning_days",
        category: Returns,
        name: Text::new("Winning days", "수익 거래일 비율"),
        unit: Percent,
        formula: Text::new(
            "days with a return above 0 ÷ days with data",
            "수익률이 0보다 큰 거래일 ÷ 데이터가 있는 거래일",
        ),
        undefined: Text::new("no value without timestamps", "시각 정보가 없으면 값 없음"),
        better: Higher,
        annualised: false,
        of: |facts| {
            let days = facts.periods()?.day;
            Ok(days.ups / days.count)
        },
    },
];
