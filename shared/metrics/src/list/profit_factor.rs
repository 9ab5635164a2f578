//! Money won for each unit lost.

use crate::{Better, Facts, Metric, MetricUnit};
use domain::{Text, Undefined};

pub(super) static METRIC: Metric = Metric {
    id: "profit_factor",
    name: Text::new("Profit factor", "손익비 (PF)"),
    unit: MetricUnit::Number,
    formula: Text::new("sum of gains ÷ sum of losses, after fees", "총이익 ÷ 총손실, 수수료 뒤"),
    better: Better::Higher,
    annualised: false,
    of,
};

fn of(facts: &Facts) -> Result<f64, Undefined> {
    facts.trades()?;
    if facts.lost == 0.0 { Err(Undefined::NoLosers) } else { Ok(facts.won / facts.lost) }
}
