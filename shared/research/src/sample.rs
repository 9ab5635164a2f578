//! A sample of numbers: the checks at the door and the plain moments every statistic starts from.

/// Why a sample was refused.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum SampleError {
    /// Too few values.
    #[error("{what}: {got} values are too few, it takes {need} or more")]
    TooFew {
        /// The sample.
        what: &'static str,
        /// How many there are.
        got: usize,
        /// How many it takes.
        need: usize,
    },
    /// A value is missing or infinite.
    #[error("{what}: value {row} is {got}, it must be a finite number")]
    NotFinite {
        /// The sample.
        what: &'static str,
        /// Where, counted from 0.
        row: usize,
        /// The value found.
        got: f64,
    },
    /// All values are equal, so there is nothing to divide by.
    #[error("{what}: all values are equal")]
    NoSpread {
        /// The sample.
        what: &'static str,
    },
    /// The values are so large that the result is no finite number.
    #[error("{what}: the values are too large to compute with")]
    Overflow {
        /// The sample.
        what: &'static str,
    },
}

/// Is the sample long enough and finite?
pub fn check(what: &'static str, values: &[f64], need: usize) -> Result<(), SampleError> {
    if values.len() < need {
        let got = values.len();
        return Err(SampleError::TooFew { what, got, need });
    }
    match values.iter().position(|value| !value.is_finite()) {
        Some(row) => Err(SampleError::NotFinite {
            what,
            row,
            got: values[row],
        }),
        None => Ok(()),
    }
}

/// The value itself when it is a finite number, otherwise an overflow.
pub fn finite(what: &'static str, value: f64) -> Result<f64, SampleError> {
    if value.is_finite() {
        // `+ 0.0` turns −0 into 0: equal values must have equal bytes.
        Ok(value + 0.0)
    } else {
        Err(SampleError::Overflow { what })
    }
}

/// Mean; `None` when empty.
pub fn mean(values: &[f64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    Some(values.iter().sum::<f64>() / values.len() as f64)
}

/// Mean and sample standard deviation (÷ (n − 1)); `None` below two values.
///
/// A spread that is only the rounding of the mean counts as none: a constant 0.1 has deviation 0, not 1e-17.
pub fn mean_and_deviation(values: &[f64]) -> Option<(f64, f64)> {
    if values.len() < 2 {
        return None;
    }
    let mean = mean(values)?;
    let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    let deviation = (squares / (values.len() - 1) as f64).sqrt();
    let rounding = 4.0 * f64::EPSILON * mean.abs();
    Some((
        mean,
        if deviation <= rounding {
            0.0
        } else {
            deviation
        },
    ))
}

/// The value below which this share of a sorted sample lies, linear between neighbours (Hyndman & Fan 1996, type 7);
/// `None` when the sample is empty or the share is outside 0 to 1.
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    if sorted.is_empty() || !(0.0..=1.0).contains(&share) {
        return None;
    }
    let place = share * (sorted.len() - 1) as f64;
    let below = place as usize;
    let low = *sorted.get(below)?;
    let high = sorted.get(below + 1).copied().unwrap_or(low);
    Some(low + (high - low) * (place - below as f64))
}

/// A sorted copy.
pub fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_sample_is_named() {
        let words = |values: &[f64]| check("returns", values, 2).unwrap_err().to_string();
        assert_eq!(
            words(&[1.0]),
            "returns: 1 values are too few, it takes 2 or more"
        );
        assert_eq!(
            words(&[1.0, f64::NAN]),
            "returns: value 1 is NaN, it must be a finite number"
        );
        assert_eq!(check("returns", &[1.0, 2.0], 2), Ok(()));
    }

    #[test]
    fn quantiles_lie_on_the_line_between_neighbours() {
        let sorted = [1.0, 2.0, 4.0, 8.0, 16.0];
        assert_eq!(quantile(&sorted, 0.5), Some(4.0));
        assert_eq!(quantile(&sorted, 0.1), Some(1.4));
        assert_eq!(quantile(&sorted, 1.0), Some(16.0));
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&sorted, f64::NAN), None);
    }

    #[test]
    fn the_deviation_divides_by_one_less_than_the_count() {
        assert_eq!(mean_and_deviation(&[1.0, 3.0]), Some((2.0, 2.0_f64.sqrt())));
        assert_eq!(mean_and_deviation(&[1.0]), None);
        assert_eq!(mean_and_deviation(&[0.1; 10]).map(|both| both.1), Some(0.0));
    }
}
