//! What trading cost.

use crate::growth::positive;
use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "fees",
        category: Trades,
        name: Text::new("Fees paid", "지불 수수료"),
        unit: Money,
        formula: Text::new(
            "sum of the fees of all executed sides",
            "체결된 모든 주문의 수수료 합",
        ),
        undefined: Text::new(
            "no value for a bare series",
            "수익률만 있는 데이터에는 값 없음",
        ),
        better: Lower,
        annualised: false,
        of: |facts| {
            facts.run()?;
            Ok(facts.trades().fees)
        },
    },
    Metric {
        id: "fees_share",
        category: Trades,
        name: Text::new("Fees in the gross gain", "총이익 대비 수수료"),
        unit: Percent,
        formula: Text::new(
            "fees of the closed trades ÷ (their gain + those fees)",
            "청산 거래의 수수료 ÷ (손익 + 그 수수료)",
        ),
        undefined: Text::new(
            "no value without a gain before fees",
            "수수료 전 이익이 없으면 값 없음",
        ),
        better: Lower,
        annualised: false,
        of: |facts| {
            let trades = facts.closed()?;
            let gross = trades.all.won - trades.all.lost + trades.closed_fees;
            Ok(trades.closed_fees / positive(gross, Undefined::NoGain)?)
        },
    },
    Metric {
        id: "slippage",
        category: Trades,
        name: Text::new("Slippage cost", "슬리피지 비용"),
        unit: Money,
        formula: Text::new(
            "sum of |fill price − undisturbed price| × quantity",
            "|체결가 − 원래 가격| × 수량의 합",
        ),
        undefined: Text::new(
            "no value for a bare series",
            "수익률만 있는 데이터에는 값 없음",
        ),
        better: Lower,
        annualised: false,
        of: |facts| Ok(facts.run()?.slippage),
    },
];
