//! The meaning of every instruction in plain Rust, for machines without them and for the tests of the others.

use super::WORD;
use std::ops::{Add, Div, Mul, Sub};

/// Two numbers.
#[derive(Clone, Copy, Debug)]
pub struct Pair([f64; 2]);

impl Pair {
    /// These two.
    pub fn of(both: [f64; 2]) -> Pair {
        Pair(both)
    }

    /// The same number twice.
    pub fn both(one: f64) -> Pair {
        Pair([one, one])
    }

    /// Two neighbours in memory.
    pub fn load(from: &[f64; 2]) -> Pair {
        Pair(*from)
    }

    /// Puts them side by side into memory.
    pub fn store(self, into: &mut [f64; 2]) {
        *into = self.0;
    }

    /// Both numbers.
    pub fn parts(self) -> [f64; 2] {
        self.0
    }

    /// The first of each.
    pub fn firsts(self, other: Pair) -> Pair {
        Pair([self.0[0], other.0[0]])
    }

    /// The second of each.
    pub fn seconds(self, other: Pair) -> Pair {
        Pair([self.0[1], other.0[1]])
    }

    /// The lower of each; its own where neither is.
    pub fn lower(self, other: Pair) -> Pair {
        self.each(other, |own, other| if other < own { other } else { own })
    }

    /// The higher of each; its own where neither is.
    pub fn higher(self, other: Pair) -> Pair {
        self.each(other, |own, other| if other > own { other } else { own })
    }

    fn each(self, other: Pair, law: impl Fn(f64, f64) -> f64) -> Pair {
        Pair([law(self.0[0], other.0[0]), law(self.0[1], other.0[1])])
    }
}

impl Add for Pair {
    type Output = Pair;
    fn add(self, other: Pair) -> Pair {
        self.each(other, |own, other| own + other)
    }
}

impl Sub for Pair {
    type Output = Pair;
    fn sub(self, other: Pair) -> Pair {
        self.each(other, |own, other| own - other)
    }
}

impl Mul for Pair {
    type Output = Pair;
    fn mul(self, other: Pair) -> Pair {
        self.each(other, |own, other| own * other)
    }
}

impl Div for Pair {
    type Output = Pair;
    fn div(self, other: Pair) -> Pair {
        self.each(other, |own, other| own / other)
    }
}

/// Rows where left lies above right, the first row as the lowest bit; never where one of them is NaN.
pub fn above(left: &[f64; WORD], right: &[f64; WORD]) -> u64 {
    word_of(|row| left[row] > right[row])
}

/// Rows with a value.
pub fn known(values: &[f64; WORD]) -> u64 {
    word_of(|row| !values[row].is_nan())
}

fn word_of(is: impl Fn(usize) -> bool) -> u64 {
    (0..WORD).fold(0, |word, row| word | u64::from(is(row)) << row)
}
