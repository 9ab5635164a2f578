//! How many lagged changes a Dickey-Fuller regression takes.

use super::{Trend, UnitRootError, lagged, levels, trend_columns};
use crate::ols::qr::Factored;
use domain::normal;

/// How many lagged changes stand in the regression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lags {
    /// So many.
    Fixed(usize),
    /// The number up to the most (`None`: [`usual_most_lags`]) with the lowest criterion.
    Best(Criterion, Option<usize>),
}

/// How a number of lags is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Criterion {
    /// Lowest Akaike criterion.
    Akaike,
    /// Lowest Schwarz (Bayes) criterion.
    Schwarz,
    /// The largest number whose last lag has |t| of 1.645 or more.
    LastT,
}

/// Φ⁻¹(0.95), the level of the last t.
const LAST_T: f64 = 0.95;

/// The most lags usually tried: ⌈12·(n/100)^(1/4)⌉ (G. Schwert, "Tests for unit roots", J. Business & Economic
/// Statistics 7 (1989)), and never more than half the series allows.
pub fn usual_most_lags(values: usize, trend: Trend) -> usize {
    let by_length = libm::ceil(12.0 * libm::pow(values as f64 / 100.0, 0.25)) as usize;
    by_length.min((values / 2).saturating_sub(trend.terms() + 1))
}

pub(super) fn within(lags: usize, got: usize, trend: Trend) -> Result<usize, UnitRootError> {
    // Rows n − 1 − lags must exceed the columns 1 + lags + trend.
    let most = got.saturating_sub(3 + trend.terms()) / 2;
    if lags <= most {
        return Ok(lags);
    }
    Err(UnitRootError::TooManyLags { lags, got, most })
}

pub(super) fn best(
    series: &[f64],
    changes: &[f64],
    trend: Trend,
    criterion: Criterion,
    most: usize,
) -> Result<usize, UnitRootError> {
    let rows = changes.len() - most;
    let mut design = trend_columns(trend, rows);
    design.push(levels(series, rows));
    let without = design.len();
    design.extend(lagged(changes, most, most));
    let factored = Factored::new(&design, &changes[most..])?;
    if factored.is_exact(design.len()) {
        return Err(UnitRootError::NoNoise);
    }
    if criterion == Criterion::LastT {
        let level = normal::quantile(LAST_T);
        let last = (0..=most)
            .rev()
            .find(|lags| factored.last_t(without + lags).abs() >= level);
        return Ok(last.unwrap_or(0));
    }
    let n = rows as f64;
    let charge = match criterion {
        Criterion::Schwarz => libm::log(n),
        _ => 2.0,
    };
    let mut best = (f64::INFINITY, 0);
    for lags in 0..=most {
        let columns = without + lags;
        let score = n * libm::log(factored.residual_squares(columns) / n) + charge * columns as f64;
        if score < best.0 {
            best = (score, lags);
        }
    }
    Ok(best.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_number_of_lags_grows_slowly() {
        assert_eq!(usual_most_lags(100, Trend::Constant), 12);
        assert_eq!(usual_most_lags(1600, Trend::Constant), 24);
        assert_eq!(usual_most_lags(12, Trend::Linear), 3);
    }
}
