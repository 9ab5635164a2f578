//! The splits themselves, from sums per block: no return is looked at twice.

use super::{MOST_BLOCKS, OverfittingError, Pair, Split};
use crate::matrix::Matrix;
use std::ops::Range;

/// A half whose variance is below this share of the whole's variance has no spread but rounding.
const FLAT: f64 = 1e-12;

/// All splits of a matrix of returns, ready to be computed in any parts.
///
/// T mod S rows are dropped at the head; S blocks follow in time order, and the splits are their halves in
/// lexicographic order. The metric is the Sharpe ratio per bar, mean ÷ standard deviation (÷ (n − 1)); a
/// configuration that does not move on a half has ratio 0 there.
///
/// Every split has a mirror with the same two halves, so the pairs are the tasks: [`Cscv::pairs`] of them, any range
/// of which [`Cscv::evaluate`] computes to the same bits.
#[derive(Clone, Debug)]
pub struct Cscv {
    blocks: usize,
    half_rows: f64,
    centre: Vec<f64>,
    // Of the returns above the centre; one run of configurations per block.
    sums: Vec<f64>,
    squares: Vec<f64>,
    all_sums: Vec<f64>,
    all_squares: Vec<f64>,
    flat: Vec<f64>,
}

impl Cscv {
    /// Sums up the blocks.
    pub fn new(returns: &Matrix, blocks: usize) -> Result<Cscv, OverfittingError> {
        if !(2..=MOST_BLOCKS).contains(&blocks) || blocks % 2 == 1 {
            return Err(OverfittingError::Blocks { got: blocks });
        }
        let (rows, width) = (returns.rows(), returns.width());
        let need = blocks.max(4);
        if rows < need {
            let got = rows;
            return Err(OverfittingError::TooFewRows { got, blocks, need });
        }
        if width < 2 {
            return Err(OverfittingError::TooFewConfigurations { got: width });
        }
        let block_rows = rows / blocks;
        let used = block_rows * blocks;
        let mut cscv = Cscv {
            blocks,
            half_rows: (used / 2) as f64,
            centre: vec![0.0; width],
            sums: vec![0.0; width * blocks],
            squares: vec![0.0; width * blocks],
            all_sums: vec![0.0; width],
            all_squares: vec![0.0; width],
            flat: vec![0.0; width],
        };
        for (index, column) in returns.columns().enumerate() {
            let column = &column[rows - used..];
            let largest = column.iter().fold(0.0_f64, |most, r| most.max(r.abs()));
            // The ratio has no unit: scaled to 1, no square under- or overflows.
            let scale = if largest > 0.0 { largest } else { 1.0 };
            let centre = column.iter().map(|r| r / scale).sum::<f64>() / used as f64;
            for (block, part) in column.chunks_exact(block_rows).enumerate() {
                let (mut sum, mut square) = (0.0, 0.0);
                for r in part {
                    let above = r / scale - centre;
                    sum += above;
                    square += above * above;
                }
                cscv.sums[block * width + index] = sum;
                cscv.squares[block * width + index] = square;
                cscv.all_sums[index] += sum;
                cscv.all_squares[index] += square;
            }
            let rounding = 4.0 * f64::EPSILON * centre;
            cscv.flat[index] =
                (FLAT * cscv.all_squares[index]).max(rounding * rounding * used as f64);
            cscv.centre[index] = centre;
        }
        Ok(cscv)
    }

    /// How many configurations.
    pub fn configurations(&self) -> usize {
        self.centre.len()
    }

    /// How many pairs of a split and its mirror: C(S, S/2) ÷ 2.
    pub fn pairs(&self) -> usize {
        binomial(self.blocks, self.blocks / 2) / 2
    }

    /// A range of pairs, in order; what lies past the end is left out.
    pub fn evaluate(&self, range: Range<usize>) -> Vec<Pair> {
        let range = range.start.min(self.pairs())..range.end.min(self.pairs());
        let width = self.configurations();
        let half = self.blocks / 2;
        let mut pairs = Vec::with_capacity(range.len());
        let mut chosen = self.combination(range.start);
        // Sums over the first 0, 1, … chosen blocks: always added up in block order, so that where a range starts
        // changes no bit, and only what changed from one combination to the next is added anew.
        let mut sums = vec![0.0; width * half];
        let mut squares = vec![0.0; width * half];
        let (mut inside, mut outside) = (vec![0.0; width], vec![0.0; width]);
        let mut changed = 0;
        for _ in range {
            for (level, &index) in chosen.iter().enumerate().take(half - 1).skip(changed) {
                extend(&mut sums, level, block(&self.sums, index, width));
                extend(&mut squares, level, block(&self.squares, index, width));
            }
            let last = chosen[half - 1];
            self.ratios(
                [&sums[(half - 1) * width..], block(&self.sums, last, width)],
                [
                    &squares[(half - 1) * width..],
                    block(&self.squares, last, width),
                ],
                &mut inside,
                &mut outside,
            );
            pairs.push([split(&inside, &outside), split(&outside, &inside)]);
            changed = advance(&mut chosen, self.blocks);
        }
        pairs
    }

    /// Sharpe ratios of all configurations on both halves, from the sums of all chosen blocks but the last, and of
    /// the last.
    fn ratios(
        &self,
        sums: [&[f64]; 2],
        squares: [&[f64]; 2],
        inside: &mut [f64],
        outside: &mut [f64],
    ) {
        let width = inside.len();
        // Equal lengths said once let the loop run without bounds checks, several configurations at a time.
        let outside = &mut outside[..width];
        let [sums, last_sums] = sums.map(|part| &part[..width]);
        let [squares, last_squares] = squares.map(|part| &part[..width]);
        let (all_sums, all_squares) = (&self.all_sums[..width], &self.all_squares[..width]);
        let (centre, flat) = (&self.centre[..width], &self.flat[..width]);
        let per_row = 1.0 / self.half_rows;
        let per_freedom = 1.0 / (self.half_rows - 1.0);
        for i in 0..width {
            let sum = sums[i] + last_sums[i];
            let square = squares[i] + last_squares[i];
            let ratio = |sum: f64, square: f64| {
                let mean = sum * per_row;
                let spread = square - sum * mean;
                let ratio = (centre[i] + mean) / (spread.max(flat[i]) * per_freedom).sqrt();
                if spread > flat[i] { ratio } else { 0.0 }
            };
            inside[i] = ratio(sum, square);
            outside[i] = ratio(all_sums[i] - sum, all_squares[i] - square);
        }
    }

    /// The combination at this place of the lexicographic order; all of the first half hold block 0.
    fn combination(&self, mut place: usize) -> Vec<usize> {
        let half = self.blocks / 2;
        let mut chosen = Vec::with_capacity(half);
        for candidate in 0..self.blocks {
            let missing = half - chosen.len();
            if missing == 0 {
                break;
            }
            let with_it = binomial(self.blocks - candidate - 1, missing - 1);
            if place < with_it {
                chosen.push(candidate);
            } else {
                place -= with_it;
            }
        }
        chosen
    }
}

fn block(of: &[f64], index: usize, width: usize) -> &[f64] {
    &of[index * width..(index + 1) * width]
}

/// Row `level + 1` = row `level` + the block.
fn extend(rows: &mut [f64], level: usize, block: &[f64]) {
    let width = block.len();
    let (before, after) = rows.split_at_mut((level + 1) * width);
    let before = &before[level * width..];
    for ((next, so_far), value) in after.iter_mut().zip(before).zip(block) {
        *next = so_far + value;
    }
}

/// The next combination in lexicographic order; says which place is the first to change.
fn advance(chosen: &mut [usize], blocks: usize) -> usize {
    let half = chosen.len();
    let movable = (0..half).rev().find(|&i| chosen[i] < blocks - half + i);
    let Some(first) = movable else { return 0 };
    chosen[first] += 1;
    for i in first + 1..half {
        chosen[i] = chosen[i - 1] + 1;
    }
    first
}

fn split(inside: &[f64], outside: &[f64]) -> Split {
    let mut selected = 0;
    let mut best = inside[0];
    for (index, ratio) in inside.iter().enumerate() {
        if *ratio > best {
            (selected, best) = (index, *ratio);
        }
    }
    let own = outside[selected];
    let (mut below, mut equal) = (0_u32, 0_u32);
    for ratio in outside {
        below += u32::from(*ratio < own);
        equal += u32::from(*ratio == own);
    }
    Split {
        selected: selected as u32,
        inside: best,
        outside: own,
        rank: f64::from(below) + (f64::from(equal) + 1.0) / 2.0,
        average_outside: total(outside) / outside.len() as f64,
    }
}

/// Sum in eight strands, a fixed order that needs no wait between two additions.
fn total(values: &[f64]) -> f64 {
    let mut strands = [0.0; 8];
    let chunks = values.chunks_exact(8);
    let rest: f64 = chunks.remainder().iter().sum();
    for chunk in chunks {
        for (strand, value) in strands.iter_mut().zip(chunk) {
            *strand += value;
        }
    }
    strands.iter().sum::<f64>() + rest
}

fn binomial(n: usize, k: usize) -> usize {
    (0..k.min(n)).fold(1, |so_far, i| so_far * (n - i) / (i + 1))
}
