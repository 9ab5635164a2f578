//! What the account gained over the whole run.

use crate::{Better, Facts, Metric, MetricUnit};
use domain::{Text, Undefined};

pub(super) static METRIC: Metric = Metric {
    id: "total_return",
    name: Text::new("Total return", "총수익률"),
    unit: MetricUnit::Percent,
    formula: Text::new("end equity ÷ start cash − 1", "기말 자산 ÷ 시작 현금 − 1"),
    better: Better::Higher,
    annualised: false,
    of,
};

fn of(facts: &Facts) -> Result<f64, Undefined> {
    Ok(facts.growth()? - 1.0)
}
