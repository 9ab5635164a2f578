//! Wilder's or a simple average, whichever a parameter asks for.

use super::{Sum, Wilder};

/// An average of the kind the parameter [`SMOOTHING`](crate::params::SMOOTHING) names.
#[derive(Clone, Debug)]
pub enum Smooth {
    /// Wilder's running average.
    Wilder(Wilder),
    /// Mean of the window.
    Simple(Sum),
}

impl Smooth {
    /// An average over `period` values; 0 counts as 1.
    pub fn of(smoothing: f64, period: usize) -> Smooth {
        if smoothing == 0.0 {
            Smooth::Wilder(Wilder::new(period))
        } else {
            Smooth::Simple(Sum::new(period))
        }
    }

    /// Takes a value in; gives the average, NaN before there are enough.
    #[inline]
    pub fn push(&mut self, value: f64) -> f64 {
        match self {
            Smooth::Wilder(average) => average.push(value),
            Smooth::Simple(sum) => {
                let period = sum.period() as f64;
                sum.push(value).map_or(f64::NAN, |sum| sum / period)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_begin_with_the_mean_and_differ_afterwards() {
        let (mut wilder, mut simple) = (Smooth::of(0.0, 2), Smooth::of(1.0, 2));
        assert!(wilder.push(1.0).is_nan() && simple.push(1.0).is_nan());
        assert_eq!((wilder.push(3.0), simple.push(3.0)), (2.0, 2.0));
        assert_eq!((wilder.push(6.0), simple.push(6.0)), (4.0, 4.5));
    }
}
