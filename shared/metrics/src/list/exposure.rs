//! Share of bars with a position.

use crate::{Better, Facts, Metric, MetricUnit};
use domain::{Text, Undefined};

pub(super) static METRIC: Metric = Metric {
    id: "exposure",
    name: Text::new("Exposure", "시장 노출"),
    unit: MetricUnit::Percent,
    formula: Text::new("bars in which a position was held ÷ all bars", "포지션을 가진 봉 ÷ 전체 봉"),
    better: Better::Neutral,
    annualised: false,
    of,
};

fn of(facts: &Facts) -> Result<f64, Undefined> {
    if facts.returns.is_empty() {
        return Err(Undefined::TooFewBars);
    }
    Ok(f64::from(facts.record.bars_in_market) / facts.returns.len() as f64)
}
