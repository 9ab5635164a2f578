//! Whether large gains outweigh large losses.

use crate::list::prelude::*;
use crate::ratios::tail_ratio;

pub(crate) const METRICS: &[Metric] = &[Metric {
    id: "tail_ratio",
    category: Distribution,
    name: Text::new("Tail ratio", "꼬리 비율"),
    unit: Number,
    formula: Text::new(
        "|95 % quantile of r| ÷ |5 % quantile of r|",
        "|r의 95 % 분위수| ÷ |r의 5 % 분위수|",
    ),
    undefined: Text::new(
        "no value when the 5 % quantile is 0",
        "5 % 분위수가 0이면 값 없음",
    ),
    better: Higher,
    annualised: false,
    of: tail_ratio,
}];
