//! Tells whether a series is correlated with its own past.

mod residuals;

pub use residuals::{ArchTest, MemoryError, arch_test, durbin_watson};

use crate::distributions::{ChiSquared, DistributionError};
use crate::sample::{self, SampleError};
use crate::scale::{is_constant, scaled};

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum AutocorrelationError {
    /// The series was refused.
    #[error(transparent)]
    Sample(#[from] SampleError),
    /// No lag, or more lags than the series has pairs for.
    #[error("autocorrelation: {lags} lags do not fit {values} values")]
    Lags {
        /// The lags asked for.
        lags: usize,
        /// The values there are.
        values: usize,
    },
    /// There is no distribution to judge by.
    #[error(transparent)]
    Distribution(#[from] DistributionError),
}

/// A test of all autocorrelations up to a lag.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Portmanteau {
    /// Lags taken together.
    pub lags: usize,
    /// n·(n + 2)·Σ ρ_k² ÷ (n − k).
    pub ljung_box: f64,
    /// Its p-value, χ² with one degree for each lag.
    pub ljung_box_p_value: f64,
    /// n·Σ ρ_k², the older form, too small for short series.
    pub box_pierce: f64,
    /// Its p-value.
    pub box_pierce_p_value: f64,
}

const WHAT: &str = "series";

/// Autocorrelations of lags 0 to `lags`, about the mean and over the variance of the whole series (÷ n both).
pub fn autocorrelations(series: &[f64], lags: usize) -> Result<Vec<f64>, AutocorrelationError> {
    sample::check(WHAT, series, 2)?;
    if is_constant(series) {
        return Err(SampleError::NoSpread { what: WHAT }.into());
    }
    let values = series.len();
    if lags >= values {
        return Err(AutocorrelationError::Lags { lags, values });
    }
    let about_mean = centred(series);
    let product = |lag: usize| -> f64 {
        let pairs = about_mean[lag..].iter().zip(&about_mean);
        pairs.map(|(now, before)| now * before).sum()
    };
    let whole = product(0);
    if whole == 0.0 {
        return Err(SampleError::NoSpread { what: WHAT }.into());
    }
    Ok((0..=lags).map(|lag| product(lag) / whole).collect())
}

/// Partial autocorrelations of lags 0 to `lags`: the last coefficient of the Yule-Walker equations of each order,
/// by Levinson's and Durbin's recursion (J. Durbin, "The fitting of time-series models", 1960).
pub fn partial_autocorrelations(
    series: &[f64],
    lags: usize,
) -> Result<Vec<f64>, AutocorrelationError> {
    let rho = autocorrelations(series, lags)?;
    let mut partial = vec![1.0];
    let mut weights: Vec<f64> = Vec::new();
    let mut left = 1.0;
    for order in 1..=lags {
        let told: f64 = weights
            .iter()
            .zip(rho[1..order].iter().rev())
            .map(|(w, r)| w * r)
            .sum();
        // Nothing left to explain: later lags add nothing.
        let last = if left > 0.0 {
            (rho[order] - told) / left
        } else {
            0.0
        };
        let mirrored: Vec<f64> = weights.iter().rev().copied().collect();
        for (weight, other) in weights.iter_mut().zip(&mirrored) {
            *weight -= last * other;
        }
        weights.push(last);
        left *= 1.0 - last * last;
        partial.push(last);
    }
    Ok(partial)
}

/// G. Ljung and G. Box, "On a measure of lack of fit in time series models", Biometrika 65 (1978), and the older
/// form of G. Box and D. Pierce (1970): how unlikely is so much autocorrelation in pure noise?
pub fn ljung_box(series: &[f64], lags: usize) -> Result<Portmanteau, AutocorrelationError> {
    if lags == 0 {
        let values = series.len();
        return Err(AutocorrelationError::Lags { lags, values });
    }
    let rho = autocorrelations(series, lags)?;
    let n = series.len() as f64;
    let mut plain = 0.0;
    let mut weighted = 0.0;
    for (lag, rho) in rho.iter().enumerate().skip(1) {
        plain += rho * rho;
        weighted += rho * rho / (n - lag as f64);
    }
    let chi_squared = ChiSquared::new(lags as f64)?;
    let (ljung_box, box_pierce) = (n * (n + 2.0) * weighted, n * plain);
    Ok(Portmanteau {
        lags,
        ljung_box,
        ljung_box_p_value: chi_squared.above(ljung_box),
        box_pierce,
        box_pierce_p_value: chi_squared.above(box_pierce),
    })
}

/// The values less their mean, in a unit near one.
fn centred(series: &[f64]) -> Vec<f64> {
    let values = scaled(series);
    let middle = values.iter().sum::<f64>() / values.len() as f64;
    scaled(&values.iter().map(|x| x - middle).collect::<Vec<f64>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn four_values_are_worked_by_hand() {
        // 1, 2, 3, 6 about their mean 3: −2, −1, 0, 3; squares 14; lag 1: 2 + 0 + 0 = 2; lag 2: 0 − 3 = −3.
        let rho = autocorrelations(&[1.0, 2.0, 3.0, 6.0], 2).unwrap();
        for (got, expected) in rho.iter().zip([1.0, 2.0 / 14.0, -3.0 / 14.0]) {
            assert!((got - expected).abs() < 1e-15);
        }
        // φ₂₂ = (ρ₂ − ρ₁²) ÷ (1 − ρ₁²).
        let partial = partial_autocorrelations(&[1.0, 2.0, 3.0, 6.0], 2).unwrap();
        let (one, two) = (1.0 / 7.0, -3.0 / 14.0);
        assert!((partial[1] - one).abs() < 1e-15);
        assert!((partial[2] - (two - one * one) / (1.0 - one * one)).abs() < 1e-15);
        let test = ljung_box(&[1.0, 2.0, 3.0, 6.0], 2).unwrap();
        assert!((test.box_pierce - 4.0 * 13.0 / 196.0).abs() < 1e-15);
        assert!((test.ljung_box - 24.0 * (4.0 / 196.0 / 3.0 + 9.0 / 196.0 / 2.0)).abs() < 1e-15);
        // χ² with two degrees: e^(−Q/2).
        assert!((test.ljung_box_p_value - libm::exp(-0.5 * test.ljung_box)).abs() < 1e-15);
    }

    #[test]
    fn hopeless_series_are_refused_by_name() {
        let said = |series: &[f64], lags| ljung_box(series, lags).unwrap_err().to_string();
        assert!(said(&[0.1; 9], 2).contains("equal"));
        assert!(said(&[1.0, 2.0, 3.0], 3).contains("3 lags do not fit 3 values"));
        assert!(said(&[1.0, 2.0, 3.0], 0).contains("0 lags"));
        assert!(said(&[1.0, f64::NAN, 3.0], 1).contains("NaN"));
        assert!(said(&[], 1).contains("too few"));
        assert!(ljung_box(&[1e-300, 2e-300, -3e-300, 1e-301], 2).is_ok());
        assert!(ljung_box(&[1e300, 2e300, -3e300, 1e301], 2).is_ok());
    }

    proptest! {
        #[test]
        fn correlations_lie_between_minus_one_and_one(
            series in prop::collection::vec(-1e3_f64..1e3, 5..60),
        ) {
            for values in [autocorrelations(&series, 4), partial_autocorrelations(&series, 4)] {
                prop_assert!(values.unwrap().iter().all(|rho| rho.abs() <= 1.0 + 1e-12));
            }
        }
    }
}
