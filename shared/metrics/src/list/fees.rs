//! What the venue took.

use crate::{Better, Facts, Metric, MetricUnit};
use domain::{Text, Undefined};

pub(super) static METRIC: Metric = Metric {
    id: "fees",
    name: Text::new("Fees paid", "지불 수수료"),
    unit: MetricUnit::Money,
    formula: Text::new("sum of the fees of all executed sides", "체결된 모든 주문의 수수료 합"),
    better: Better::Lower,
    annualised: false,
    of,
};

fn of(facts: &Facts) -> Result<f64, Undefined> {
    Ok(facts.record.trades.iter().map(|trade| trade.fees.get()).sum())
}
