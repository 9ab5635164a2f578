//! Samples brought to a size near one, so that squares of tiny and huge values neither vanish nor overflow.

/// The power of two just above the largest size; 1 when all values are zero.
pub(crate) fn size_of(values: &[f64]) -> f64 {
    let largest = values.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
    if largest == 0.0 || !largest.is_finite() {
        return 1.0;
    }
    let (_, exponent) = libm::frexp(largest);
    // A power above 2^1023 is no double; the values are then at most 2.
    libm::ldexp(1.0, exponent.clamp(-1021, 1023))
}

/// The values divided by [`size_of`] them: exact, because only exponents change.
pub(crate) fn scaled(values: &[f64]) -> Vec<f64> {
    let size = size_of(values);
    values.iter().map(|x| x / size).collect()
}

/// Are all values the same?
pub(crate) fn is_constant(values: &[f64]) -> bool {
    values.windows(2).all(|pair| pair[0] == pair[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scaling_keeps_every_digit() {
        for size in [1e-300, 0.1, 1.0, 3.7, 1e300] {
            let values = [0.1 * size, -0.7 * size];
            let near_one = scaled(&values);
            let by = size_of(&values);
            assert!(near_one[1].abs() <= 2.0 && near_one[1].abs() >= 0.5);
            assert_eq!(vec![near_one[0] * by, near_one[1] * by], values);
        }
        assert_eq!(scaled(&[0.0, 0.0]), [0.0, 0.0]);
    }

    #[test]
    fn one_different_value_is_a_change() {
        assert!(is_constant(&[0.1, 0.1, 0.1]));
        assert!(!is_constant(&[0.1, 0.1, 0.2]));
        assert!(is_constant(&[]));
    }
}
