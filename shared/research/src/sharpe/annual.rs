//! A Sharpe ratio per year when returns remember the days before.

use super::{SharpeError, SharpeRatio};
use crate::sample::{self, SampleError};

/// Autocorrelation of a series at a lag, Σ(x_t − x̄)(x_{t+k} − x̄) ÷ Σ(x_t − x̄)²; `None` without spread.
pub fn autocorrelation(values: &[f64], lag: usize) -> Option<f64> {
    let (mean, deviation) = sample::mean_and_deviation(values)?;
    if deviation == 0.0 || lag >= values.len() {
        return None;
    }
    let z = |x: &f64| (x - mean) / deviation;
    let all: f64 = values.iter().map(|x| z(x) * z(x)).sum();
    let lagged: f64 = values
        .iter()
        .zip(&values[lag..])
        .map(|(now, later)| z(now) * z(later))
        .sum();
    Some(lagged / all)
}

/// Factor from a Sharpe ratio per bar to one over q bars, η(q) = q ÷ √(q + 2·Σ_{k<q} (q − k)·ρ_k).
///
/// A. Lo, "The Statistics of Sharpe Ratios", Financial Analysts Journal 58 (2002), eq. 20. `autocorrelations` are
/// ρ₁, ρ₂, …; those past its end count as 0, and with none of them the factor is √q.
pub fn yearly_factor(bars: usize, autocorrelations: &[f64]) -> Result<f64, SharpeError> {
    let q = bars as f64;
    let memory: f64 = autocorrelations
        .iter()
        .take(bars.saturating_sub(1))
        .enumerate()
        .map(|(index, rho)| (q - (index + 1) as f64) * rho)
        .sum();
    let variance = q + 2.0 * memory;
    if !(variance.is_finite() && variance > 0.0) {
        return Err(SharpeError::NoVariance { got: variance });
    }
    Ok(q / variance.sqrt())
}

/// Sharpe ratio over a year of so many bars, with the autocorrelations up to `lags` taken into account.
///
/// Far lags are mostly noise: a few are enough, and 0 gives the plain SR·√q.
pub fn yearly(returns: &[f64], bars: usize, lags: usize) -> Result<f64, SharpeError> {
    let ratio = SharpeRatio::of(returns)?.ratio;
    let last = lags.min(returns.len() - 1).min(bars.saturating_sub(1));
    let rho: Option<Vec<f64>> = (1..=last)
        .map(|lag| autocorrelation(returns, lag))
        .collect();
    let rho = rho.ok_or(SampleError::NoSpread { what: "returns" })?;
    Ok(ratio * yearly_factor(bars, &rho)?)
}
