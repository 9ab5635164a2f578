//! SSE2.
#![allow(
    unsafe_code,
    reason = "vector instructions have no other name on this machine"
)]

use super::WORD;
use core::arch::x86_64::{
    __m128d, __m128i, _mm_add_pd, _mm_castpd_ps, _mm_castps_si128, _mm_cmpeq_pd, _mm_cmpgt_pd,
    _mm_cvtsd_f64, _mm_div_pd, _mm_loadu_pd, _mm_max_pd, _mm_min_pd, _mm_movemask_epi8, _mm_mul_pd,
    _mm_packs_epi16, _mm_packs_epi32, _mm_set_pd, _mm_set1_pd, _mm_shuffle_ps, _mm_storeu_pd,
    _mm_sub_pd, _mm_unpackhi_pd, _mm_unpacklo_pd,
};
use std::ops::{Add, Div, Mul, Sub};

/// Two numbers side by side in one register.
#[derive(Clone, Copy, Debug)]
pub struct Pair(__m128d);

/// An instruction on registers.
macro_rules! of_registers {
    ($name:ident($($of:expr),*)) => {
        // SAFETY: SSE2 belongs to every x86-64 machine, and this instruction touches no memory.
        Pair(unsafe { $name($($of),*) })
    };
}

impl Pair {
    /// These two.
    #[inline(always)]
    pub fn of([first, second]: [f64; 2]) -> Pair {
        of_registers!(_mm_set_pd(second, first))
    }

    /// The same number twice.
    #[inline(always)]
    pub fn both(one: f64) -> Pair {
        of_registers!(_mm_set1_pd(one))
    }

    /// Two neighbours in memory.
    #[inline(always)]
    pub fn load(from: &[f64; 2]) -> Pair {
        // SAFETY: as above; the reference is to the two numbers that are read.
        Pair(unsafe { _mm_loadu_pd(from.as_ptr()) })
    }

    /// Puts them side by side into memory.
    #[inline(always)]
    pub fn store(self, into: &mut [f64; 2]) {
        // SAFETY: as above; the reference is to the two numbers that are written.
        unsafe { _mm_storeu_pd(into.as_mut_ptr(), self.0) }
    }

    /// Both numbers.
    #[inline(always)]
    pub fn parts(self) -> [f64; 2] {
        // SAFETY: as in `of_registers`.
        unsafe {
            [
                _mm_cvtsd_f64(self.0),
                _mm_cvtsd_f64(_mm_unpackhi_pd(self.0, self.0)),
            ]
        }
    }

    /// The first of each.
    #[inline(always)]
    pub fn firsts(self, other: Pair) -> Pair {
        of_registers!(_mm_unpacklo_pd(self.0, other.0))
    }

    /// The second of each.
    #[inline(always)]
    pub fn seconds(self, other: Pair) -> Pair {
        of_registers!(_mm_unpackhi_pd(self.0, other.0))
    }

    /// The lower of each; its own where neither is.
    #[inline(always)]
    pub fn lower(self, other: Pair) -> Pair {
        // The instruction gives the second where neither is lower.
        of_registers!(_mm_min_pd(other.0, self.0))
    }

    /// The higher of each; its own where neither is.
    #[inline(always)]
    pub fn higher(self, other: Pair) -> Pair {
        of_registers!(_mm_max_pd(other.0, self.0))
    }
}

impl Add for Pair {
    type Output = Pair;
    #[inline(always)]
    fn add(self, other: Pair) -> Pair {
        of_registers!(_mm_add_pd(self.0, other.0))
    }
}

impl Sub for Pair {
    type Output = Pair;
    #[inline(always)]
    fn sub(self, other: Pair) -> Pair {
        of_registers!(_mm_sub_pd(self.0, other.0))
    }
}

impl Mul for Pair {
    type Output = Pair;
    #[inline(always)]
    fn mul(self, other: Pair) -> Pair {
        of_registers!(_mm_mul_pd(self.0, other.0))
    }
}

impl Div for Pair {
    type Output = Pair;
    #[inline(always)]
    fn div(self, other: Pair) -> Pair {
        of_registers!(_mm_div_pd(self.0, other.0))
    }
}

/// Rows where left lies above right, the first row as the lowest bit; never where one of them is NaN.
// Two of these in one loop would be woven together until the registers run out.
#[inline(never)]
pub fn above(left: &[f64; WORD], right: &[f64; WORD]) -> u64 {
    word_of(left, right, |left, right| {
        // SAFETY: as in `of_registers`.
        unsafe { _mm_cmpgt_pd(left, right) }
    })
}

/// Rows with a value.
#[inline(always)]
pub fn known(values: &[f64; WORD]) -> u64 {
    // Only NaN differs from itself.
    word_of(values, values, |left, right| {
        // SAFETY: as in `of_registers`.
        unsafe { _mm_cmpeq_pd(left, right) }
    })
}

/// Compilers make two to four times as much of sixty-four comparisons as there is to do: narrow the masks, gather the signs.
#[inline(always)]
fn word_of(
    left: &[f64; WORD],
    right: &[f64; WORD],
    is: impl Fn(__m128d, __m128d) -> __m128d,
) -> u64 {
    let parts = left.as_chunks::<16>().0.iter().zip(right.as_chunks().0);
    parts.enumerate().fold(0, |word, (part, (left, right))| {
        // SAFETY: as in `of_registers`; the only one that reads memory gets a reference to the two numbers it reads.
        let sixteen = unsafe {
            let pair = |of: &[f64; 16], row: usize| _mm_loadu_pd(of[row..row + 2].as_ptr());
            let two = |row: usize| _mm_castpd_ps(is(pair(left, row), pair(right, row)));
            // Of each mask of 64 bits one half.
            let four = |row: usize| -> __m128i {
                _mm_castps_si128(_mm_shuffle_ps::<0b10_00_10_00>(two(row), two(row + 2)))
            };
            let eight = |row: usize| _mm_packs_epi32(four(row), four(row + 4));
            _mm_movemask_epi8(_mm_packs_epi16(eight(0), eight(8)))
        };
        word | u64::from(sixteen.cast_unsigned()) << (16 * part)
    })
}
