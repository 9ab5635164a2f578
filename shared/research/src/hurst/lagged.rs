//! How the spread of changes grows with the time they are given.

use super::{HurstError, WHAT, fits, slope};
use crate::sample::{self, SampleError};
use crate::scale::{is_constant, scaled, size_of};

/// The spread of changes at several lags and the exponent read from it.
#[derive(Clone, Debug, PartialEq)]
pub struct LaggedSpread {
    /// The lags.
    pub lags: Vec<usize>,
    /// Standard deviation (÷ n) of the sums of so many values.
    pub values: Vec<f64>,
    /// Slope of ln deviation on ln lag.
    pub exponent: f64,
}

/// Standard deviation of w_{t+lag} − w_t on the lag, where w is the running sum of the series with a leading 0
/// (E. Chan, Algorithmic Trading, 2013, chapter 2, on returns instead of prices).
pub fn lagged_spread(series: &[f64], lags: &[usize]) -> Result<LaggedSpread, HurstError> {
    sample::check(WHAT, series, 2)?;
    if is_constant(series) {
        return Err(SampleError::NoSpread { what: WHAT }.into());
    }
    fits("lag", lags, 1, series.len() - 1)?;
    let unit = size_of(series);
    let mut walk = vec![0.0];
    let mut sum = 0.0;
    for x in scaled(series) {
        sum += x;
        walk.push(sum);
    }
    let mut values = Vec::with_capacity(lags.len());
    for &size in lags {
        let changes: Vec<f64> = walk[size..].iter().zip(&walk).map(|(b, a)| b - a).collect();
        let count = changes.len() as f64;
        let middle = changes.iter().sum::<f64>() / count;
        let squares: f64 = changes.iter().map(|x| (x - middle) * (x - middle)).sum();
        let deviation = (squares / count).sqrt();
        if deviation <= 0.0 {
            return Err(HurstError::Flat { kind: "lag", size });
        }
        values.push(deviation);
    }
    let exponent = slope(lags, &values)?;
    for value in &mut values {
        *value = sample::finite(WHAT, *value * unit)?;
    }
    Ok(LaggedSpread {
        lags: lags.to_vec(),
        values,
        exponent,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_lags_are_worked_by_hand() {
        // w = 0, 1, 3, 2, 6. Lag 1: 1, 2, −1, 4 (mean 1.5, squares 13); lag 2: 3, 1, 3 (squares 8/3);
        // lag 3: 2, 5 (squares 4.5).
        let spread = lagged_spread(&[1.0, 2.0, -1.0, 4.0], &[1, 2, 3]).unwrap();
        let expected = [(13.0_f64 / 4.0).sqrt(), (8.0_f64 / 9.0).sqrt(), 1.5];
        for (got, expected) in spread.values.iter().zip(expected) {
            assert!((got - expected).abs() < 1e-14, "{got} {expected}");
        }
    }
}
