//! Lowest and highest of any stretch of prices in a handful of steps, however long it is.

use crate::span::Span;
use std::ops::Range;

/// Bars of a block, and of the two windows that cover the edges of a stretch.
pub(super) const BLOCK: usize = 16;

/// Lowest and highest of 1, 2, 4, 8 … blocks from every block on.
#[derive(Clone, Debug, Default)]
pub(super) struct Extremes {
    levels: Vec<Vec<Span>>,
}

impl Extremes {
    /// Begins anew with these prices.
    pub(super) fn refill(&mut self, prices: &[f64]) {
        let (blocks, _) = prices.as_chunks::<BLOCK>();
        let wanted = blocks
            .len()
            .checked_ilog2()
            .map_or(1, |most| most as usize + 1);
        self.levels.resize_with(wanted, Vec::new);
        let Some((first, rest)) = self.levels.split_first_mut() else {
            return;
        };
        first.clear();
        first.extend(blocks.iter().map(|bars| Span::of(bars)));
        let mut last = first;
        for (doubled, next) in rest.iter_mut().enumerate() {
            let pairs = last
                .iter()
                .zip(last.get(1 << doubled..).unwrap_or_default());
            next.clear();
            next.extend(pairs.map(|(left, right)| left.and(*right)));
            last = next;
        }
    }

    /// Lowest and highest of these prices, the ones it was made of; (∞, −∞) of none.
    ///
    /// That something is looked at twice doesn't matter to an extreme: two windows of one size cover most lengths.
    #[inline]
    pub(super) fn span(&self, prices: &[f64], range: Range<usize>) -> (f64, f64) {
        let Some(bars) = prices.get(range.clone()) else {
            return Span::of(&[]).ends();
        };
        let all = match bars.len() {
            0..8 => Span::of(bars),
            8..16 => edges::<8>(bars),
            _ => {
                let edges = edges::<BLOCK>(bars);
                let (first, last) = (range.start.div_ceil(BLOCK), range.end / BLOCK);
                match self.blocks(first, last) {
                    Some(inner) => edges.and(inner),
                    None => edges,
                }
            }
        };
        all.ends()
    }

    #[inline]
    fn blocks(&self, first: usize, last: usize) -> Option<Span> {
        let count = last.checked_sub(first)?;
        let level = count.checked_ilog2()?;
        let row = self.levels.get(level as usize)?;
        Some(row.get(first)?.and(*row.get(last - (1 << level))?))
    }
}

/// The first and the last N.
#[inline]
fn edges<const N: usize>(bars: &[f64]) -> Span {
    match (bars.first_chunk::<N>(), bars.last_chunk::<N>()) {
        (Some(first), Some(last)) => Span::of(first).and(Span::of(last)),
        _ => Span::of(bars),
    }
}
