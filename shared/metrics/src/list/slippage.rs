//! What slippage cost.

use crate::{Better, Facts, Metric, MetricUnit};
use domain::{Text, Undefined};

pub(super) static METRIC: Metric = Metric {
    id: "slippage",
    name: Text::new("Slippage cost", "슬리피지 비용"),
    unit: MetricUnit::Money,
    formula: Text::new("sum of |fill price − undisturbed price| × quantity", "|체결가 − 원래 가격| × 수량의 합"),
    better: Better::Lower,
    annualised: false,
    of,
};

fn of(facts: &Facts) -> Result<f64, Undefined> {
    Ok(facts.record.slippage_paid.get())
}
