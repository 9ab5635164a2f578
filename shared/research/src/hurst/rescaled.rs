//! Rescaled range: how far sums wander within a window, in units of the steps they are made of.

use super::{HurstError, WHAT, fits, slope};
use crate::sample;
use crate::scale::{is_constant, scaled};
use std::f64::consts::PI;

/// Fewest bars of a window.
const LEAST: usize = 3;
/// Up to here the gamma functions of the expectation are taken as they are, as in nolds.
const GAMMA_UP_TO: usize = 340;

/// The rescaled range at several window sizes and the exponents read from it.
#[derive(Clone, Debug, PartialEq)]
pub struct RescaledRange {
    /// The window sizes.
    pub windows: Vec<usize>,
    /// Mean R/S at each.
    pub values: Vec<f64>,
    /// Slope of ln R/S on ln n: too high for short windows.
    pub exponent: f64,
    /// 0.5 + slope of ln R/S − ln E\[R/S\]: the same without that fault.
    pub corrected_exponent: f64,
}

/// H. Hurst, "Long-term storage capacity of reservoirs" (1951), as in nolds: the end that fills no window is cut off;
/// R = highest − lowest running sum of the deviations, S = their standard deviation ÷ (n − 1), windows without a range
/// are left out. Takes returns, not prices.
pub fn rescaled_range(series: &[f64], windows: &[usize]) -> Result<RescaledRange, HurstError> {
    sample::check(WHAT, series, LEAST)?;
    fits("window", windows, LEAST, series.len())?;
    let series = scaled(series);
    let mut values = Vec::with_capacity(windows.len());
    for &size in windows {
        let ranges: Vec<f64> = series.chunks_exact(size).filter_map(of_window).collect();
        let kind = "window";
        let mean = sample::mean(&ranges).ok_or(HurstError::Flat { kind, size })?;
        values.push(mean);
    }
    let over_expected: Vec<f64> = values
        .iter()
        .zip(windows)
        .map(|(value, &window)| value / expected_rescaled_range(window))
        .collect();
    Ok(RescaledRange {
        exponent: slope(windows, &values)?,
        corrected_exponent: 0.5 + slope(windows, &over_expected)?,
        windows: windows.to_vec(),
        values,
    })
}

/// What R/S is on average for n independent normal values: (n − ½)/n · Γ((n−1)/2) ÷ (√π·Γ(n/2)) · Σ √((n−i)/i).
///
/// A. Anis and E. Lloyd, Biometrika 63 (1976), with the factor of E. Peters (1994), as in nolds: above n = 340 the
/// ratio of gamma functions is √(2/(πn)). Below two values there is no range: 0.
pub fn expected_rescaled_range(n: usize) -> f64 {
    if n < 2 {
        return 0.0;
    }
    let count = n as f64;
    let ratio = if n <= GAMMA_UP_TO {
        libm::exp(libm::lgamma(0.5 * (count - 1.0)) - libm::lgamma(0.5 * count)) / PI.sqrt()
    } else {
        1.0 / (count * PI / 2.0).sqrt()
    };
    let sum: f64 = (1..n).map(|i| ((count - i as f64) / i as f64).sqrt()).sum();
    (count - 0.5) / count * ratio * sum
}

fn of_window(window: &[f64]) -> Option<f64> {
    if is_constant(window) {
        return None;
    }
    let count = window.len() as f64;
    let middle = window.iter().sum::<f64>() / count;
    let away: Vec<f64> = window.iter().map(|x| x - middle).collect();
    let away = scaled(&away);
    let mut sum = 0.0;
    let (mut lowest, mut highest) = (f64::INFINITY, f64::NEG_INFINITY);
    let mut squares = 0.0;
    for x in away {
        sum += x;
        lowest = sum.min(lowest);
        highest = sum.max(highest);
        squares += x * x;
    }
    let deviation = (squares / (count - 1.0)).sqrt();
    (deviation > 0.0 && highest > lowest).then(|| (highest - lowest) / deviation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_window_is_worked_by_hand() {
        // 1, 2, 6 about 3: −2, −1, 3; sums −2, −3, 0: range 3; deviation √(14/2).
        let range = of_window(&[1.0, 2.0, 6.0]).unwrap();
        assert!((range - 3.0 / 7.0_f64.sqrt()).abs() < 1e-15);
        assert_eq!(of_window(&[0.1, 0.1, 0.1]), None);
    }

    #[test]
    fn the_expectation_of_three_values_is_worked_by_hand() {
        // (2.5/3) · Γ(1)/(√π·Γ(3/2)) · (√2 + √½), and Γ(3/2) = √π/2.
        let expected = 2.5 / 3.0 * 2.0 / PI * (2.0_f64.sqrt() + 0.5_f64.sqrt());
        assert!((expected_rescaled_range(3) - expected).abs() < 1e-14);
        assert_eq!(expected_rescaled_range(1), 0.0);
    }

    #[test]
    fn windows_without_a_change_are_left_out() {
        let mut series = vec![5.0; 6];
        series.extend([1.0, 2.0, 6.0, 1.0, 2.0, 6.0, 1.0, 9.0]);
        let range = rescaled_range(&series, &[3, 4, 6]).unwrap();
        assert!((range.values[0] - 3.0 / 7.0_f64.sqrt()).abs() < 1e-15);
    }
}
