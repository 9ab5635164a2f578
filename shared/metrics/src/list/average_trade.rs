//! What a trade returns on average.

use crate::{Better, Facts, Metric, MetricUnit};
use domain::{Text, Undefined};

pub(super) static METRIC: Metric = Metric {
    id: "average_trade",
    name: Text::new("Average trade", "평균 거래 수익률"),
    unit: MetricUnit::Percent,
    formula: Text::new("mean of gain after fees ÷ amount paid", "(수수료 뒤 손익 ÷ 매수 금액)의 평균"),
    better: Better::Higher,
    annualised: false,
    of,
};

fn of(facts: &Facts) -> Result<f64, Undefined> {
    Ok(facts.closed.iter().map(|trade| trade.return_ratio).sum::<f64>() / facts.trades()?)
}
