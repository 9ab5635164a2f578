//! Growth a year at a constant rate.

use crate::{Better, Facts, Metric, MetricUnit};
use domain::{Text, Undefined};

pub(super) static METRIC: Metric = Metric {
    id: "cagr",
    name: Text::new("CAGR", "연복리 (CAGR)"),
    unit: MetricUnit::Percent,
    formula: Text::new("(end equity ÷ start cash)^(1 ÷ years) − 1, a year being 365 days", "(기말 자산 ÷ 시작 현금)^(1 ÷ 연수) − 1, 1년은 365일"),
    better: Better::Higher,
    annualised: false,
    of,
};

pub(super) fn of(facts: &Facts) -> Result<f64, Undefined> {
    let growth = facts.growth()?;
    if growth <= 0.0 {
        return Err(Undefined::TotalLoss);
    }
    Ok(libm::pow(growth, 1.0 / facts.years()?) - 1.0)
}
