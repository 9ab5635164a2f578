//! Plain tests of one or two samples: means, ranks, distributions, correlations. All p-values are two-sided.

mod correlation;
mod ranks;
mod samples;

pub use correlation::{Correlation, kendall, pearson, spearman};
pub use samples::{kolmogorov_smirnov, mann_whitney, t_test, welch_test, wilcoxon};

use crate::distributions::DistributionError;
use crate::sample::SampleError;

/// A statistic and how unlikely it is when there is nothing to find.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TestResult {
    /// The statistic.
    pub statistic: f64,
    /// Its two-sided p-value.
    pub p_value: f64,
    /// Degrees of freedom of a t test; `None` for other tests.
    pub degrees: Option<f64>,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum TestError {
    /// A sample was refused.
    #[error(transparent)]
    Sample(#[from] SampleError),
    /// Two samples that belong together differ in length.
    #[error("pairs: the first sample has {first} values, the second {second}")]
    Lengths {
        /// Values of the first.
        first: usize,
        /// Values of the second.
        second: usize,
    },
    /// There is no distribution to judge by.
    #[error(transparent)]
    Distribution(#[from] DistributionError),
}
