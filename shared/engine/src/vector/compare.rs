//! Comparisons of whole columns as words of bits, sixty-four rows at a time.

use crate::vector::bits::Bits;
use indicators::lanes::{self, WORD};

/// Words of one tile: 512 bars, so that a tile of 48 columns (196 KB) stays in a core's second cache.
pub const TILE_WORDS: usize = 8;

/// Rows where left lies above right; never where one of them is missing (NaN, or past the end of the shorter).
pub fn above(left: &[f64], right: &[f64]) -> Bits {
    let rows = left.len().min(right.len());
    let mut words = vec![0; rows.div_ceil(WORD)];
    above_words(left, right, &mut words);
    Bits::of_words(words, left.len())
}

/// Rows where left lies above right, and rows where it lies below: both from one reading.
pub fn apart(left: &[f64], right: &[f64]) -> (Bits, Bits) {
    let rows = left.len().min(right.len());
    let (left, right) = (left.get(..rows), right.get(..rows));
    let (left, right) = (left.unwrap_or_default(), right.unwrap_or_default());
    let (lefts, left_rest) = left.as_chunks::<WORD>();
    let (rights, right_rest) = right.as_chunks::<WORD>();
    let mut both = (
        Vec::with_capacity(rows / WORD + 1),
        Vec::with_capacity(rows / WORD + 1),
    );
    for (left, right) in lefts.iter().zip(rights) {
        both.0.push(lanes::above(left, right));
        both.1.push(lanes::above(right, left));
    }
    for (words, left, right) in [
        (&mut both.0, left_rest, right_rest),
        (&mut both.1, right_rest, left_rest),
    ] {
        let mut last = [0];
        above_words(left, right, &mut last);
        words.extend(last);
    }
    (Bits::of_words(both.0, rows), Bits::of_words(both.1, rows))
}

/// Rows where the column lies above a number.
pub fn above_number(column: &[f64], number: f64) -> Bits {
    each(column, |values| lanes::above(values, &[number; WORD]))
}

/// Rows where the column lies below a number.
pub fn below_number(column: &[f64], number: f64) -> Bits {
    each(column, |values| lanes::above(&[number; WORD], values))
}

/// Rows where the column has a value.
pub fn known(column: &[f64]) -> Bits {
    each(column, lanes::known)
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
        *word = lanes::above(left, right);
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

#[inline(always)]
fn each(column: &[f64], word: impl Fn(&[f64; WORD]) -> u64) -> Bits {
    let (chunks, rest) = column.as_chunks::<WORD>();
    let mut words = Vec::with_capacity(chunks.len() + 1);
    words.extend(chunks.iter().map(&word));
    if !rest.is_empty() {
        let mut last = [f64::NAN; WORD];
        for (to, value) in last.iter_mut().zip(rest) {
            *to = *value;
        }
        words.push(word(&last));
    }
    Bits::of_words(words, column.len())
}
