//! Wilder's or a simple average, whichever a parameter asks for.

use super::{Exponential, Sum};

/// An average that takes a value at a time.
pub trait Average {
    /// Takes a value in; gives the average, NaN before there are enough.
    fn push(&mut self, value: f64) -> f64;
}

impl Average for Exponential {
    #[inline]
    fn push(&mut self, value: f64) -> f64 {
        Exponential::push(self, value)
    }
}

/// The mean of the window.
#[derive(Clone, Debug)]
pub struct Mean(Sum);

impl Mean {
    /// Of `period` values; 0 counts as 1.
    pub fn new(period: usize) -> Mean {
        Mean(Sum::new(period))
    }
}

impl Average for Mean {
    #[inline]
    fn push(&mut self, value: f64) -> f64 {
        let period = self.0.period() as f64;
        self.0.push(value).map_or(f64::NAN, |sum| sum / period)
    }
}

/// An average of the kind the parameter [`SMOOTHING`](crate::params::SMOOTHING) names, where it is not worth a type.
#[derive(Clone, Debug)]
pub enum Smooth {
    /// Wilder's running average.
    Wilder(Exponential),
    /// Mean of the window.
    Simple(Mean),
}

impl Smooth {
    /// An average over `period` values; 0 counts as 1.
    pub fn of(smoothing: f64, period: usize) -> Smooth {
        if smoothing == 0.0 {
            Smooth::Wilder(Exponential::wilder(period))
        } else {
            Smooth::Simple(Mean::new(period))
        }
    }
}

impl Average for Smooth {
    #[inline]
    fn push(&mut self, value: f64) -> f64 {
        match self {
            Smooth::Wilder(average) => average.push(value),
            Smooth::Simple(average) => average.push(value),
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
