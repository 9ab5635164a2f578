//! Tells whether a sample is normal.

use crate::distributions::{ChiSquared, DistributionError};
use crate::sample::{self, SampleError};
use crate::scale::{is_constant, scaled};

/// The answer of the Jarque-Bera test, and the shape it looks at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct JarqueBera {
    /// n/6 · (skew² + (kurtosis − 3)²/4).
    pub statistic: f64,
    /// χ² with two degrees of freedom: e^(−statistic/2).
    pub p_value: f64,
    /// Population skew: 0 for a normal sample, below zero for a long left tail.
    pub skew: f64,
    /// Population kurtosis, not the excess: 3 for a normal sample, above for fat tails.
    pub kurtosis: f64,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum NormalityError {
    /// The sample was refused.
    #[error(transparent)]
    Sample(#[from] SampleError),
    /// There is no distribution to judge by.
    #[error(transparent)]
    Distribution(#[from] DistributionError),
}

const WHAT: &str = "sample";

/// C. Jarque and A. Bera, "Efficient tests for normality, homoscedasticity and serial independence of regression
/// residuals", Economics Letters 6 (1980); moments divide by n. The p-value is that of a large sample.
pub fn jarque_bera(values: &[f64]) -> Result<JarqueBera, NormalityError> {
    sample::check(WHAT, values, 3)?;
    if is_constant(values) {
        return Err(SampleError::NoSpread { what: WHAT }.into());
    }
    let n = values.len() as f64;
    let near_one = scaled(values);
    let middle = near_one.iter().sum::<f64>() / n;
    let away = scaled(&near_one.iter().map(|x| x - middle).collect::<Vec<f64>>());
    let [mut second, mut third, mut fourth] = [0.0; 3];
    for x in &away {
        let square = x * x;
        second += square;
        third += square * x;
        fourth += square * square;
    }
    let variance = second / n;
    let skew = sample::finite(WHAT, third / n / (variance * variance.sqrt()))?;
    let kurtosis = sample::finite(WHAT, fourth / n / (variance * variance))?;
    let excess = kurtosis - 3.0;
    let statistic = n / 6.0 * (skew * skew + 0.25 * excess * excess);
    Ok(JarqueBera {
        statistic,
        p_value: ChiSquared::new(2.0)?.above(statistic),
        skew,
        kurtosis,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn four_values_are_worked_by_hand() {
        // 0, 0, 0, 4 about 1: −1, −1, −1, 3; variance 3, third moment 6, fourth 21.
        let test = jarque_bera(&[0.0, 0.0, 0.0, 4.0]).unwrap();
        assert!((test.skew - 6.0 / 27.0_f64.sqrt()).abs() < 1e-14);
        assert!((test.kurtosis - 21.0 / 9.0).abs() < 1e-14);
        let statistic = 4.0 / 6.0 * (36.0 / 27.0 + 0.25 * 4.0 / 9.0);
        assert!((test.statistic - statistic).abs() < 1e-14);
        assert!((test.p_value - libm::exp(-0.5 * statistic)).abs() < 1e-14);
    }

    #[test]
    fn hopeless_samples_are_refused_by_name() {
        let said = |values: &[f64]| jarque_bera(values).unwrap_err().to_string();
        assert!(said(&[0.1; 20]).contains("equal"));
        assert!(said(&[1.0, 2.0]).contains("too few"));
        assert!(said(&[1.0, 2.0, f64::INFINITY]).contains("inf"));
    }

    proptest! {
        #[test]
        fn units_and_place_do_not_matter(
            values in prop::collection::vec(-1.0_f64..1.0, 5..50),
            size in prop::sample::select(vec![1e-300, 1e-9, 1e12, 1e300]),
        ) {
            let plain = jarque_bera(&values).unwrap();
            let sized: Vec<f64> = values.iter().map(|x| -x * size).collect();
            let other = jarque_bera(&sized).unwrap();
            prop_assert!((plain.kurtosis - other.kurtosis).abs() < 1e-9);
            prop_assert!((plain.skew + other.skew).abs() < 1e-9);
        }
    }
}
