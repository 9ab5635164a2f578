//! How strongly a series remembers: the Hurst exponent four ways. 0.5 is no memory, above is trend, below is return.

mod fluctuation;
mod lagged;
mod rescaled;
mod variance_ratio;

pub use fluctuation::{Fluctuation, detrended_fluctuation};
pub use lagged::{LaggedSpread, lagged_spread};
pub use rescaled::{RescaledRange, expected_rescaled_range, rescaled_range};
pub use variance_ratio::{VarianceRatio, variance_ratio};

use crate::ols::{Intercept, OlsError, fit};
use crate::sample::SampleError;

/// Why there is no exponent.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum HurstError {
    /// The series was refused.
    #[error(transparent)]
    Sample(#[from] SampleError),
    /// A window or lag does not fit.
    #[error("Hurst exponent: a {kind} of {got} does not fit, it must be from {least} to {most}")]
    Size {
        /// "window" or "lag".
        kind: &'static str,
        /// The one asked for.
        got: usize,
        /// The smallest.
        least: usize,
        /// The largest for so many values.
        most: usize,
    },
    /// In no window of this size does the series vary.
    #[error("Hurst exponent: the series does not vary at a {kind} of {size}")]
    Flat {
        /// "window" or "lag".
        kind: &'static str,
        /// Its size.
        size: usize,
    },
    /// The line through the points failed.
    #[error("Hurst exponent: {0}")]
    Line(#[from] OlsError),
}

const WHAT: &str = "series";

/// Window sizes that double by halves from 10 up to a quarter of the series; empty below 40 values.
pub fn usual_windows(values: usize) -> Vec<usize> {
    let mut windows = Vec::new();
    let mut size = 10.0_f64;
    while size as usize <= values / 4 {
        windows.push(size as usize);
        size *= std::f64::consts::SQRT_2;
    }
    windows
}

/// The slope of the logarithms of `values` on the logarithms of `sizes`.
fn slope(sizes: &[usize], values: &[f64]) -> Result<f64, HurstError> {
    let x: Vec<f64> = sizes.iter().map(|size| libm::log(*size as f64)).collect();
    let y: Vec<f64> = values.iter().map(|value| libm::log(*value)).collect();
    Ok(fit(&y, &[&x], Intercept::Estimated)?.coefficients[1].value)
}

fn fits(kind: &'static str, sizes: &[usize], least: usize, most: usize) -> Result<(), HurstError> {
    match sizes.iter().find(|size| **size < least || **size > most) {
        Some(&got) => Err(HurstError::Size {
            kind,
            got,
            least,
            most,
        }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::random::Random;

    pub(super) fn noise(bars: usize) -> Vec<f64> {
        let mut random = Random::named(11, "hurst test", 0);
        (0..bars).map(|_| random.normal()).collect()
    }

    #[test]
    fn noise_has_no_memory_by_any_method() {
        let noise = noise(4000);
        let windows = usual_windows(noise.len());
        let range = rescaled_range(&noise, &windows).unwrap();
        assert!((range.corrected_exponent - 0.5).abs() < 0.06, "{range:?}");
        let fluctuation = detrended_fluctuation(&noise, &windows).unwrap();
        assert!((fluctuation.exponent - 0.5).abs() < 0.06, "{fluctuation:?}");
        let spread = lagged_spread(&noise, &[2, 4, 8, 16, 32]).unwrap();
        assert!((spread.exponent - 0.5).abs() < 0.06, "{spread:?}");
    }

    #[test]
    fn a_constant_or_short_series_is_refused_by_name() {
        let windows = [10, 14, 20];
        for series in [vec![0.1; 100], vec![1.0, 2.0], vec![f64::NAN; 100], vec![]] {
            assert!(rescaled_range(&series, &windows).is_err());
            assert!(detrended_fluctuation(&series, &windows).is_err());
            assert!(lagged_spread(&series, &[2, 4, 8]).is_err());
            assert!(variance_ratio(&series, 2).is_err());
        }
        let said = rescaled_range(&noise(30), &[10, 40, 20])
            .unwrap_err()
            .to_string();
        assert!(said.contains("window of 40"), "{said}");
        let said = lagged_spread(&noise(30), &[2, 0, 4])
            .unwrap_err()
            .to_string();
        assert!(said.contains("lag of 0"), "{said}");
        assert!(rescaled_range(&noise(30), &[10, 10, 10]).is_err());
    }

    #[test]
    fn tiny_units_do_not_matter() {
        let series = noise(200);
        let tiny: Vec<f64> = series.iter().map(|x| x * 1e-300).collect();
        let windows = usual_windows(200);
        let close = |a: f64, b: f64| (a - b).abs() < 1e-9;
        let (a, b) = (
            rescaled_range(&series, &windows),
            rescaled_range(&tiny, &windows),
        );
        assert!(close(a.unwrap().exponent, b.unwrap().exponent));
        let (a, b) = (
            detrended_fluctuation(&series, &windows),
            detrended_fluctuation(&tiny, &windows),
        );
        assert!(close(a.unwrap().exponent, b.unwrap().exponent));
        let (a, b) = (
            lagged_spread(&series, &[2, 4, 8]),
            lagged_spread(&tiny, &[2, 4, 8]),
        );
        assert!(close(a.unwrap().exponent, b.unwrap().exponent));
        let (a, b) = (variance_ratio(&series, 5), variance_ratio(&tiny, 5));
        assert!(close(a.unwrap().statistic, b.unwrap().statistic));
    }
}
