//! Confidence intervals by resampling: how far a figure would move if history had drawn other bars of the same kind.

mod interval;
mod quantity;
mod resampling;

pub use interval::{Estimate, Interval};
pub use quantity::Quantity;
pub use resampling::Resampling;

use crate::sample::{self, SampleError};
use domain::random::Random;
use std::ops::Range;

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum BootstrapError {
    /// The returns can't be used.
    #[error(transparent)]
    Sample(#[from] SampleError),
    /// The figure itself has no value on these returns.
    #[error("{quantity}: it is undefined on these returns")]
    Undefined {
        /// The figure.
        quantity: &'static str,
    },
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
    /// An interval takes some replicates.
    #[error("replicates: {got} with a value are too few, it takes {need} or more")]
    TooFewReplicates {
        /// How many have a value.
        got: usize,
        /// How many it takes.
        need: usize,
    },
}

/// A figure of a series of returns, to be computed on many resamples; replicate numbers are the tasks, so any ranges
/// of them can be computed apart.
#[derive(Clone, Debug)]
pub struct Bootstrap<'returns> {
    returns: &'returns [f64],
    resampling: Resampling,
    quantity: Quantity,
    seed: u64,
}

impl<'returns> Bootstrap<'returns> {
    /// Checks the returns, the blocks and that the figure has a value.
    pub fn new(
        returns: &'returns [f64],
        resampling: Resampling,
        quantity: Quantity,
        seed: u64,
    ) -> Result<Bootstrap<'returns>, BootstrapError> {
        sample::check("returns", returns, 3)?;
        resampling.check()?;
        let bootstrap = Bootstrap {
            returns,
            resampling,
            quantity,
            seed,
        };
        bootstrap.value()?;
        Ok(bootstrap)
    }

    /// The figure on the returns themselves.
    pub fn value(&self) -> Result<f64, BootstrapError> {
        let quantity = self.quantity.id();
        let value = self.quantity.of(self.returns);
        value.ok_or(BootstrapError::Undefined { quantity })
    }

    /// The figure on a range of resamples; `None` where it has no value.
    pub fn replicates(&self, range: Range<usize>) -> Vec<Option<f64>> {
        let mut resample = vec![0.0; self.returns.len()];
        range
            .map(|task| {
                let mut random = Random::named(self.seed, "bootstrap", task as u64);
                self.resampling
                    .draw(&mut random, self.returns, &mut resample);
                self.quantity.of(&resample)
            })
            .collect()
    }

    /// The figure with parts of the returns left out in turn, for the acceleration of BCa intervals: single returns,
    /// or about 400 runs of them when there are more.
    pub fn jackknife(&self) -> Vec<f64> {
        const MOST_PARTS: usize = 400;
        let n = self.returns.len();
        let parts = n.min(MOST_PARTS);
        (0..parts)
            .filter_map(|part| {
                let cut = part * n / parts..(part + 1) * n / parts;
                let rest = [&self.returns[..cut.start], &self.returns[cut.end..]].concat();
                self.quantity.of(&rest)
            })
            .collect()
    }

    /// Everything at once, for whoever has one worker.
    pub fn estimate(&self, replicates: usize, confidence: f64) -> Result<Estimate, BootstrapError> {
        let replicates = self.replicates(0..replicates);
        Estimate::of(self.value()?, &replicates, &self.jackknife(), confidence)
    }
}

#[cfg(test)]
mod tests;
