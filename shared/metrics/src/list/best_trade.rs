//! The trade with the highest return.

use crate::{Better, Facts, Metric, MetricUnit};
use domain::{Text, Undefined};

pub(super) static METRIC: Metric = Metric {
    id: "best_trade",
    name: Text::new("Best trade", "최고 거래"),
    unit: MetricUnit::Percent,
    formula: Text::new("highest gain after fees ÷ amount paid", "(수수료 뒤 손익 ÷ 매수 금액)의 최댓값"),
    better: Better::Higher,
    annualised: false,
    of,
};

fn of(facts: &Facts) -> Result<f64, Undefined> {
    facts.trades()?;
    Ok(facts.closed.iter().map(|trade| trade.return_ratio).fold(f64::MIN, f64::max))
}
