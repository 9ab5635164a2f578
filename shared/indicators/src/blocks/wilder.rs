//! Wilder's running average (RMA): an exponential average with weight 1 ÷ n.

/// a ← a + (x − a) ÷ n, seeded with the mean of the first n values. Source: Wilder, "New Concepts in Technical Trading
/// Systems", 1978; seeding as TA-Lib.
#[derive(Clone, Debug)]
pub struct Wilder {
    period: usize,
    weight: f64,
    seen: usize,
    value: f64,
}

impl Wilder {
    /// An average over about `period` values; 0 counts as 1.
    pub fn new(period: usize) -> Wilder {
        let period = period.max(1);
        Wilder {
            period,
            weight: 1.0 / period as f64,
            seen: 0,
            value: 0.0,
        }
    }

    /// Takes a value in; gives the average, NaN before there are enough.
    #[inline]
    pub fn push(&mut self, value: f64) -> f64 {
        if self.seen < self.period {
            self.seen += 1;
            self.value += value;
            if self.seen < self.period {
                return f64::NAN;
            }
            self.value /= self.period as f64;
        } else {
            self.value += (value - self.value) * self.weight;
        }
        self.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn begins_with_a_mean_and_then_moves_a_part_of_the_way() {
        // Period 4: mean of 1, 2, 3, 6 is 3; then a quarter of the way to 7 is 4.
        let mut average = Wilder::new(4);
        for value in [1.0, 2.0, 3.0] {
            assert!(average.push(value).is_nan());
        }
        assert_eq!(average.push(6.0), 3.0);
        assert_eq!(average.push(7.0), 4.0);
    }
}
