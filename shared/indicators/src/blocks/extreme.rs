//! The highest and lowest of a window, and how long ago they were.

use std::collections::VecDeque;

/// Highest of the last n values.
#[derive(Clone, Debug)]
pub struct Highest(Extreme);

/// Lowest of the last n values.
#[derive(Clone, Debug)]
pub struct Lowest(Extreme);

impl Highest {
    /// Looks at `period` values; 0 counts as 1.
    pub fn new(period: usize) -> Highest {
        Highest(Extreme::new(period))
    }

    /// Takes a value in; gives the highest, NaN before the window is full.
    #[inline]
    pub fn push(&mut self, value: f64) -> f64 {
        self.0.push(-value);
        -self.0.value()
    }

    /// Bars since the highest; of equal ones the newest.
    pub fn age(&self) -> usize {
        self.0.age()
    }
}

impl Lowest {
    /// Looks at `period` values; 0 counts as 1.
    pub fn new(period: usize) -> Lowest {
        Lowest(Extreme::new(period))
    }

    /// Takes a value in; gives the lowest, NaN before the window is full.
    #[inline]
    pub fn push(&mut self, value: f64) -> f64 {
        self.0.push(value);
        self.0.value()
    }

    /// Bars since the lowest; of equal ones the newest.
    pub fn age(&self) -> usize {
        self.0.age()
    }
}

/// Candidates for the lowest value, rising from front to back: whoever is older and not lower can never be the lowest
/// again. Each value enters and leaves once, so a bar costs O(1) on average.
#[derive(Clone, Debug)]
struct Extreme {
    period: usize,
    seen: usize,
    candidates: VecDeque<(usize, f64)>,
}

impl Extreme {
    fn new(period: usize) -> Extreme {
        let period = period.max(1);
        Extreme {
            period,
            seen: 0,
            candidates: VecDeque::with_capacity(period + 1),
        }
    }

    #[inline]
    fn push(&mut self, value: f64) {
        while self
            .candidates
            .back()
            .is_some_and(|&(_, other)| other >= value)
        {
            self.candidates.pop_back();
        }
        self.candidates.push_back((self.seen, value));
        self.seen += 1;
        if self
            .candidates
            .front()
            .is_some_and(|&(at, _)| at + self.period < self.seen)
        {
            self.candidates.pop_front();
        }
    }

    #[inline]
    fn value(&self) -> f64 {
        match self.candidates.front() {
            Some(&(_, value)) if self.seen >= self.period => value,
            _ => f64::NAN,
        }
    }

    fn age(&self) -> usize {
        let at = self.candidates.front().map_or(self.seen, |&(at, _)| at + 1);
        self.seen - at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn of_equal_values_the_newest_counts() {
        let mut highest = Highest::new(3);
        for value in [5.0, 5.0, 1.0] {
            highest.push(value);
        }
        assert_eq!(highest.age(), 1);
    }

    proptest! {
        #[test]
        fn equals_a_look_at_every_value(
            period in 1_usize..30,
            values in prop::collection::vec(-5_i32..5, 1..200),
        ) {
            let (mut highest, mut lowest) = (Highest::new(period), Lowest::new(period));
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            for (index, &value) in values.iter().enumerate() {
                let (top, bottom) = (highest.push(value), lowest.push(value));
                if index + 1 < period {
                    prop_assert!(top.is_nan() && bottom.is_nan());
                    continue;
                }
                let window = &values[index + 1 - period..=index];
                let newest = |what: f64| window.iter().rev().position(|v| *v == what).unwrap();
                prop_assert_eq!(top, window.iter().copied().fold(f64::MIN, f64::max));
                prop_assert_eq!(bottom, window.iter().copied().fold(f64::MAX, f64::min));
                prop_assert_eq!(highest.age(), newest(top));
                prop_assert_eq!(lowest.age(), newest(bottom));
            }
        }
    }
}
