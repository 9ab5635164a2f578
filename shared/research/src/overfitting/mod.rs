//! Probability of backtest overfitting: how often the configuration that was best on one half of the bars is below
//! the middle on the other half.
//!
//! Combinatorially symmetric cross-validation of D. Bailey, J. Borwein, M. López de Prado & Q. Zhu, "The
//! Probability of Backtest Overfitting", Journal of Computational Finance 20 (2017; preprint 2015).

mod dominance;
mod halves;
mod summary;

pub use dominance::{Dominance, dominance};
pub use halves::Cscv;
pub use summary::{Line, Overfitting};

/// Most blocks: 20 give 184,756 splits.
pub const MOST_BLOCKS: usize = 20;

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum OverfittingError {
    /// Half of the blocks must be a whole number.
    #[error("blocks: {got} is not allowed, it must be an even number from 2 to {MOST_BLOCKS}")]
    Blocks {
        /// What was given.
        got: usize,
    },
    /// A half must hold two bars or more.
    #[error("returns: {got} rows are too few for {blocks} blocks, it takes {need} or more")]
    TooFewRows {
        /// How many there are.
        got: usize,
        /// The blocks.
        blocks: usize,
        /// How many it takes.
        need: usize,
    },
    /// The best of one says nothing.
    #[error("returns: {got} configurations are too few, it takes 2 or more")]
    TooFewConfigurations {
        /// How many there are.
        got: usize,
    },
    /// Parts are missing, or there are none.
    #[error("splits: {got} pairs were handed in, there must be all {expected}")]
    Incomplete {
        /// How many came.
        got: usize,
        /// How many there are.
        expected: usize,
    },
}

/// What happened on one split of the blocks into the half looked at and the other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Split {
    /// Configuration with the highest Sharpe ratio on the half looked at, the first one on ties.
    pub selected: u32,
    /// Its Sharpe ratio per bar there.
    pub inside: f64,
    /// Its Sharpe ratio per bar on the other half.
    pub outside: f64,
    /// Its rank on the other half: 1 is the worst, ties get the middle of their ranks.
    pub rank: f64,
    /// Mean Sharpe ratio of all configurations on the other half.
    pub average_outside: f64,
}

/// A split and its mirror, where the halves change places.
pub type Pair = [Split; 2];

#[cfg(test)]
mod tests;
