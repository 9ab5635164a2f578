//! Return for each unit of downside risk. Source: Sortino and Price, 1994; target 0.

use crate::{Better, Facts, Metric, MetricUnit};
use domain::{Text, Undefined};

pub(super) static METRIC: Metric = Metric {
    id: "sortino",
    name: Text::new("Sortino ratio", "소르티노 지수"),
    unit: MetricUnit::Number,
    formula: Text::new("mean(r) ÷ √(mean(min(r, 0)²)) × √(bars a year), over all bars", "mean(r) ÷ √(mean(min(r, 0)²)) × √(연간 봉 수), 모든 봉 기준"),
    better: Better::Higher,
    annualised: true,
    of,
};

fn of(facts: &Facts) -> Result<f64, Undefined> {
    Facts::ratio(facts.mean()? * facts.yearly(), facts.downside()?)
}
