//! The variance ratio: how the variance of long moves compares with that of as many short ones.

use super::{HurstError, WHAT, fits};
use crate::sample::{self, SampleError};
use crate::scale::{is_constant, scaled};
use domain::normal;

/// Moves, relative to the prices, that are nothing but rounding.
const ROUNDING: f64 = 1e-14;

/// The answer of the test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VarianceRatio {
    /// Var(long) ÷ (q·Var(short)): above 1 moves go on, below 1 they come back.
    pub ratio: f64,
    /// How far from 1 in standard errors that hold for changing volatility.
    pub statistic: f64,
    /// The two-sided probability of so large a statistic for a random walk.
    pub p_value: f64,
}

/// A. Lo and C. MacKinlay, "Stock market prices do not follow random walks", Rev. Financial Studies 1 (1988), as in
/// Campbell, Lo and MacKinlay (1997), 2.4: overlapping moves of `lag` bars about the drift, variances without bias,
/// error robust to heteroskedasticity. Takes prices (better their logarithms), not returns.
pub fn variance_ratio(prices: &[f64], lag: usize) -> Result<VarianceRatio, HurstError> {
    sample::check(WHAT, prices, 4)?;
    if is_constant(prices) {
        return Err(SampleError::NoSpread { what: WHAT }.into());
    }
    fits("lag", &[lag], 2, prices.len() - 2)?;
    let prices = scaled(prices);
    let n = (prices.len() - 1) as f64;
    let q = lag as f64;
    let drift = (prices[prices.len() - 1] - prices[0]) / n;
    let short: Vec<f64> = prices
        .windows(2)
        .map(|pair| pair[1] - pair[0] - drift)
        .collect();
    // Prices on a straight line leave only the rounding of their differences.
    if short.iter().all(|x| x.abs() <= ROUNDING) {
        return Err(HurstError::Flat {
            kind: "lag",
            size: 1,
        });
    }
    let short = scaled(&short);
    let squares: Vec<f64> = short.iter().map(|x| x * x).collect();
    let sum: f64 = squares.iter().sum();
    let long: f64 = short
        .windows(lag)
        .map(|moves| {
            let whole: f64 = moves.iter().sum();
            whole * whole
        })
        .sum();
    let unbiased_long = long / (q * (n - q + 1.0) * (1.0 - q / n));
    let ratio = sample::finite(WHAT, unbiased_long / (sum / (n - 1.0)))?;
    let error: f64 = (1..lag)
        .map(|k| {
            let weight = 1.0 - k as f64 / q;
            let product: f64 = squares[k..].iter().zip(&squares).map(|(a, b)| a * b).sum();
            4.0 * weight * weight * n * product / (sum * sum)
        })
        .sum();
    if error <= 0.0 {
        return Err(HurstError::Flat {
            kind: "lag",
            size: lag,
        });
    }
    let statistic = sample::finite(WHAT, n.sqrt() * (ratio - 1.0) / error.sqrt())?;
    Ok(VarianceRatio {
        ratio,
        statistic,
        p_value: 2.0 * normal::above(statistic.abs()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_prices_are_worked_by_hand() {
        // Moves 1, 3, −1, 1 less the drift 1: 0, 2, −2, 0; squares 8, ÷ 3. Moves of two: 2, 0, −2; squares 8,
        // ÷ 2·3·(1 − 2/4) = 3. Ratio 8/3 ÷ 8/3 = 1.
        let test = variance_ratio(&[0.0, 1.0, 4.0, 3.0, 4.0], 2).unwrap();
        assert!((test.ratio - 1.0).abs() < 1e-14 && test.statistic.abs() < 1e-13);
        assert!((test.p_value - 1.0).abs() < 1e-13);
        // Moves 2, 2, −2, −2 without drift: squares 16 ÷ 3; of two: 4, 0, −4: 32 ÷ 3; ratio 2.
        // Error 4·¼·4·(16 + 16 + 16)/256 = 0.75.
        let test = variance_ratio(&[0.0, 2.0, 4.0, 2.0, 0.0], 2).unwrap();
        assert!((test.ratio - 2.0).abs() < 1e-14);
        assert!((test.statistic - 2.0 / 0.75_f64.sqrt()).abs() < 1e-13);
    }

    #[test]
    fn a_straight_line_has_no_variance() {
        let line: Vec<f64> = (0..20).map(|bar| 7.0 + 0.1 * f64::from(bar)).collect();
        assert!(variance_ratio(&line, 2).is_err());
        assert!(variance_ratio(&line, 1).is_err());
        assert!(variance_ratio(&line, 19).is_err());
    }
}
