//! empyrical's conventions: value at risk by count, and infinities for ratios without a denominator.

use super::LibraryValue;
use crate::Facts;
use domain::Undefined;

/// `conditional_value_at_risk` at 95 % and 99 %: mean of the ⌊(n − 1)·p⌋ + 1 lowest returns.
pub fn conditional_value_at_risk(facts: &Facts) -> Result<(f64, f64), Undefined> {
    let quantiles = facts.series()?.quantiles?;
    Ok((quantiles.five.mean_by_count, quantiles.one.mean_by_count))
}

/// `sharpe_ratio`: infinite for a constant gain.
pub fn sharpe_ratio(facts: &Facts) -> LibraryValue {
    limit(facts, facts.sharpe(), Undefined::NoVariation)
}

/// `sortino_ratio`: infinite for gains without a loss, nothing for fewer than two returns.
pub fn sortino_ratio(facts: &Facts) -> LibraryValue {
    limit(facts, facts.sortino(), Undefined::NoDownBars)
}

fn limit(facts: &Facts, ratio: Result<f64, Undefined>, without: Undefined) -> LibraryValue {
    match (ratio, facts.series()) {
        (_, Ok(series)) if series.bars < 2.0 => LibraryValue::Nothing,
        (Ok(ratio), _) => LibraryValue::Number(ratio),
        (Err(reason), Ok(series)) if reason == without => {
            LibraryValue::over_zero(series.moments.mean - facts.risk_free)
        }
        _ => LibraryValue::Nothing,
    }
}
