//! The deepest fall from a peak.

use crate::{Better, Facts, Metric, MetricUnit};
use domain::{Text, Undefined};

pub(super) static METRIC: Metric = Metric {
    id: "max_drawdown",
    name: Text::new("Max drawdown", "최대 낙폭 (MDD)"),
    unit: MetricUnit::Percent,
    formula: Text::new("lowest of equity ÷ highest equity so far − 1, marked at each close", "종가 평가액 ÷ 직전 최고 평가액 − 1의 최솟값"),
    better: Better::Higher,
    annualised: false,
    of,
};

fn of(facts: &Facts) -> Result<f64, Undefined> {
    if facts.returns.is_empty() { Err(Undefined::TooFewBars) } else { Ok(facts.max_drawdown()) }
}
