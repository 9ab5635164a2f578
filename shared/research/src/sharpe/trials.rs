//! What many trials do to the best of them: how high luck alone reaches, and how many trials there really were.

use super::SharpeError;
use crate::matrix::Matrix;
use crate::sample;
use domain::normal;

const EULER_MASCHERONI: f64 = 0.577_215_664_901_532_9;

/// Expected maximum of N independent standard normals, (1 − γ)·Φ⁻¹(1 − 1/N) + γ·Φ⁻¹(1 − 1/(N·e)).
///
/// Bailey & López de Prado, "The Deflated Sharpe Ratio" (2014). One trial expects 0, and no number of trials
/// expects less (the approximation would, between 1 and 2).
pub fn expected_maximum(trials: f64) -> Result<f64, SharpeError> {
    if !(trials.is_finite() && trials >= 1.0) {
        return Err(SharpeError::Outside {
            name: "trials",
            got: trials,
            allowed: "1 or more",
        });
    }
    if trials == 1.0 {
        return Ok(0.0);
    }
    // −Φ⁻¹(q) instead of Φ⁻¹(1 − q): exact for any number of trials.
    let near = -normal::quantile(1.0 / trials);
    let far = -normal::quantile(1.0 / (trials * std::f64::consts::E));
    Ok(((1.0 - EULER_MASCHERONI) * near + EULER_MASCHERONI * far).max(0.0))
}

/// Minimum backtest length in years, (E\[max\] ÷ yearly Sharpe ratio)²: shorter ones show that ratio by luck alone
/// when so many trials were made.
///
/// D. Bailey, J. Borwein, M. López de Prado & Q. Zhu, "Pseudo-Mathematics and Financial Charlatanism", Notices of
/// the AMS 61 (2014).
pub fn minimum_backtest_years(trials: f64, yearly_ratio: f64) -> Result<f64, SharpeError> {
    if !(yearly_ratio.is_finite() && yearly_ratio > 0.0) {
        return Err(SharpeError::Outside {
            name: "yearly Sharpe ratio",
            got: yearly_ratio,
            allowed: "a finite number above 0",
        });
    }
    let root = expected_maximum(trials)? / yearly_ratio;
    Ok(sample::finite("backtest length", root * root)?)
}

/// Number of independent trials, N = ρ̄ + (1 − ρ̄)·m, from m trials whose pairs correlate by ρ̄ on average.
///
/// Bailey & López de Prado 2014, appendix. A negative ρ̄ counts as 0: there are no more trials than were made.
pub fn independent_trials(trials: f64, mean_correlation: f64) -> Result<f64, SharpeError> {
    if !(trials.is_finite() && trials >= 1.0) {
        return Err(SharpeError::Outside {
            name: "trials",
            got: trials,
            allowed: "1 or more",
        });
    }
    if !(-1.0..=1.0).contains(&mean_correlation) {
        return Err(SharpeError::Outside {
            name: "mean correlation",
            got: mean_correlation,
            allowed: "between -1 and 1",
        });
    }
    let correlation = mean_correlation.max(0.0);
    Ok(correlation + (1.0 - correlation) * trials)
}

/// Number of independent trials among the columns of a matrix; a trial that never moved is no trial.
pub fn independent_trials_of(returns: &Matrix) -> Result<f64, SharpeError> {
    let moving = standardised(returns).len();
    independent_trials(
        moving.max(1) as f64,
        mean_correlation(returns).unwrap_or(0.0),
    )
}

/// Mean correlation over all pairs of columns that move; `None` when there is no pair.
///
/// With z the standardised columns, Σ_{i≠j} z_i·z_j = |Σz|² − Σ|z_i|²: one pass instead of m² pairs.
pub fn mean_correlation(returns: &Matrix) -> Option<f64> {
    let columns = standardised(returns);
    if columns.len() < 2 {
        return None;
    }
    let mut sum = vec![0.0; returns.rows()];
    for column in &columns {
        for (total, z) in sum.iter_mut().zip(column) {
            *total += z;
        }
    }
    let m = columns.len() as f64;
    let of_sum: f64 = sum.iter().map(|total| total * total).sum();
    Some(((of_sum - m) / (m * (m - 1.0))).clamp(-1.0, 1.0))
}

/// Sample variance of the per-bar Sharpe ratios of the columns that move; `None` below two of them.
pub fn variance_of_ratios(returns: &Matrix) -> Option<f64> {
    let ratios: Vec<f64> = returns
        .columns()
        .filter_map(sample::mean_and_deviation)
        .filter(|(_, deviation)| *deviation > 0.0)
        .map(|(mean, deviation)| mean / deviation)
        .collect();
    let (_, deviation) = sample::mean_and_deviation(&ratios)?;
    Some(deviation * deviation)
}

/// Columns with mean 0 and length 1; those without spread are left out.
fn standardised(returns: &Matrix) -> Vec<Vec<f64>> {
    returns
        .columns()
        .filter_map(|column| {
            let (mean, deviation) = sample::mean_and_deviation(column)?;
            let length = deviation * ((column.len() - 1) as f64).sqrt();
            (length > 0.0).then(|| column.iter().map(|x| (x - mean) / length).collect())
        })
        .collect()
}
