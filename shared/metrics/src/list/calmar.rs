//! Growth a year for each unit of the deepest fall.

use crate::{Better, Facts, Metric, MetricUnit};
use domain::{Text, Undefined};

pub(super) static METRIC: Metric = Metric {
    id: "calmar",
    name: Text::new("Calmar ratio", "칼마 지수"),
    unit: MetricUnit::Number,
    formula: Text::new("CAGR ÷ |max drawdown|", "CAGR ÷ |최대 낙폭|"),
    better: Better::Higher,
    annualised: false,
    of,
};

fn of(facts: &Facts) -> Result<f64, Undefined> {
    let deepest = facts.max_drawdown();
    if deepest == 0.0 {
        return Err(Undefined::NoDrawdown);
    }
    Ok(super::cagr::of(facts)? / deepest.abs())
}
