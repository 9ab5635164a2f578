//! Arithmetic of growth and falls that facts and metrics share.

use crate::moments::ROUNDING;
use domain::time::DAY_MS;
use domain::{Annualisation, Undefined};

/// A number above 0, or the reason why there is none.
pub(crate) fn positive(value: f64, otherwise: Undefined) -> Result<f64, Undefined> {
    if value > 0.0 {
        Ok(value)
    } else {
        Err(otherwise)
    }
}

/// A number above what rounding makes, or the reason why there is none.
pub(crate) fn beyond_rounding(value: f64, otherwise: Undefined) -> Result<f64, Undefined> {
    if value > ROUNDING {
        Ok(value)
    } else {
        Err(otherwise)
    }
}

/// growth^(1 ÷ years) − 1: −100 % when everything is lost, undefined when more than that is.
pub(crate) fn growth_a_year(growth: f64, years: f64) -> Result<f64, Undefined> {
    if growth < 0.0 {
        return Err(Undefined::TotalLoss);
    }
    Ok(libm::pow(growth, 1.0 / years) - 1.0)
}

/// A year being 365 days.
pub(crate) fn years_between(from: i64, to: i64) -> f64 {
    to.saturating_sub(from) as f64 / (365.0 * DAY_MS as f64)
}

/// (1 + yearly)^(1 ÷ bars a year) − 1.
pub(crate) fn a_bar(yearly: f64, annualisation: Annualisation) -> f64 {
    if yearly == 0.0 {
        return 0.0;
    }
    libm::pow(1.0 + yearly, 1.0 / annualisation.bars_per_year) - 1.0
}

/// CAGR and deepest fall of the last 36 months of an account.
pub(crate) fn three_years(
    start: f64,
    values: &[f64],
    times: &[i64],
    begin: i64,
) -> Result<(f64, f64), Undefined> {
    let last = times.last().ok_or(Undefined::TooFewBars)?;
    let from = last.saturating_sub(3 * 365 * DAY_MS);
    if from < begin || values.len() != times.len() {
        return Err(Undefined::TooFewBars);
    }
    let first = times.partition_point(|time| *time <= from);
    let base = match first.checked_sub(1) {
        Some(before) => values[before],
        None => start,
    };
    let recent = &values[first..];
    let deepest = deepest(base, recent, recent);
    let end = values.last().ok_or(Undefined::TooFewBars)?;
    let growth = growth_a_year(end / positive(base, Undefined::TotalLoss)?, 3.0)?;
    Ok((growth, deepest))
}

/// Deepest of worst moment of a bar ÷ highest close before it − 1.
pub(crate) fn intrabar(equity: &[f64], worst: &[f64]) -> Result<f64, Undefined> {
    if worst.len() != equity.len() {
        return Err(Undefined::NoIntrabar);
    }
    let start = *equity.first().ok_or(Undefined::TooFewBars)?;
    if equity.len() < 2 {
        return Err(Undefined::TooFewBars);
    }
    Ok(deepest(start, &equity[1..], &worst[1..]))
}

/// Lowest of low ÷ highest close before it − 1. Comparing products spares a division a bar.
fn deepest(start: f64, closes: &[f64], lows: &[f64]) -> f64 {
    let (mut peak, mut share) = (start, 1.0);
    for (close, low) in closes.iter().zip(lows) {
        if *low < peak * share {
            share = low / peak;
        }
        peak = peak.max(*close);
    }
    share - 1.0
}
