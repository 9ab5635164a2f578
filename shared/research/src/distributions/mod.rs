//! Distribution functions with exact tails: each tail is computed itself, never as one minus the other.
//!
//! Conventions of every distribution here: a quantile is the lower end of the support at 0, the upper end at 1
//! and NaN outside [0, 1]; a NaN argument gives NaN. The normal distribution is [`normal`].

mod beta;
mod fisher;
mod gamma;
mod incomplete_gamma;
mod kolmogorov;
mod solve;
mod student;

pub use beta::{Beta, incomplete_beta};
pub use domain::normal;
pub use fisher::FisherF;
pub use gamma::{ChiSquared, Gamma};
pub use incomplete_gamma::{incomplete_gamma, ln_gamma};
pub use kolmogorov::{kolmogorov_above, kolmogorov_limit_above};
pub use student::StudentT;

/// Why there is no such distribution.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("{distribution}: {parameter} must be a positive number, got {got}")]
pub struct DistributionError {
    /// Which distribution.
    pub distribution: &'static str,
    /// Which of its parameters.
    pub parameter: &'static str,
    /// The value found.
    pub got: f64,
}

fn positive(
    distribution: &'static str,
    parameter: &'static str,
    got: f64,
) -> Result<f64, DistributionError> {
    if got.is_finite() && got > 0.0 {
        return Ok(got);
    }
    Err(DistributionError {
        distribution,
        parameter,
        got,
    })
}
