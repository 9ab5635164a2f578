//! Growth a year for each unit of the deepest fall. Source: Young, "Calmar Ratio: A Smoother Tool", 1991.

use crate::growth::positive;
use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "calmar",
        category: Adjusted,
        name: Text::new("Calmar ratio", "칼마 지수"),
        unit: Number,
        formula: Text::new("CAGR ÷ |max drawdown|", "CAGR ÷ |최대 낙폭|"),
        undefined: Text::new("no value without a drawdown", "낙폭이 없으면 값 없음"),
        better: Higher,
        annualised: false,
        of: |facts| Ok(facts.cagr()? / facts.depth()?),
    },
    Metric {
        id: "calmar_3y",
        category: Adjusted,
        name: Text::new("Calmar ratio of 36 months", "최근 36개월 칼마 지수"),
        unit: Number,
        formula: Text::new(
            "CAGR ÷ |max drawdown|, both of the last 36 months, as Young wrote it",
            "CAGR ÷ |최대 낙폭|, 둘 다 최근 36개월 기준(영의 원래 정의)",
        ),
        undefined: Text::new(
            "no value with less than 36 months or without a drawdown in them",
            "36개월이 안 되거나 그동안 낙폭이 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            facts.series()?;
            let (growth, deepest) = facts.three_years?;
            Ok(growth / positive(-deepest, Undefined::NoDrawdown)?)
        },
    },
    Metric {
        id: "mar",
        category: Adjusted,
        name: Text::new("MAR ratio", "MAR 지수"),
        unit: Number,
        formula: Text::new(
            "CAGR ÷ |max drawdown| since the start; the Calmar ratio here, which is not cut to 36 months",
            "시작부터 CAGR ÷ |최대 낙폭|, 36개월로 자르지 않은 이 보고서의 칼마와 같음",
        ),
        undefined: Text::new("no value without a drawdown", "낙폭이 없으면 값 없음"),
        better: Higher,
        annualised: false,
        of: |facts| Ok(facts.cagr()? / facts.depth()?),
    },
];
