//! How many trades were closed.

use crate::{Better, Facts, Metric, MetricUnit};
use domain::{Text, Undefined};

pub(super) static METRIC: Metric = Metric {
    id: "trades",
    name: Text::new("Trades", "거래 수"),
    unit: MetricUnit::Count,
    formula: Text::new("number of closed trades", "청산된 거래의 수"),
    better: Better::Neutral,
    annualised: false,
    of,
};

fn of(facts: &Facts) -> Result<f64, Undefined> {
    Ok(facts.closed.len() as f64)
}
