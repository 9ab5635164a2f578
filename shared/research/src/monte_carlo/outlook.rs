//! All paths in one answer: quantiles of the equity along the way, of the drawdown and of the way back up.

use super::paths::share;
use super::{MonteCarloError, Paths, Simulation};
use crate::sample::{self, SampleError};

/// The shares whose quantiles are given.
pub const QUANTILES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// Quantiles of the equity along the way.
#[derive(Clone, Debug, PartialEq)]
pub struct Fan {
    /// Number of trades so far.
    pub steps: Vec<usize>,
    /// Equity in units of the start: for each step the [`QUANTILES`].
    pub equity: Vec<[f64; 5]>,
}

/// What all paths say together; quantiles are the [`QUANTILES`].
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// Number of paths.
    pub paths: usize,
    /// Equity along the way.
    pub fan: Fan,
    /// Equity at the end, in units of the start.
    pub end: [f64; 5],
    /// Its mean.
    pub mean_end: f64,
    /// Share of paths that ended below the start.
    pub loss_probability: f64,
    /// Deepest fall from a peak, as a share of it.
    pub depth: [f64; 5],
    /// Its mean.
    pub expected_depth: f64,
    /// Longest stretch of trades below a peak.
    pub recovery: [f64; 5],
    /// Share of paths that ended below their peak.
    pub still_under_water: f64,
}

impl Outlook {
    /// From the paths of all ranges, joined in order.
    pub fn of(simulation: &Simulation, paths: &Paths) -> Result<Outlook, MonteCarloError> {
        if paths.end.is_empty() || paths.fan.len() != simulation.checkpoints().len() {
            return Err(MonteCarloError::NoPaths);
        }
        if !paths.fan.iter().flatten().all(|equity| equity.is_finite()) {
            let what = "trade returns";
            return Err(SampleError::Overflow { what }.into());
        }
        let mut space = Vec::new();
        let mut of = |values: &[f64]| quantiles(values, &mut space);
        let longest: Vec<f64> = paths.longest.iter().map(|n| f64::from(*n)).collect();
        let mean = |values: &[f64]| sample::mean(values).ok_or(MonteCarloError::NoPaths);
        Ok(Outlook {
            paths: paths.end.len(),
            fan: Fan {
                steps: simulation.checkpoints().to_vec(),
                equity: paths.fan.iter().map(|values| of(values)).collect(),
            },
            end: of(&paths.end),
            mean_end: sample::finite("trade returns", mean(&paths.end)?)?,
            loss_probability: paths.ended_below(1.0),
            depth: of(&paths.depth),
            expected_depth: mean(&paths.depth)?,
            recovery: of(&longest),
            still_under_water: share(&paths.under_water, |under| *under),
        })
    }
}

/// The quantiles of values of 0 or more, linear between neighbours, by selection instead of sorting.
fn quantiles(values: &[f64], space: &mut Vec<u64>) -> [f64; 5] {
    // Numbers of 0 or more are ordered like their bits, and whole numbers are compared faster.
    space.clear();
    space.extend(values.iter().map(|value| (value + 0.0).to_bits()));
    let last = values.len() - 1;
    let mut from = 0;
    QUANTILES.map(|quantile| {
        let place = quantile * last as f64;
        let below = place as usize;
        // Everything before `from` is known to be smaller, so each selection only looks at the rest.
        let (_, low, above) = space[from..].select_nth_unstable(below - from);
        let low = f64::from_bits(*low);
        let high = above.iter().min().map_or(low, |bits| f64::from_bits(*bits));
        from = below;
        low + (high - low) * (place - below as f64)
    })
}
