//! Ways to draw a history of the same length from a history.

use super::BootstrapError;
use domain::random::{Random, scaled};

/// How a resample is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Resampling {
    /// Single values (B. Efron 1979): right when bars don't remember each other.
    Independent,
    /// Blocks of one length, past the last bar on with the first (D. Politis & J. Romano 1992).
    Circular {
        /// Bars in a block.
        block: usize,
    },
    /// Blocks of random length: each next bar follows the one before but with chance 1 ÷ mean block starts anew
    /// anywhere (D. Politis & J. Romano, "The Stationary Bootstrap", JASA 89, 1994).
    Stationary {
        /// Mean bars in a block.
        mean_block: f64,
    },
}

impl Resampling {
    /// Is the block a block?
    pub fn check(self) -> Result<(), BootstrapError> {
        let (got, fine) = match self {
            Resampling::Independent => return Ok(()),
            Resampling::Circular { block } => (block as f64, block >= 1),
            Resampling::Stationary { mean_block } => {
                (mean_block, mean_block.is_finite() && mean_block >= 1.0)
            }
        };
        if fine {
            return Ok(());
        }
        Err(BootstrapError::Outside {
            name: "block length",
            got,
            allowed: "1 or more",
        })
    }

    /// Fills the resample, whose length may differ from that of the history.
    pub fn draw<T: Copy>(self, random: &mut Random, from: &[T], resample: &mut [T]) {
        let bound = from.len() as u32;
        if bound == 0 {
            return;
        }
        match self {
            Resampling::Independent => {
                for two in resample.chunks_mut(2) {
                    for (place, half) in two.iter_mut().zip(random.halves()) {
                        *place = from[scaled(half, bound)];
                    }
                }
            }
            Resampling::Circular { block } => {
                for part in resample.chunks_mut(block.max(1)) {
                    let start = scaled(random.halves()[0], bound);
                    let run = from[start..].iter().chain(from.iter().cycle());
                    for (place, value) in part.iter_mut().zip(run) {
                        *place = *value;
                    }
                }
            }
            Resampling::Stationary { mean_block } => {
                // A half below this starts a new block: 2³² ÷ mean block.
                let jump = (4_294_967_296.0 / mean_block.max(1.0)) as u64;
                let mut at = from.len();
                for place in resample {
                    let [chance, anywhere] = random.halves();
                    let new = at == from.len() || u64::from(chance) < jump;
                    at = if new { scaled(anywhere, bound) } else { at };
                    *place = from[at];
                    at = if at + 1 < from.len() { at + 1 } else { 0 };
                }
            }
        }
    }
}
