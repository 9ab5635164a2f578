//! Comparisons of whole columns as words of bits, in shapes that compilers turn into vector instructions.

use crate::vector::bits::{Bits, WORD};

/// Words of one tile: 512 bars, so that a tile of 48 columns (196 KB) stays in a core's second cache.
pub const TILE_WORDS: usize = 8;

/// Rows where left lies above right; never where one of them is missing (NaN, or past the end of the shorter).
pub fn above(left: &[f64], right: &[f64]) -> Bits {
    let rows = left.len().min(right.len());
    let mut words = vec![0; rows.div_ceil(WORD)];
    above_words(left, right, &mut words);
    Bits::of_words(words, left.len())
}

/// Rows where the column lies above a number.
pub fn above_number(column: &[f64], number: f64) -> Bits {
    each(column, |value| value > number)
}

/// Rows where the column lies below a number.
pub fn below_number(column: &[f64], number: f64) -> Bits {
    each(column, |value| value < number)
}

/// Rows where the column has a value.
pub fn known(column: &[f64]) -> Bits {
    each(column, |value| !value.is_nan())
}

/// `above` for many pairs that share columns: all of one tile of time before the next, so that columns are read from cache.
pub fn above_pairs(pairs: &[(&[f64], &[f64])]) -> Vec<Bits> {
    let rows = |(left, right): &(&[f64], &[f64])| left.len().min(right.len());
    let longest = pairs.iter().map(rows).max().unwrap_or(0);
    let mut done: Vec<Vec<u64>> = pairs
        .iter()
        .map(|pair| vec![0; rows(pair).div_ceil(WORD)])
        .collect();
    let mut tile_words = vec![0; pairs.len() * TILE_WORDS];
    for tile in 0..longest.div_ceil(TILE_WORDS * WORD) {
        compare_tile(pairs, tile, &mut tile_words);
        for (words, from) in done.iter_mut().zip(tile_words.chunks_exact(TILE_WORDS)) {
            let rest = words.get_mut(tile * TILE_WORDS..).unwrap_or_default();
            for (to, word) in rest.iter_mut().zip(from) {
                *to = *word;
            }
        }
    }
    let finish = |(words, pair): (Vec<u64>, &(&[f64], &[f64]))| Bits::of_words(words, pair.0.len());
    done.into_iter().zip(pairs).map(finish).collect()
}

/// One tile of `above` for many pairs: `TILE_WORDS` words for each pair in turn, clear where a pair has ended.
///
/// Pairs with the same left column should follow each other: it then stays in the first cache.
pub fn compare_tile(pairs: &[(&[f64], &[f64])], tile: usize, words: &mut [u64]) {
    let start = tile.saturating_mul(TILE_WORDS * WORD);
    for ((left, right), words) in pairs.iter().zip(words.chunks_exact_mut(TILE_WORDS)) {
        let left = left.get(start..).unwrap_or_default();
        let right = right.get(start..).unwrap_or_default();
        above_words(left, right, words);
    }
}

/// Fills all words, with clear bits where a column has ended.
fn above_words(left: &[f64], right: &[f64], words: &mut [u64]) {
    let (lefts, left_rest) = left.as_chunks::<WORD>();
    let (rights, right_rest) = right.as_chunks::<WORD>();
    let whole = lefts.len().min(rights.len()).min(words.len());
    let (inner, edge) = words.split_at_mut(whole);
    for ((word, left), right) in inner.iter_mut().zip(lefts).zip(rights) {
        *word = above_word(left, right);
    }
    edge.fill(0);
    if let Some(word) = edge.first_mut() {
        let left = lefts.get(whole).map_or(left_rest, |chunk| chunk);
        let right = rights.get(whole).map_or(right_rest, |chunk| chunk);
        for (row, (left, right)) in left.iter().zip(right).enumerate() {
            *word |= u64::from(left > right) << row;
        }
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline(always)]
fn above_word(left: &[f64; WORD], right: &[f64; WORD]) -> u64 {
    word_of(|row| left[row] > right[row])
}

/// What the compiler makes of `word_of` takes twice as long in wasm as narrowing the masks and gathering their signs.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline(always)]
fn above_word(left: &[f64; WORD], right: &[f64; WORD]) -> u64 {
    use core::arch::wasm32::{
        f64x2, f64x2_gt, i8x16_bitmask, i8x16_narrow_i16x8, i16x8_narrow_i32x4, i32x4_shuffle,
    };
    let two = |row: usize| {
        f64x2_gt(
            f64x2(left[row], left[row + 1]),
            f64x2(right[row], right[row + 1]),
        )
    };
    let four = |row: usize| i32x4_shuffle::<0, 2, 4, 6>(two(row), two(row + 2));
    let eight = |row: usize| i16x8_narrow_i32x4(four(row), four(row + 4));
    let sixteen = |row: usize| i8x16_bitmask(i8x16_narrow_i16x8(eight(row), eight(row + 8)));
    let at = |row: usize| u64::from(sixteen(row)) << row;
    at(0) | at(16) | at(32) | at(48)
}

/// Four words side by side, each row's bit a constant: two compares at a time, and no shift.
#[inline(always)]
fn word_of(is: impl Fn(usize) -> bool) -> u64 {
    const LANES: usize = 4;
    let mut lanes = [0_u64; LANES];
    for row in (0..WORD).step_by(LANES) {
        for (lane, word) in lanes.iter_mut().enumerate() {
            let row = row + lane;
            *word |= if is(row) { 1 << row } else { 0 };
        }
    }
    lanes[0] | lanes[1] | lanes[2] | lanes[3]
}

#[inline(always)]
fn each(column: &[f64], is: impl Fn(f64) -> bool) -> Bits {
    let (chunks, rest) = column.as_chunks::<WORD>();
    let mut words = Vec::with_capacity(chunks.len() + 1);
    words.extend(chunks.iter().map(|chunk| word_of(|row| is(chunk[row]))));
    if !rest.is_empty() {
        let rows = rest.iter().enumerate();
        words.push(rows.fold(0, |word, (row, value)| word | u64::from(is(*value)) << row));
    }
    Bits::of_words(words, column.len())
}
