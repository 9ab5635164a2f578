//! The exponential average behind EMA and Wilder's average: each value moves it a part of the way.

/// a ← a + (x − a)·w, seeded with the mean of the first values.
///
/// Written so and not as w·x + (1 − w)·a, so that values that stand still leave it exactly where it is.
#[derive(Clone, Debug)]
pub struct Exponential {
    seed: usize,
    weight: f64,
    seen: usize,
    value: f64,
}

impl Exponential {
    /// An average that starts as the mean of `seed` values, 0 counting as 1, and then goes by `weight`.
    pub fn new(seed: usize, weight: f64) -> Exponential {
        Exponential {
            seed: seed.max(1),
            weight,
            seen: 0,
            value: 0.0,
        }
    }

    /// Wilder's running average: weight 1 ÷ n after the mean of n values. Source: Wilder, "New Concepts in Technical
    /// Trading Systems", 1978; seeding as TA-Lib.
    pub fn wilder(period: usize) -> Exponential {
        Exponential::new(period, 1.0 / period.max(1) as f64)
    }

    /// Takes a value in; gives the average, NaN before there are enough.
    #[inline]
    pub fn push(&mut self, value: f64) -> f64 {
        if self.seen < self.seed {
            self.seen += 1;
            self.value += value;
            if self.seen < self.seed {
                return f64::NAN;
            }
            self.value /= self.seed as f64;
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
        let mut average = Exponential::wilder(4);
        for value in [1.0, 2.0, 3.0] {
            assert!(average.push(value).is_nan());
        }
        assert_eq!(average.push(6.0), 3.0);
        assert_eq!(average.push(7.0), 4.0);
    }
}
