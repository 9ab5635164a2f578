//! Lowest and highest of any stretch of prices in a handful of steps, however long it is.

use crate::vector::account::{higher, lower, span};
use std::ops::Range;

/// Bars of a block, and of the two windows that cover the edges of a stretch.
pub(super) const BLOCK: usize = 16;

/// Lowest and highest of 1, 2, 4, 8 … blocks from every block on.
#[derive(Clone, Debug)]
pub(super) struct Extremes {
    levels: Vec<Vec<(f64, f64)>>,
}

impl Extremes {
    pub(super) fn new(prices: &[f64]) -> Extremes {
        let (blocks, _) = prices.as_chunks::<BLOCK>();
        let mut levels: Vec<Vec<(f64, f64)>> = vec![blocks.iter().map(|bars| span(bars)).collect()];
        let mut width = 1;
        while 2 * width <= blocks.len() {
            let last = levels.last().map(Vec::as_slice).unwrap_or_default();
            let pairs = last.iter().zip(last.get(width..).unwrap_or_default());
            let next = pairs.map(|(left, right)| both(*left, *right)).collect();
            levels.push(next);
            width *= 2;
        }
        Extremes { levels }
    }

    /// Lowest and highest of these prices, the ones it was made of; (∞, −∞) of none.
    ///
    /// That something is looked at twice doesn't matter to an extreme: two windows of one size cover most lengths.
    #[inline]
    pub(super) fn span(&self, prices: &[f64], range: Range<usize>) -> (f64, f64) {
        let Some(bars) = prices.get(range.clone()) else {
            return span(&[]);
        };
        match bars.len() {
            0..8 => span(bars),
            8..16 => ends::<8>(bars),
            _ => {
                let edges = ends::<BLOCK>(bars);
                let (first, last) = (range.start.div_ceil(BLOCK), range.end / BLOCK);
                match self.blocks(first, last) {
                    Some(inner) => both(edges, inner),
                    None => edges,
                }
            }
        }
    }

    #[inline]
    fn blocks(&self, first: usize, last: usize) -> Option<(f64, f64)> {
        let count = last.checked_sub(first)?;
        let level = count.checked_ilog2()?;
        let row = self.levels.get(level as usize)?;
        Some(both(*row.get(first)?, *row.get(last - (1 << level))?))
    }
}

#[inline]
fn both(left: (f64, f64), right: (f64, f64)) -> (f64, f64) {
    (lower(left.0, right.0), higher(left.1, right.1))
}

/// The first and the last N.
#[inline]
fn ends<const N: usize>(bars: &[f64]) -> (f64, f64) {
    match (bars.first_chunk::<N>(), bars.last_chunk::<N>()) {
        (Some(first), Some(last)) => both(span(first), span(last)),
        _ => span(bars),
    }
}
