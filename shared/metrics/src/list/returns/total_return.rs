//! What the account gained in all.

use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "total_return",
        category: Returns,
        name: Text::new("Total return", "총수익률"),
        unit: Percent,
        formula: Text::new("end equity ÷ start cash − 1", "기말 자산 ÷ 시작 현금 − 1"),
        undefined: Text::new("no value without a bar", "봉이 없으면 값 없음"),
        better: Higher,
        annualised: false,
        of: |facts| Ok(facts.series()?.growth - 1.0),
    },
    Metric {
        id: "net_profit",
        category: Returns,
        name: Text::new("Net profit", "순손익"),
        unit: Money,
        formula: Text::new("end equity − start cash", "기말 자산 − 시작 현금"),
        undefined: Text::new(
            "no value for a bare series",
            "수익률만 있는 데이터에는 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| Ok((facts.series()?.growth - 1.0) * facts.run()?.start),
    },
];
