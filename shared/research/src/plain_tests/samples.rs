//! Tells whether a mean is zero and whether two samples are alike.

use super::ranks::ranks;
use super::{TestError, TestResult};
use crate::distributions::{StudentT, kolmogorov_above};
use crate::sample::{self, SampleError};
use crate::scale::{is_constant, size_of};
use domain::normal;

const FIRST: &str = "first sample";
const SECOND: &str = "second sample";

/// Student's t test that the mean is `expected` (W. Gosset, "The probable error of a mean", Biometrika 6 (1908)).
pub fn t_test(values: &[f64], expected: f64) -> Result<TestResult, TestError> {
    sample::check(FIRST, values, 2)?;
    sample::check("expected mean", &[expected], 1)?;
    varies(FIRST, values)?;
    let unit = size_of(values);
    let [mean, variance] = moments(values, unit);
    let n = values.len() as f64;
    let away = mean - expected / unit;
    let statistic = sample::finite(FIRST, away / (variance / n).sqrt())?;
    by_t(statistic, n - 1.0)
}

/// B. Welch's t test that two means are equal, for samples of different variance (Biometrika 34 (1947)).
pub fn welch_test(first: &[f64], second: &[f64]) -> Result<TestResult, TestError> {
    sample::check(FIRST, first, 2)?;
    sample::check(SECOND, second, 2)?;
    varies(FIRST, first)?;
    varies(SECOND, second)?;
    let unit = size_of(first).max(size_of(second));
    let [one, two] = [(first, unit), (second, unit)].map(|(values, unit)| {
        let [mean, variance] = moments(values, unit);
        (
            mean,
            variance / values.len() as f64,
            values.len() as f64 - 1.0,
        )
    });
    let both = one.1 + two.1;
    let statistic = sample::finite(FIRST, (one.0 - two.0) / both.sqrt())?;
    // Shares first: the squares of tiny variances would vanish.
    let (left, right) = (one.1 / both, two.1 / both);
    by_t(
        statistic,
        1.0 / (left * left / one.2 + right * right / two.2),
    )
}

/// H. Mann and D. Whitney's U of the first sample (Ann. Math. Stat. 18 (1947)): pairs in which it is larger, ties as
/// halves; normal approximation with the correction for ties and for continuity.
pub fn mann_whitney(first: &[f64], second: &[f64]) -> Result<TestResult, TestError> {
    sample::check(FIRST, first, 1)?;
    sample::check(SECOND, second, 1)?;
    let together: Vec<f64> = first.iter().chain(second).copied().collect();
    varies("both samples together", &together)?;
    let (ranks, ties) = ranks(&together);
    let (n1, n2) = (first.len() as f64, second.len() as f64);
    let n = n1 + n2;
    let sum: f64 = ranks[..first.len()].iter().sum();
    let statistic = sum - 0.5 * n1 * (n1 + 1.0);
    let middle = 0.5 * n1 * n2;
    let tied: f64 = ties.iter().map(|t| t * t * t - t).sum();
    let deviation = (n1 * n2 / 12.0 * (n + 1.0 - tied / (n * (n - 1.0)))).sqrt();
    let z = ((statistic - middle).abs() - 0.5) / deviation;
    Ok(TestResult {
        statistic,
        p_value: (2.0 * normal::above(z)).min(1.0),
        degrees: None,
    })
}

/// The two-sample Kolmogorov-Smirnov test: the largest distance between the two distributions (N. Smirnov 1939),
/// judged as the distance of one sample of n₁n₂/(n₁ + n₂) values, rounded, as scipy's asymptotic method does.
pub fn kolmogorov_smirnov(first: &[f64], second: &[f64]) -> Result<TestResult, TestError> {
    sample::check(FIRST, first, 1)?;
    sample::check(SECOND, second, 1)?;
    let (one, two) = (sample::sorted(first), sample::sorted(second));
    let (n1, n2) = (one.len() as f64, two.len() as f64);
    let mut statistic = 0.0_f64;
    for value in one.iter().chain(&two) {
        let below = |values: &[f64]| values.partition_point(|x| x <= value) as f64;
        statistic = statistic.max((below(&one) / n1 - below(&two) / n2).abs());
    }
    let values = libm::rint(n1 * n2 / (n1 + n2)).max(1.0) as usize;
    Ok(TestResult {
        statistic,
        p_value: kolmogorov_above(values, statistic),
        degrees: None,
    })
}

/// F. Wilcoxon's signed ranks (Biometrics 1 (1945)): are the values as often and as far above 0 as below? Zeros are
/// left out; the statistic is the smaller rank sum; normal approximation with the correction for ties.
pub fn wilcoxon(values: &[f64]) -> Result<TestResult, TestError> {
    sample::check(FIRST, values, 1)?;
    let kept: Vec<f64> = values.iter().copied().filter(|x| *x != 0.0).collect();
    sample::check("values other than 0", &kept, 1)?;
    let sizes: Vec<f64> = kept.iter().map(|x| x.abs()).collect();
    let (ranks, ties) = ranks(&sizes);
    let n = kept.len() as f64;
    let positive: f64 = kept
        .iter()
        .zip(&ranks)
        .filter(|(x, _)| **x > 0.0)
        .map(|(_, rank)| rank)
        .sum();
    let all = 0.5 * n * (n + 1.0);
    let statistic = positive.min(all - positive);
    let tied: f64 = ties.iter().map(|t| t * t * t - t).sum();
    let deviation = ((n * (n + 1.0) * (2.0 * n + 1.0) - 0.5 * tied) / 24.0).sqrt();
    let z = (statistic - 0.5 * all) / deviation;
    Ok(TestResult {
        statistic,
        p_value: (2.0 * normal::below(z)).min(1.0),
        degrees: None,
    })
}

fn varies(what: &'static str, values: &[f64]) -> Result<(), SampleError> {
    if is_constant(values) {
        return Err(SampleError::NoSpread { what });
    }
    Ok(())
}

/// Mean and variance ÷ (n − 1) in a unit.
fn moments(values: &[f64], unit: f64) -> [f64; 2] {
    let count = values.len() as f64;
    let mean = values.iter().map(|x| x / unit).sum::<f64>() / count;
    let squares: f64 = values
        .iter()
        .map(|x| (x / unit - mean) * (x / unit - mean))
        .sum();
    [mean, squares / (count - 1.0)]
}

fn by_t(statistic: f64, degrees: f64) -> Result<TestResult, TestError> {
    Ok(TestResult {
        statistic,
        p_value: StudentT::new(degrees)?.outside(statistic),
        degrees: Some(degrees),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(got: f64, expected: f64) -> bool {
        (got - expected).abs() < 1e-13
    }

    #[test]
    fn t_of_three_values_is_worked_by_hand() {
        // 1, 2, 3: mean 2, deviation 1, t = 2√3; with two degrees p = 1 − t/√(2 + t²).
        let test = t_test(&[1.0, 2.0, 3.0], 0.0).unwrap();
        assert!(near(test.statistic, 12.0_f64.sqrt()));
        assert!(near(test.p_value, 1.0 - (12.0_f64 / 14.0).sqrt()));
        assert!(near(t_test(&[1.0, 2.0, 3.0], 2.0).unwrap().p_value, 1.0));
    }

    #[test]
    fn welch_of_equal_variances_has_all_degrees() {
        // Means 2 and 4, variance 1 each, n = 3: t = −2/√(2/3), degrees 4.
        let test = welch_test(&[1.0, 2.0, 3.0], &[3.0, 4.0, 5.0]).unwrap();
        assert!(near(test.statistic, -6.0_f64.sqrt()));
        assert!(near(test.degrees.unwrap(), 4.0));
        let tiny = welch_test(&[1e-300, 2e-300, 3e-300], &[3e-300, 4e-300, 5e-300]).unwrap();
        assert!(near(tiny.statistic, test.statistic) && near(tiny.degrees.unwrap(), 4.0));
    }

    #[test]
    fn rank_tests_are_worked_by_hand() {
        // 3 beats 1 and 2, 5 beats 1, 2 and 4: U = 5 of 6; z = (2 − ½)/√(6/12·6).
        let test = mann_whitney(&[3.0, 5.0], &[1.0, 2.0, 4.0]).unwrap();
        assert_eq!(test.statistic, 5.0);
        assert!(near(
            test.p_value,
            2.0 * normal::above(1.5 / 3.0_f64.sqrt())
        ));
        // Ranks of 1, −2, 3, 4: the negative sum is 2; mean 5, variance 4·5·9/24.
        let test = wilcoxon(&[1.0, -2.0, 3.0, 4.0, 0.0]).unwrap();
        assert_eq!(test.statistic, 2.0);
        assert!(near(
            test.p_value,
            2.0 * normal::below(-3.0 / 7.5_f64.sqrt())
        ));
    }

    #[test]
    fn the_distance_of_two_samples_is_the_largest_step() {
        let test = kolmogorov_smirnov(&[1.0, 2.0, 3.0, 4.0], &[2.5, 5.0, 6.0, 7.0]).unwrap();
        assert_eq!(test.statistic, 0.75);
        assert_eq!(
            kolmogorov_smirnov(&[1.0; 5], &[1.0; 3]).unwrap().p_value,
            1.0
        );
        assert_eq!(
            kolmogorov_smirnov(&[1.0; 5], &[2.0; 3]).unwrap().statistic,
            1.0
        );
    }

    #[test]
    fn hopeless_samples_are_refused_by_name() {
        assert!(
            t_test(&[0.1; 5], 0.0)
                .unwrap_err()
                .to_string()
                .contains("equal")
        );
        assert!(t_test(&[1.0], 0.0).is_err());
        assert!(t_test(&[1.0, 2.0], f64::NAN).is_err());
        assert!(
            welch_test(&[1.0, 2.0], &[3.0, 3.0])
                .unwrap_err()
                .to_string()
                .contains("second")
        );
        assert!(mann_whitney(&[1.0], &[1.0]).is_err());
        assert!(mann_whitney(&[], &[1.0]).is_err());
        assert!(kolmogorov_smirnov(&[f64::NAN], &[1.0]).is_err());
        assert!(
            wilcoxon(&[0.0, 0.0])
                .unwrap_err()
                .to_string()
                .contains("other than 0")
        );
    }

    proptest! {
        #[test]
        fn swapping_the_samples_changes_no_p_value(
            first in prop::collection::vec(-5_i32..5, 3..30), second in prop::collection::vec(-5_i32..5, 3..30),
        ) {
            let one: Vec<f64> = first.iter().copied().map(f64::from).collect();
            let two: Vec<f64> = second.iter().copied().map(f64::from).collect();
            for test in [mann_whitney, kolmogorov_smirnov, welch_test] {
                if let (Ok(a), Ok(b)) = (test(&one, &two), test(&two, &one)) {
                    prop_assert!((a.p_value - b.p_value).abs() < 1e-12);
                    prop_assert!((0.0..=1.0).contains(&a.p_value));
                }
            }
        }
    }
}
