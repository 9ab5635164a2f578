//! A running sum that does not drift.

use super::Window;

/// Σ of the last n values in O(1) a bar.
///
/// What rounding loses is kept and added back (Knuth's TwoSum, as in Ogita, Rump and Oishi 2005), so that after a
/// million bars the sum still equals one made afresh to the last digits: a plain running sum drifts, and a cross of two
/// averages may then be only rounding.
#[derive(Clone, Debug)]
pub struct Sum {
    window: Window,
    sum: f64,
    lost: f64,
}

impl Sum {
    /// Sums `period` values; 0 counts as 1.
    pub fn new(period: usize) -> Sum {
        Sum {
            window: Window::new(period),
            sum: 0.0,
            lost: 0.0,
        }
    }

    /// Takes a value in; gives the sum once the window is full.
    #[inline]
    pub fn push(&mut self, value: f64) -> Option<f64> {
        let leaving = self.window.push(value).unwrap_or(0.0);
        let total = self.replace(leaving, value);
        self.window.is_full().then_some(total)
    }

    /// How many values are summed.
    pub fn period(&self) -> usize {
        self.window.period()
    }

    /// The values in the window.
    pub fn window(&self) -> &Window {
        &self.window
    }

    /// The sum with one value in another's place. Only the sum itself waits for the bar before: 3 cycles.
    #[inline]
    fn replace(&mut self, leaving: f64, entering: f64) -> f64 {
        let (change, change_lost) = two_sum(entering, -leaving);
        let (sum, sum_lost) = two_sum(self.sum, change);
        self.sum = sum;
        self.lost += change_lost + sum_lost;
        self.sum + self.lost
    }
}

/// a + b and what rounding lost of it, exactly.
#[inline]
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let b_part = sum - a;
    (sum, (a - (sum - b_part)) + (b - b_part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_lost_to_a_huge_value_comes_back_when_it_leaves() {
        let mut sum = Sum::new(2);
        for value in [1e16, 1.0, 0.5, 0.25] {
            sum.push(value);
        }
        assert_eq!(sum.push(0.25), Some(0.5));
    }

    proptest! {
        #[test]
        fn equals_a_sum_made_afresh(
            period in 1_usize..50,
            values in prop::collection::vec(1e-4_f64..1e8, 1..400),
        ) {
            let mut sum = Sum::new(period);
            for (index, &value) in values.iter().enumerate() {
                let got = sum.push(value);
                if index + 1 < period {
                    prop_assert!(got.is_none());
                } else {
                    let fresh = values[index + 1 - period..=index].iter().sum::<f64>();
                    prop_assert!((got.unwrap() - fresh).abs() <= 1e-13 * fresh);
                }
            }
        }
    }
}
