//! How much the account moves in a year.

use crate::{Better, Facts, Metric, MetricUnit};
use domain::{Text, Undefined};

pub(super) static METRIC: Metric = Metric {
    id: "volatility",
    name: Text::new("Volatility", "변동성"),
    unit: MetricUnit::Percent,
    formula: Text::new("sd(r) × √(bars a year)", "sd(r) × √(연간 봉 수)"),
    better: Better::Lower,
    annualised: true,
    of,
};

fn of(facts: &Facts) -> Result<f64, Undefined> {
    Ok(facts.deviation()? * facts.yearly())
}
