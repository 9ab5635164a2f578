//! Sums over any stretch of bars from sums built once, without the rounding of a long running total.

use indicators::lanes::Pair;
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
#[derive(Clone, Debug, Default)]
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
    /// Begins anew with the terms of each step from one close to the next: `terms` gives those of two steps at once, from
    /// the two closes before to the two now. The first close stands for a step from itself.
    pub(super) fn refill(&mut self, close: &[f64], terms: impl Fn(Pair, Pair) -> [Pair; TERMS]) {
        // Every row is written below, so that what lies there needn't be cleared.
        self.within.resize(close.len() + 1, [0.0; TERMS]);
        self.blocks.clear();
        let mut block = [Wide::default(); TERMS];
        self.blocks.push(block);
        let mut earlier = close.first().copied().unwrap_or(0.0);
        let within = self.within.get_mut(1..).unwrap_or_default();
        for (rows, now) in within.chunks_mut(BLOCK).zip(close.chunks(BLOCK)) {
            let sums = running(rows, now, earlier, &terms);
            earlier = now.last().copied().unwrap_or(earlier);
            if rows.len() == BLOCK {
                let sums = sums.iter().flat_map(|pair| pair.parts());
                for (block, sum) in block.iter_mut().zip(sums) {
                    *block = block.plus(sum);
                }
                self.blocks.push(block);
                // The next block begins after its last bar.
                if let Some(last) = rows.last_mut() {
                    *last = [0.0; TERMS];
                }
            }
        }
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

/// Running sums over the steps of a block, the first of which comes from an earlier close; the last of them.
#[inline(always)]
fn running(
    rows: &mut [[f64; TERMS]],
    now: &[f64],
    earlier: f64,
    terms: impl Fn(Pair, Pair) -> [Pair; TERMS],
) -> [Pair; TERMS / 2] {
    let mut sums = [Pair::both(0.0); TERMS / 2];
    let mut add = |row: &mut [f64; TERMS], terms: [Pair; TERMS / 2]| {
        let (into, _) = row.as_chunks_mut::<2>();
        for ((sum, term), into) in sums.iter_mut().zip(terms).zip(into) {
            *sum = *sum + term;
            sum.store(into);
        }
    };
    let (pairs, odd) = now.as_chunks::<2>();
    let (twos, last) = rows.as_chunks_mut::<2>();
    let mut earlier = earlier;
    for (now, [first, second]) in pairs.iter().zip(twos) {
        let [r, square, lost, each, each_square, each_lost] =
            terms(Pair::of([earlier, now[0]]), Pair::load(now));
        add(
            first,
            [
                r.firsts(square),
                lost.firsts(each),
                each_square.firsts(each_lost),
            ],
        );
        add(
            second,
            [
                r.seconds(square),
                lost.seconds(each),
                each_square.seconds(each_lost),
            ],
        );
        earlier = now[1];
    }
    if let ([now], [last]) = (odd, last) {
        let [r, square, lost, each, each_square, each_lost] =
            terms(Pair::both(earlier), Pair::both(*now));
        add(
            last,
            [
                r.firsts(square),
                lost.firsts(each),
                each_square.firsts(each_lost),
            ],
        );
    }
    sums
}
