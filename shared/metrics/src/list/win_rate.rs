//! Share of closed trades that gained.

use crate::{Better, Facts, Metric, MetricUnit};
use domain::{Text, Undefined};

pub(super) static METRIC: Metric = Metric {
    id: "win_rate",
    name: Text::new("Win rate", "승률"),
    unit: MetricUnit::Percent,
    formula: Text::new("trades with a gain after fees ÷ closed trades", "수수료 뒤 이익 거래 ÷ 청산 거래"),
    better: Better::Higher,
    annualised: false,
    of,
};

fn of(facts: &Facts) -> Result<f64, Undefined> {
    let winners = facts.closed.iter().filter(|trade| trade.pnl.get() > 0.0).count();
    Ok(winners as f64 / facts.trades()?)
}
