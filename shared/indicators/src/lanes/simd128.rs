//! WebAssembly's simd128.
#![allow(
    unsafe_code,
    reason = "an instruction that writes memory has no safe name on this machine"
)]

use super::WORD;
use core::arch::wasm32::{
    f64x2, f64x2_add, f64x2_div, f64x2_eq, f64x2_extract_lane, f64x2_gt, f64x2_mul, f64x2_pmax,
    f64x2_pmin, f64x2_splat, f64x2_sub, i8x16_bitmask, i8x16_narrow_i16x8, i16x8_narrow_i32x4,
    i32x4_shuffle, i64x2_shuffle, v128, v128_store,
};
use std::ops::{Add, Div, Mul, Sub};

/// Two numbers side by side in one register.
#[derive(Clone, Copy, Debug)]
pub struct Pair(v128);

impl Pair {
    /// These two.
    #[inline(always)]
    pub fn of([first, second]: [f64; 2]) -> Pair {
        Pair(f64x2(first, second))
    }

    /// The same number twice.
    #[inline(always)]
    pub fn both(one: f64) -> Pair {
        Pair(f64x2_splat(one))
    }

    /// Two neighbours in memory.
    #[inline(always)]
    pub fn load(from: &[f64; 2]) -> Pair {
        Pair(f64x2(from[0], from[1]))
    }

    /// Puts them side by side into memory.
    #[inline(always)]
    pub fn store(self, into: &mut [f64; 2]) {
        // SAFETY: the reference is to the sixteen bytes that are written, wherever they begin.
        unsafe { v128_store(into.as_mut_ptr().cast(), self.0) }
    }

    /// Both numbers.
    #[inline(always)]
    pub fn parts(self) -> [f64; 2] {
        [
            f64x2_extract_lane::<0>(self.0),
            f64x2_extract_lane::<1>(self.0),
        ]
    }

    /// The first of each.
    #[inline(always)]
    pub fn firsts(self, other: Pair) -> Pair {
        Pair(i64x2_shuffle::<0, 2>(self.0, other.0))
    }

    /// The second of each.
    #[inline(always)]
    pub fn seconds(self, other: Pair) -> Pair {
        Pair(i64x2_shuffle::<1, 3>(self.0, other.0))
    }

    /// The lower of each; its own where neither is.
    #[inline(always)]
    pub fn lower(self, other: Pair) -> Pair {
        Pair(f64x2_pmin(self.0, other.0))
    }

    /// The higher of each; its own where neither is.
    #[inline(always)]
    pub fn higher(self, other: Pair) -> Pair {
        Pair(f64x2_pmax(self.0, other.0))
    }
}

impl Add for Pair {
    type Output = Pair;
    #[inline(always)]
    fn add(self, other: Pair) -> Pair {
        Pair(f64x2_add(self.0, other.0))
    }
}

impl Sub for Pair {
    type Output = Pair;
    #[inline(always)]
    fn sub(self, other: Pair) -> Pair {
        Pair(f64x2_sub(self.0, other.0))
    }
}

impl Mul for Pair {
    type Output = Pair;
    #[inline(always)]
    fn mul(self, other: Pair) -> Pair {
        Pair(f64x2_mul(self.0, other.0))
    }
}

impl Div for Pair {
    type Output = Pair;
    #[inline(always)]
    fn div(self, other: Pair) -> Pair {
        Pair(f64x2_div(self.0, other.0))
    }
}

/// Rows where left lies above right, the first row as the lowest bit; never where one of them is NaN.
#[inline(always)]
pub fn above(left: &[f64; WORD], right: &[f64; WORD]) -> u64 {
    word_of(left, right, |left, right| f64x2_gt(left, right))
}

/// Rows with a value.
#[inline(always)]
pub fn known(values: &[f64; WORD]) -> u64 {
    // Only NaN differs from itself.
    word_of(values, values, |left, right| f64x2_eq(left, right))
}

/// Compilers make two to four times as much of sixty-four comparisons as there is to do: narrow the masks, gather the signs.
#[inline(always)]
fn word_of(left: &[f64; WORD], right: &[f64; WORD], is: impl Fn(v128, v128) -> v128) -> u64 {
    let parts = left.as_chunks::<16>().0.iter().zip(right.as_chunks().0);
    parts.enumerate().fold(0, |word, (part, (left, right))| {
        let right: &[f64; 16] = right;
        let pair = |of: &[f64; 16], row: usize| f64x2(of[row], of[row + 1]);
        let two = |row: usize| is(pair(left, row), pair(right, row));
        let four = |row: usize| i32x4_shuffle::<0, 2, 4, 6>(two(row), two(row + 2));
        let eight = |row: usize| i16x8_narrow_i32x4(four(row), four(row + 4));
        let sixteen = i8x16_bitmask(i8x16_narrow_i16x8(eight(0), eight(8)));
        word | u64::from(sixteen) << (16 * part)
    })
}
