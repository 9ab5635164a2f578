//! What else could have happened with these trades: the same trades in other orders, other draws of them, and how
//! often that ends in ruin.

mod outlook;
mod paths;
mod ruin;

pub use outlook::{Fan, Outlook, QUANTILES};
pub use paths::{Paths, Simulation};
pub use ruin::{diffusion_ruin, even_money_ruin, win_rate_ruin};

use crate::sample::SampleError;

/// Most steps at which the equity of the paths is kept.
pub const MOST_CHECKPOINTS: usize = 50;

/// How a path gets its trades.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Draw {
    /// Every trade once, in another order. The end equity stays; only the way there varies, so this is about
    /// drawdowns.
    Reshuffle,
    /// Any trade at every step, as often as it comes. End and way vary; streaks are broken up.
    Resample,
    /// Runs of trades as they happened, from anywhere, past the last one on with the first: streaks are kept.
    Blocks {
        /// Trades in a run.
        length: usize,
    },
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum MonteCarloError {
    /// The trades can't be used, or compound to numbers too large.
    #[error(transparent)]
    Sample(#[from] SampleError),
    /// A number outside its range.
    #[error("{name}: {got} is not allowed, it must be {allowed}")]
    Outside {
        /// The number.
        name: &'static str,
        /// What was given.
        got: f64,
        /// What would be right.
        allowed: &'static str,
    },
    /// No path was computed.
    #[error("paths: there are none")]
    NoPaths,
}

#[cfg(test)]
mod tests;
