//! Memory in residuals: of their sign (Durbin-Watson) and of their size (ARCH).

use super::{WHAT, centred};
use crate::distributions::{ChiSquared, DistributionError};
use crate::ols::{Intercept, OlsError, fit};
use crate::sample::{self, SampleError};
use crate::scale::{is_constant, scaled};

/// Why residuals can't be tested.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum MemoryError {
    /// The series was refused.
    #[error(transparent)]
    Sample(#[from] SampleError),
    /// The regression on past squares failed.
    #[error("memory of size: {0}")]
    Regression(#[from] OlsError),
    /// There is no distribution to judge by.
    #[error(transparent)]
    Distribution(#[from] DistributionError),
}

/// Does a large move follow a large move?
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ArchTest {
    /// n·R² of the regression.
    pub statistic: f64,
    /// χ² with one degree for each lag.
    pub p_value: f64,
}

/// Σ (x_t − x_{t−1})² ÷ Σ x_t² of the values about their mean: 2 without memory, 0 when all repeats, 4 when all
/// alternates (J. Durbin and G. Watson, Biometrika 37 (1950)).
pub fn durbin_watson(series: &[f64]) -> Result<f64, SampleError> {
    sample::check(WHAT, series, 2)?;
    if is_constant(series) {
        return Err(SampleError::NoSpread { what: WHAT });
    }
    let about_mean = centred(series);
    let squares: f64 = about_mean.iter().map(|x| x * x).sum();
    let changes: f64 = about_mean
        .windows(2)
        .map(|pair| (pair[1] - pair[0]) * (pair[1] - pair[0]))
        .sum();
    sample::finite(WHAT, changes / squares)
}

/// R. Engle's Lagrange multiplier test, Econometrica 50 (1982): n·R² of the squares (of the values as they are, not
/// about their mean) on a constant and their last `lags` values.
pub fn arch_test(series: &[f64], lags: usize) -> Result<ArchTest, MemoryError> {
    sample::check(WHAT, series, 2 * lags + 3)?;
    let squares: Vec<f64> = scaled(series).iter().map(|x| x * x).collect();
    let now = &squares[lags..];
    if is_constant(now) {
        return Err(SampleError::NoSpread { what: "squares" }.into());
    }
    let past: Vec<&[f64]> = (1..=lags)
        .map(|lag| &squares[lags - lag..squares.len() - lag])
        .collect();
    let line = fit(now, &past, Intercept::Estimated)?;
    let statistic = now.len() as f64 * line.r_squared.unwrap_or(0.0);
    Ok(ArchTest {
        statistic,
        p_value: ChiSquared::new(lags as f64)?.above(statistic),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::random::Random;

    #[test]
    fn the_hand_worked_values_come_out() {
        // −1, 1, −1, 1: three changes of 2 over four squares of 1.
        assert_eq!(durbin_watson(&[-1.0, 1.0, -1.0, 1.0]), Ok(3.0));
        // The same about a mean of 5, and tiny.
        assert_eq!(durbin_watson(&[4.0, 6.0, 4.0, 6.0]), Ok(3.0));
        assert_eq!(durbin_watson(&[-1e-300, 1e-300, -1e-300, 1e-300]), Ok(3.0));
        assert!(durbin_watson(&[0.1; 4]).is_err());
        assert!(durbin_watson(&[1.0]).is_err());
    }

    #[test]
    fn moves_that_come_in_waves_are_found() {
        let mut random = Random::named(2, "arch test", 0);
        let calm: Vec<f64> = (0..500).map(|_| random.normal()).collect();
        let wavy: Vec<f64> = calm
            .iter()
            .enumerate()
            .map(|(bar, x)| if bar % 40 < 20 { *x } else { 5.0 * x })
            .collect();
        assert!(arch_test(&calm, 5).unwrap().p_value > 0.01);
        assert!(arch_test(&wavy, 5).unwrap().p_value < 1e-4);
    }

    #[test]
    fn without_a_change_of_size_there_is_no_test() {
        let flips: Vec<f64> = (0..30)
            .map(|bar| if bar % 2 == 0 { 1.0 } else { -1.0 })
            .collect();
        assert!(
            arch_test(&flips, 3)
                .unwrap_err()
                .to_string()
                .contains("squares")
        );
        assert!(arch_test(&flips[..4], 3).is_err());
        assert!(arch_test(&calm_with_nan(), 1).is_err());
    }

    fn calm_with_nan() -> Vec<f64> {
        vec![1.0, 2.0, f64::NAN, 3.0, 4.0, 5.0]
    }
}
