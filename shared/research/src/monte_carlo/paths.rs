//! The paths: drawn and walked one at a time, with only their outcome kept.

use super::{Draw, MOST_CHECKPOINTS, MonteCarloError};
use crate::sample;
use domain::random::{Random, scaled};
use std::ops::Range;

/// Paths walked side by side.
const LANES: usize = 4;

/// A way to draw paths from closed trades; path numbers are the tasks, so any ranges of them can be computed apart.
#[derive(Clone, Debug)]
pub struct Simulation {
    factors: Vec<f64>,
    draw: Draw,
    seed: u64,
    checkpoints: Vec<usize>,
}

impl Simulation {
    /// Paths over trade returns, each with this fraction of the equity at stake: equity × (1 + fraction · return),
    /// never below 0.
    pub fn new(
        trades: &[f64],
        draw: Draw,
        fraction: f64,
        seed: u64,
    ) -> Result<Simulation, MonteCarloError> {
        sample::check("trade returns", trades, 2)?;
        if !(fraction.is_finite() && fraction > 0.0) {
            return Err(MonteCarloError::Outside {
                name: "fraction",
                got: fraction,
                allowed: "a finite number above 0",
            });
        }
        if draw == (Draw::Blocks { length: 0 }) {
            return Err(MonteCarloError::Outside {
                name: "block length",
                got: 0.0,
                allowed: "1 or more",
            });
        }
        let steps = trades.len();
        let count = steps.min(MOST_CHECKPOINTS);
        Ok(Simulation {
            factors: trades
                .iter()
                .map(|r| (1.0 + fraction * r).max(0.0))
                .collect(),
            draw,
            seed,
            checkpoints: (1..=count).map(|i| (i * steps).div_ceil(count)).collect(),
        })
    }

    /// After which trades the equity is kept, the last trade included.
    pub fn checkpoints(&self) -> &[usize] {
        &self.checkpoints
    }

    /// A range of paths.
    pub fn run(&self, range: Range<usize>) -> Paths {
        let count = range.len();
        let mut paths = Paths {
            end: Vec::with_capacity(count),
            depth: Vec::with_capacity(count),
            lowest: Vec::with_capacity(count),
            longest: Vec::with_capacity(count),
            under_water: Vec::with_capacity(count),
            fan: self
                .checkpoints
                .iter()
                .map(|_| Vec::with_capacity(count))
                .collect(),
        };
        let mut drawn = vec![0.0; self.factors.len()];
        let mut together = vec![[1.0; LANES]; self.factors.len()];
        let mut first = range.start;
        while first < range.end {
            let lanes = LANES.min(range.end - first);
            for lane in 0..lanes {
                let mut random = Random::named(self.seed, "monte carlo", (first + lane) as u64);
                self.fill(&mut drawn, &mut random);
                for (step, factor) in together.iter_mut().zip(&drawn) {
                    step[lane] = *factor;
                }
            }
            self.walk(&together, lanes, &mut paths);
            first += lanes;
        }
        paths
    }

    /// Draws the growth factors of one path.
    fn fill(&self, path: &mut [f64], random: &mut Random) {
        let factors = &self.factors[..];
        let bound = factors.len() as u32;
        match self.draw {
            Draw::Reshuffle => {
                // Fisher and Yates, from the end; two swaps to a draw of 64 bits.
                path.copy_from_slice(factors);
                let mut last = path.len();
                while last > 1 {
                    for half in random.halves() {
                        if last > 1 {
                            path.swap(last - 1, scaled(half, last as u32));
                            last -= 1;
                        }
                    }
                }
            }
            Draw::Resample => {
                for two in path.chunks_mut(2) {
                    for (place, half) in two.iter_mut().zip(random.halves()) {
                        *place = factors[scaled(half, bound)];
                    }
                }
            }
            Draw::Blocks { length } => {
                for block in path.chunks_mut(length) {
                    let start = scaled(random.halves()[0], bound);
                    let run = factors[start..].iter().chain(factors.iter().cycle());
                    for (place, factor) in block.iter_mut().zip(run) {
                        *place = *factor;
                    }
                }
            }
        }
    }

    /// Walks some paths side by side: they don't touch each other, so a processor works on several at once.
    fn walk(&self, together: &[[f64; LANES]], lanes: usize, paths: &mut Paths) {
        let [mut equity, mut peak, mut share, mut lowest] = [[1.0_f64; LANES]; 4];
        let [mut under, mut longest] = [[0.0_f64; LANES]; 2];
        let mut from = 0;
        for (checkpoint, kept) in self.checkpoints.iter().zip(&mut paths.fan) {
            for factors in &together[from..*checkpoint] {
                for lane in 0..LANES {
                    // Plain comparisons: f64::max would look for a NaN at every step.
                    let now = equity[lane] * factors[lane];
                    let since = if now < peak[lane] {
                        under[lane] + 1.0
                    } else {
                        0.0
                    };
                    let top = if now > peak[lane] { now } else { peak[lane] };
                    let left = now / top;
                    (equity[lane], under[lane], peak[lane]) = (now, since, top);
                    share[lane] = if left < share[lane] {
                        left
                    } else {
                        share[lane]
                    };
                    lowest[lane] = if now < lowest[lane] {
                        now
                    } else {
                        lowest[lane]
                    };
                    longest[lane] = if since > longest[lane] {
                        since
                    } else {
                        longest[lane]
                    };
                }
            }
            kept.extend(&equity[..lanes]);
            from = *checkpoint;
        }
        paths.end.extend(&equity[..lanes]);
        paths
            .depth
            .extend(share[..lanes].iter().map(|share| 1.0 - share));
        paths.lowest.extend(&lowest[..lanes]);
        paths
            .longest
            .extend(longest[..lanes].iter().map(|steps| *steps as u32));
        paths
            .under_water
            .extend(under[..lanes].iter().map(|steps| *steps > 0.0));
    }
}

/// The outcomes of a range of paths; equity is in units of the start.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paths {
    /// Equity at the end.
    pub end: Vec<f64>,
    /// Deepest fall from a peak as a share of it, 0 to 1.
    pub depth: Vec<f64>,
    /// Lowest equity ever.
    pub lowest: Vec<f64>,
    /// Longest stretch of trades from leaving a peak until being back at it, or until the end.
    pub longest: Vec<u32>,
    /// Below its peak at the end?
    pub under_water: Vec<bool>,
    /// Equity at each checkpoint.
    pub fan: Vec<Vec<f64>>,
}

impl Paths {
    /// Appends the next range.
    pub fn extend(&mut self, next: Paths) {
        if self.fan.is_empty() {
            *self = next;
            return;
        }
        self.end.extend(next.end);
        self.depth.extend(next.depth);
        self.lowest.extend(next.lowest);
        self.longest.extend(next.longest);
        self.under_water.extend(next.under_water);
        for (kept, more) in self.fan.iter_mut().zip(next.fan) {
            kept.extend(more);
        }
    }

    /// Share of paths that ever fell deeper than this from a peak.
    pub fn deeper_than(&self, depth: f64) -> f64 {
        share(&self.depth, |own| *own > depth)
    }

    /// Share of paths that ended below this equity; below 1 is a loss.
    pub fn ended_below(&self, equity: f64) -> f64 {
        share(&self.end, |end| *end < equity)
    }

    /// Share of paths that were ever at or below this equity: ruin, for whoever calls that ruin.
    pub fn ruined_at(&self, equity: f64) -> f64 {
        share(&self.lowest, |lowest| *lowest <= equity)
    }
}

/// Share of values that hold; 0 of none.
pub(super) fn share<T>(values: &[T], holds: impl Fn(&T) -> bool) -> f64 {
    let count = values.iter().filter(|value| holds(value)).count();
    count as f64 / values.len().max(1) as f64
}
