//! How far trades went against and for us. Source: Sweeney, "Maximum Adverse Excursion", 1996; edge ratio after Faith, 2007.

use crate::growth::positive;
use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "mae",
        category: Trades,
        name: Text::new("Average MAE", "평균 최대 역행 (MAE)"),
        unit: Percent,
        formula: Text::new(
            "mean of the worst price while held ÷ entry price − 1, turned for shorts; inside an entry bar only what came after the entry",
            "보유 중 가장 불리한 가격 ÷ 진입가 − 1의 평균 (숏은 부호 반대), 진입 봉은 진입 뒤에 확실한 부분만",
        ),
        undefined: Text::new(
            "no value without a closed trade",
            "청산 거래가 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            let trades = facts.closed()?;
            Ok(trades.adverse / trades.all.count)
        },
    },
    Metric {
        id: "mfe",
        category: Trades,
        name: Text::new("Average MFE", "평균 최대 순행 (MFE)"),
        unit: Percent,
        formula: Text::new(
            "mean of the best price while held ÷ entry price − 1, by the same rule",
            "보유 중 가장 유리한 가격 ÷ 진입가 − 1의 평균, 같은 규칙",
        ),
        undefined: Text::new(
            "no value without a closed trade",
            "청산 거래가 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            let trades = facts.closed()?;
            Ok(trades.favourable / trades.all.count)
        },
    },
    Metric {
        id: "edge_ratio",
        category: Trades,
        name: Text::new("Edge ratio", "에지 비율"),
        unit: Number,
        formula: Text::new(
            "average MFE ÷ |average MAE|, both from the entry price",
            "평균 MFE ÷ |평균 MAE|, 둘 다 진입가 기준",
        ),
        undefined: Text::new(
            "no value when no trade went against the entry",
            "진입가에 역행한 거래가 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            let trades = facts.closed()?;
            Ok(trades.favourable / positive(-trades.adverse, Undefined::NoDrawdown)?)
        },
    },
];
