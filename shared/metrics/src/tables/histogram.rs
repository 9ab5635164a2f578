//! How often which return came.

/// Counts in bins of one width.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    /// Lower edge of the first bin.
    pub from: f64,
    /// Width of a bin.
    pub width: f64,
    /// Values in each; the last bin holds its upper edge too.
    pub counts: Vec<u32>,
}

/// Sorts values into so many bins between the lowest and the highest. `None` without a finite value or a bin; values
/// that are no number are left out, and equal values make one bin.
pub fn histogram(values: &[f64], bins: usize) -> Option<Histogram> {
    let finite = || values.iter().copied().filter(|value| value.is_finite());
    let (low, high) = (finite().reduce(f64::min)?, finite().reduce(f64::max)?);
    if bins == 0 {
        return None;
    }
    let width = (high - low) / bins as f64;
    let bins = if width > 0.0 { bins } else { 1 };
    let mut counts = vec![0; bins];
    for value in finite() {
        let bin = match width > 0.0 {
            true => ((value - low) / width) as usize,
            false => 0,
        };
        counts[bin.min(bins - 1)] += 1;
    }
    Some(Histogram {
        from: low,
        width,
        counts,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_value_falls_into_the_last_bin() {
        let got = histogram(&[0.0, 0.4, 0.5, 1.0, f64::NAN], 2).unwrap();
        assert_eq!((got.from, got.width, got.counts), (0.0, 0.5, vec![2, 2]));
    }

    #[test]
    fn equal_values_are_one_bin_and_none_are_none() {
        assert_eq!(histogram(&[0.1; 7], 20).unwrap().counts, [7]);
        assert_eq!(histogram(&[f64::NAN], 20), None);
        assert_eq!(histogram(&[1.0], 0), None);
    }
}
