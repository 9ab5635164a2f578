//! The deepest fall from a peak: at closes, within bars, and between closed trades.

use crate::list::prelude::*;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "max_drawdown",
        category: Risk,
        name: Text::new("Max drawdown", "최대 낙폭 (MDD)"),
        unit: Percent,
        formula: Text::new(
            "lowest of equity ÷ highest equity so far − 1, marked at each close",
            "종가 평가액 ÷ 그때까지 최고 평가액 − 1의 최솟값",
        ),
        undefined: Text::new("no value without a bar", "봉이 없으면 값 없음"),
        better: Higher,
        annualised: false,
        of: |facts| Ok(facts.series()?.drawdown.deepest()),
    },
    Metric {
        id: "max_drawdown_intrabar",
        category: Risk,
        name: Text::new("Max drawdown within bars", "봉 안의 최대 낙폭"),
        unit: Percent,
        formula: Text::new(
            "lowest of equity at the worst price of a bar ÷ highest close before − 1; a bound over several symbols",
            "봉의 가장 불리한 가격으로 평가한 자산 ÷ 직전까지 최고 종가 평가액 − 1의 최솟값, 여러 종목이면 하한",
        ),
        undefined: Text::new(
            "no value without highs and lows",
            "고가와 저가가 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            facts.series()?;
            facts.intrabar
        },
    },
    Metric {
        id: "max_drawdown_closed",
        category: Risk,
        name: Text::new("Max drawdown of closed trades", "청산 기준 최대 낙폭"),
        unit: Percent,
        formula: Text::new(
            "lowest of (start cash + gains of closed trades) ÷ its highest so far − 1",
            "(시작 현금 + 청산 손익) ÷ 그때까지 최고치 − 1의 최솟값",
        ),
        undefined: Text::new(
            "no value without a closed trade",
            "청산 거래가 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| {
            facts.run()?;
            Ok(facts.closed()?.closed_drawdown)
        },
    },
];
