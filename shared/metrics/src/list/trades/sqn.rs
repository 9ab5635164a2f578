//! How good and how steady the trades are together. Source: Van Tharp, "Definitive Guide to Position Sizing", 2008.

use crate::list::prelude::*;
use crate::ratios::multiples;
use crate::ratios::quality;

pub(crate) const METRICS: &[Metric] = &[
    Metric {
        id: "sqn",
        category: Trades,
        name: Text::new("SQN", "시스템 품질 지수 (SQN)"),
        unit: Number,
        formula: Text::new(
            "√n × mean(trade return) ÷ sd(trade return), sd over n − 1",
            "√n × 평균(거래 수익률) ÷ sd(거래 수익률), sd는 n − 1",
        ),
        undefined: Text::new(
            "no value with fewer than two closed trades or when they do not vary",
            "청산 거래가 둘보다 적거나 수익률이 같으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| quality(&facts.closed()?.ratios, f64::INFINITY),
    },
    Metric {
        id: "sqn_r",
        category: Trades,
        name: Text::new("SQN in R", "R 기준 SQN"),
        unit: Number,
        formula: Text::new(
            "√min(n, 100) × mean(R) ÷ sd(R), R = gain ÷ money at risk to the first stop",
            "√min(n, 100) × 평균(R) ÷ sd(R), R = 손익 ÷ 첫 손절가까지 위험 금액",
        ),
        undefined: Text::new(
            "no value without a trade that had a stop",
            "손절가가 있는 거래가 없으면 값 없음",
        ),
        better: Higher,
        annualised: false,
        of: |facts| quality(multiples(facts)?, 100.0),
    },
];
