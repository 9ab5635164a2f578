//! Rises and falls from one value to the next, averaged: what RSI and the Chande oscillator are made of.

use super::{Exponential, Quotient, rise_and_fall};

/// Averages of rises and falls, taken in one of two ways.
///
/// A type for each and not an enum: chosen once before the loop, the averages stay in registers, which is twice as fast.
pub trait Averages {
    /// Takes a change in; gives rises less falls and rises plus falls, NaN before there are enough.
    fn push(&mut self, change: f64) -> (f64, f64);
}

/// Wilder's averages, of rises and of falls.
#[derive(Clone, Debug)]
pub struct WilderMoves {
    gain: Exponential,
    loss: Exponential,
}

impl WilderMoves {
    /// Over about `period` changes.
    pub fn new(period: usize) -> WilderMoves {
        WilderMoves {
            gain: Exponential::wilder(period),
            loss: Exponential::wilder(period),
        }
    }
}

impl Averages for WilderMoves {
    #[inline]
    fn push(&mut self, change: f64) -> (f64, f64) {
        let (rise, fall) = rise_and_fall(change);
        let (gain, loss) = (self.gain.push(rise), self.loss.push(fall));
        (gain - loss, gain + loss)
    }
}

/// Sums of changes and of their sizes: in a window in which nothing moved both are exactly 0.
#[derive(Clone, Debug)]
pub struct SimpleMoves {
    sums: Quotient,
}

impl SimpleMoves {
    /// Over `period` changes.
    pub fn new(period: usize) -> SimpleMoves {
        SimpleMoves {
            sums: Quotient::new(period),
        }
    }
}

impl Averages for SimpleMoves {
    #[inline]
    fn push(&mut self, change: f64) -> (f64, f64) {
        let sums = self.sums.push(change, change.abs());
        sums.unwrap_or((f64::NAN, f64::NAN))
    }
}

/// Averages of the changes of a series.
#[derive(Clone, Debug)]
pub struct Moves<A> {
    before: f64,
    averages: A,
}

impl<A: Averages> Moves<A> {
    /// Averaged in this way.
    pub fn new(averages: A) -> Moves<A> {
        Moves {
            before: f64::NAN,
            averages,
        }
    }

    /// Takes a value that is not NaN; gives rises less falls and rises plus falls, NaN before there are enough.
    #[inline]
    pub fn push(&mut self, value: f64) -> (f64, f64) {
        let change = value - self.before;
        self.before = value;
        if change.is_nan() {
            return (f64::NAN, f64::NAN);
        }
        self.averages.push(change)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_begin_alike_and_differ_afterwards() {
        // Changes +1, −2, +2 with period 2: seed G = ½, L = 1; then Wilder G = 1.25, L = ½; the last two sum to 0 of 4.
        let mut wilder = Moves::new(WilderMoves::new(2));
        let mut simple = Moves::new(SimpleMoves::new(2));
        let values = [2.0, 3.0, 1.0, 3.0];
        let got = values.map(|value| (wilder.push(value), simple.push(value)));
        assert!(got[1].0.0.is_nan() && got[1].1.0.is_nan());
        assert_eq!(got[2], ((-0.5, 1.5), (-1.0, 3.0)));
        assert_eq!(got[3], ((0.75, 1.75), (0.0, 4.0)));
    }
}
