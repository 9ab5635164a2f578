//! What a trade gains on average.

use crate::{Better, Facts, Metric, MetricUnit};
use domain::{Text, Undefined};

pub(super) static METRIC: Metric = Metric {
    id: "expectancy",
    name: Text::new("Expectancy", "거래당 기대 손익"),
    unit: MetricUnit::Money,
    formula: Text::new("mean gain of the closed trades, after fees", "청산 거래의 평균 손익, 수수료 뒤"),
    better: Better::Higher,
    annualised: false,
    of,
};

fn of(facts: &Facts) -> Result<f64, Undefined> {
    Ok((facts.won - facts.lost) / facts.trades()?)
}
