//! Two sums over one window, of which one is going to be divided by the other.

use super::Sum;

/// Σ above and Σ below of the last n bars.
///
/// Both are exactly 0 when everything below has been 0 for the whole window, never a remainder of rounding: 0 ÷ 0 is then
/// seen for what it is. Whoever pushes 0 below must push 0 above.
#[derive(Clone, Debug)]
pub struct Quotient {
    above: Sum,
    below: Sum,
    zeros: usize,
}

impl Quotient {
    /// Sums `period` bars; 0 counts as 1.
    pub fn new(period: usize) -> Quotient {
        Quotient {
            above: Sum::new(period),
            below: Sum::new(period),
            zeros: 0,
        }
    }

    /// Takes a bar in; gives Σ above and Σ below once the window is full.
    #[inline]
    pub fn push(&mut self, above: f64, below: f64) -> Option<(f64, f64)> {
        self.zeros = if below == 0.0 { self.zeros + 1 } else { 0 };
        let sums = self.above.push(above).zip(self.below.push(below));
        if self.zeros >= self.below.period() {
            sums.map(|_| (0.0, 0.0))
        } else {
            sums
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_below_is_exactly_nothing() {
        let mut quotient = Quotient::new(2);
        assert_eq!(quotient.push(1.0, 4.0), None);
        assert_eq!(quotient.push(0.5, 2.0), Some((1.5, 6.0)));
        for (above, below) in [(0.1, 0.3), (1e17, 1e18), (0.7, 0.9), (0.0, 0.0)] {
            quotient.push(above, below);
        }
        for _ in 0..3 {
            assert_eq!(quotient.push(0.0, 0.0), Some((0.0, 0.0)));
        }
    }
}
