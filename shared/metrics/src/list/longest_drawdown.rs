//! The longest time below a peak.

use crate::{Better, Facts, Metric, MetricUnit};
use domain::{Text, Undefined};

pub(super) static METRIC: Metric = Metric {
    id: "longest_drawdown",
    name: Text::new("Longest drawdown", "최장 낙폭 기간"),
    unit: MetricUnit::Days,
    formula: Text::new("longest time from a peak until equity exceeds it or the data ends", "고점에서 회복하거나 데이터가 끝날 때까지 가장 긴 기간"),
    better: Better::Lower,
    annualised: false,
    of,
};

fn of(facts: &Facts) -> Result<f64, Undefined> {
    let curve = &facts.record.curve;
    if facts.returns.is_empty() {
        return Err(Undefined::TooFewBars);
    }
    let (mut peak_time, mut longest) = (curve.time.first().copied().unwrap_or(0), 0);
    for (time, drop) in curve.time.iter().zip(&curve.drawdown) {
        if *drop >= 0.0 {
            peak_time = *time;
        } else {
            longest = longest.max(time - peak_time);
        }
    }
    Ok(longest as f64 / domain::time::DAY_MS as f64)
}
