//! The trade with the lowest return.

use crate::{Better, Facts, Metric, MetricUnit};
use domain::{Text, Undefined};

pub(super) static METRIC: Metric = Metric {
    id: "worst_trade",
    name: Text::new("Worst trade", "최악 거래"),
    unit: MetricUnit::Percent,
    formula: Text::new("lowest gain after fees ÷ amount paid", "(수수료 뒤 손익 ÷ 매수 금액)의 최솟값"),
    better: Better::Higher,
    annualised: false,
    of,
};

fn of(facts: &Facts) -> Result<f64, Undefined> {
    facts.trades()?;
    Ok(facts.closed.iter().map(|trade| trade.return_ratio).fold(f64::MAX, f64::min))
}
