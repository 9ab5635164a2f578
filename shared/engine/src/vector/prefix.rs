//! Sums over any stretch of bars from sums built once, without the rounding of a long running total.

use std::ops::Range;

/// Numbers summed for each bar. Side by side, so that the end of a stretch is found in one place of memory.
pub(super) const TERMS: usize = 6;

/// Bars of a block.
const BLOCK: usize = 64;

/// Sums since the start of a block for every bar, and since the first bar for every block.
///
/// A running total over 200,000 bars has lost the digits that ten of them need. Here a bar's total covers 64 bars at
/// most, and a block's total is a pair of numbers with twice the digits. The error of a stretch is below 66 × 2⁻⁵³ ≈ 7.4e-15
/// of the terms' absolute sum over the blocks it touches.
#[derive(Clone, Debug)]
pub(super) struct Prefix {
    within: Vec<[f64; TERMS]>,
    blocks: Vec<[Wide; TERMS]>,
}

/// A number and the part of it that didn't fit.
#[derive(Clone, Copy, Debug, Default)]
struct Wide {
    high: f64,
    rest: f64,
}

impl Wide {
    /// Knuth's exact sum of two numbers, with the rest carried along.
    fn plus(self, more: f64) -> Wide {
        let high = self.high + more;
        let part = high - self.high;
        let lost = (self.high - (high - part)) + (more - part);
        Wide {
            high,
            rest: self.rest + lost,
        }
    }

    #[inline]
    fn minus(self, other: Wide) -> f64 {
        (self.high - other.high) + (self.rest - other.rest)
    }
}

impl Prefix {
    /// The terms of so many bars, handed over block by block.
    pub(super) fn new(
        bars: usize,
        mut terms: impl FnMut(Range<usize>, &mut [[f64; TERMS]]),
    ) -> Prefix {
        let mut within = vec![[0.0; TERMS]; bars + 1];
        let mut blocks = Vec::with_capacity(bars / BLOCK + 1);
        let mut block = [Wide::default(); TERMS];
        blocks.push(block);
        let rows = within.get_mut(1..).unwrap_or_default();
        for (place, rows) in rows.chunks_mut(BLOCK).enumerate() {
            let first = place * BLOCK;
            terms(first..first + rows.len(), rows);
            let mut sums = [0.0; TERMS];
            for row in &mut *rows {
                for (sum, term) in sums.iter_mut().zip(&mut *row) {
                    *sum += *term;
                }
                *row = sums;
            }
            if rows.len() == BLOCK {
                for (block, sum) in block.iter_mut().zip(sums) {
                    *block = block.plus(sum);
                }
                blocks.push(block);
                // The next block begins after its last bar.
                if let Some(last) = rows.last_mut() {
                    *last = [0.0; TERMS];
                }
            }
        }
        Prefix { within, blocks }
    }

    /// Sums of the first N terms over these bars; nothing if they aren't there.
    #[inline]
    pub(super) fn sums<const N: usize>(&self, range: Range<usize>) -> [f64; N] {
        let at = |row: usize| {
            let (within, blocks) = (self.within.get(row)?, self.blocks.get(row / BLOCK)?);
            Some((within.first_chunk::<N>()?, blocks.first_chunk::<N>()?))
        };
        let (Some((low, low_block)), Some((high, high_block))) = (at(range.start), at(range.end))
        else {
            return [0.0; N];
        };
        std::array::from_fn(|term| {
            high_block[term].minus(low_block[term]) + (high[term] - low[term])
        })
    }
}
