//! Return for each unit of risk. Source: Sharpe, "The Sharpe Ratio", 1994; risk-free rate 0.

use crate::{Better, Facts, Metric, MetricUnit};
use domain::{Text, Undefined};

pub(super) static METRIC: Metric = Metric {
    id: "sharpe",
    name: Text::new("Sharpe ratio", "샤프 지수"),
    unit: MetricUnit::Number,
    formula: Text::new("mean(r) ÷ sd(r) × √(bars a year), r of every bar, sd over n − 1, risk-free 0", "mean(r) ÷ sd(r) × √(연간 봉 수), r은 봉 수익률, sd는 n − 1, 무위험 0"),
    better: Better::Higher,
    annualised: true,
    of,
};

fn of(facts: &Facts) -> Result<f64, Undefined> {
    Facts::ratio(facts.mean()? * facts.yearly(), facts.deviation()?)
}
