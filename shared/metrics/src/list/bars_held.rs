//! How long a trade lasts.

use crate::{Better, Facts, Metric, MetricUnit};
use domain::{Text, Undefined};

pub(super) static METRIC: Metric = Metric {
    id: "bars_held",
    name: Text::new("Average holding time", "평균 보유 기간"),
    unit: MetricUnit::Bars,
    formula: Text::new("mean number of bars from entry to exit", "진입부터 청산까지 봉 수의 평균"),
    better: Better::Neutral,
    annualised: false,
    of,
};

fn of(facts: &Facts) -> Result<f64, Undefined> {
    let bars: f64 = facts.closed.iter().map(|trade| f64::from(trade.bars_held)).sum();
    Ok(bars / facts.trades()?)
}
