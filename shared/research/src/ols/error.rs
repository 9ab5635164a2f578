//! Why a regression is refused.

use crate::distributions::DistributionError;
use crate::sample::SampleError;

/// Why there is no regression.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum OlsError {
    /// The values explained or one of the columns was refused.
    #[error(transparent)]
    Sample(#[from] SampleError),
    /// A column is shorter or longer than the values explained.
    #[error("regression: column {column} has {got} values, the explained ones are {expected}")]
    Ragged {
        /// Which column, counted from 0.
        column: usize,
        /// How long it is.
        got: usize,
        /// How long it must be.
        expected: usize,
    },
    /// A column follows from the ones before it, so its share can't be told apart.
    #[error("regression: column {column} follows from the columns before it")]
    Collinear {
        /// Which column, counted from 0; an intercept comes first.
        column: usize,
    },
    /// Fewer lags or more lags than the sample allows.
    #[error("regression: {lags} lags are too many for {rows} values")]
    Lags {
        /// The lags asked for.
        lags: usize,
        /// The values there are.
        rows: usize,
    },
    /// There is no distribution to judge by.
    #[error(transparent)]
    Distribution(#[from] DistributionError),
}
