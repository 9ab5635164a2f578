//! Tells whether the best of many models is better than the benchmark, or only the luckiest of many tries.

use crate::bootstrap::Resampling;
use crate::matrix::Matrix;
use crate::sample;
use domain::random::Random;
use std::ops::Range;

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum SnoopingError {
    /// Too few bars.
    #[error("differences: {got} rows are too few, it takes {need} or more")]
    TooFewRows {
        /// How many there are.
        got: usize,
        /// How many it takes.
        need: usize,
    },
    /// No model ever differs from the benchmark by a changing amount.
    #[error("differences: no model moves against the benchmark")]
    NoSpread,
    /// A number outside its range.
    #[error("block length: {got} is not allowed, it must be 1 or more")]
    Block {
        /// What was given.
        got: f64,
    },
    /// No replicate was computed.
    #[error("replicates: there are none")]
    NoReplicates,
}

/// How the lead of the best model is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// √n·d̄: White's, where one noisy model can drown the others.
    Plain,
    /// √n·d̄ ÷ ω̂: Hansen's, each model in its own standard errors, and no lead below 0.
    Studentised,
}

/// The highest lead on one resample, centred in three ways; any ranges of replicates can be computed apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Replicate {
    /// Every model that lags counts as if it were as good as the benchmark; gives the lower p-value.
    pub lower: f64,
    /// Only models that lag clearly do.
    pub consistent: f64,
    /// Every model counts as if it were as good as the benchmark at best; gives the upper p-value.
    pub upper: f64,
}

/// The p-values of "no model beats the benchmark".
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Snooping {
    /// Lead of the best model.
    pub statistic: f64,
    /// Which model that is, the first one on ties.
    pub best: usize,
    /// Lower bound.
    pub lower: f64,
    /// The one to use.
    pub consistent: f64,
    /// Upper bound; with [`Scale::Plain`] this is White's reality check.
    pub upper: f64,
}

/// White's reality check and Hansen's test for superior predictive ability on one set of differences.
///
/// d̄_k is the mean of model k's performance minus the benchmark's. On a stationary bootstrap (the same bars for all
/// models) the statistic max √n·d̄_k ÷ scale is compared with max √n·(d̄*_k − g_k) ÷ scale, with the centres
/// g = max(d̄, 0) for the lower p-value, d̄ where d̄ ≥ −ω̂·√(2 ln ln n ÷ n) and else 0 for the consistent one, and d̄
/// for the upper one; p is the share of resamples above the statistic.
///
/// H. White, "A Reality Check for Data Snooping", Econometrica 68 (2000); P. Hansen, "A Test for Superior Predictive
/// Ability", Journal of Business & Economic Statistics 23 (2005).
#[derive(Clone, Debug)]
pub struct SnoopingTest<'differences> {
    differences: &'differences Matrix,
    resampling: Resampling,
    scale: Scale,
    seed: u64,
    // Per model: mean, scale (0 for a model left out), and is its lag within chance?
    models: Vec<Model>,
}

#[derive(Clone, Copy, Debug)]
struct Model {
    mean: f64,
    per_scale: f64,
    near: bool,
}

impl<'differences> SnoopingTest<'differences> {
    /// Measures each model against the benchmark; `differences` holds model − benchmark, one column per model.
    pub fn new(
        differences: &'differences Matrix,
        mean_block: f64,
        scale: Scale,
        seed: u64,
    ) -> Result<SnoopingTest<'differences>, SnoopingError> {
        const NEED: usize = 10;
        let rows = differences.rows();
        if rows < NEED {
            let (got, need) = (rows, NEED);
            return Err(SnoopingError::TooFewRows { got, need });
        }
        if !(mean_block.is_finite() && mean_block >= 1.0) {
            return Err(SnoopingError::Block { got: mean_block });
        }
        let n = rows as f64;
        let margin = (2.0 * libm::log(libm::log(n))).sqrt();
        let models: Vec<Model> = differences
            .columns()
            .map(|column| {
                let mean = sample::mean(column).unwrap_or(0.0);
                let omega = long_run_deviation(column, mean, 1.0 / mean_block);
                let per_scale = match scale {
                    Scale::Plain => n.sqrt(),
                    Scale::Studentised => n.sqrt() / omega,
                };
                Model {
                    mean,
                    per_scale: if omega > 0.0 && per_scale.is_finite() {
                        per_scale
                    } else {
                        0.0
                    },
                    near: n.sqrt() * mean >= -omega * margin,
                }
            })
            .collect();
        if models.iter().all(|model| model.per_scale == 0.0) {
            return Err(SnoopingError::NoSpread);
        }
        Ok(SnoopingTest {
            differences,
            resampling: Resampling::Stationary { mean_block },
            scale,
            seed,
            models,
        })
    }

    /// A range of replicates.
    pub fn replicates(&self, range: Range<usize>) -> Vec<Replicate> {
        let rows = self.differences.rows();
        let places: Vec<u32> = (0..rows as u32).collect();
        let mut drawn = vec![0_u32; rows];
        let mut weights = vec![0.0_f64; rows];
        range
            .map(|task| {
                let mut random = Random::named(self.seed, "snooping", task as u64);
                self.resampling.draw(&mut random, &places, &mut drawn);
                // How often each bar was drawn: one pass over the bars then serves every model.
                weights.fill(0.0);
                for place in &drawn {
                    weights[*place as usize] += 1.0;
                }
                self.replicate(&weights)
            })
            .collect()
    }

    fn replicate(&self, weights: &[f64]) -> Replicate {
        let floor = self.floor();
        let mut highest = Replicate {
            lower: floor,
            consistent: floor,
            upper: floor,
        };
        for (model, column) in self.models.iter().zip(self.differences.columns()) {
            if model.per_scale == 0.0 {
                continue;
            }
            let sum: f64 = weights.iter().zip(column).map(|(w, d)| w * d).sum();
            let mean = sum / weights.len() as f64;
            let lead = |centre: f64| (mean - centre) * model.per_scale;
            let near = if model.near { model.mean } else { 0.0 };
            highest.lower = highest.lower.max(lead(model.mean.max(0.0)));
            highest.consistent = highest.consistent.max(lead(near));
            highest.upper = highest.upper.max(lead(model.mean));
        }
        highest
    }

    /// The p-values from the replicates of all ranges, joined in order.
    pub fn judge(&self, replicates: &[Replicate]) -> Result<Snooping, SnoopingError> {
        if replicates.is_empty() {
            return Err(SnoopingError::NoReplicates);
        }
        let mut found: Option<(usize, f64)> = None;
        for (index, model) in self.models.iter().enumerate() {
            let lead = model.mean * model.per_scale;
            if model.per_scale > 0.0 && found.is_none_or(|(_, best)| lead > best) {
                found = Some((index, lead));
            }
        }
        let (best, lead) = found.ok_or(SnoopingError::NoSpread)?;
        let statistic = lead.max(self.floor());
        let above = |of: fn(&Replicate) -> f64| {
            let count = replicates.iter().filter(|one| of(one) > statistic).count();
            count as f64 / replicates.len() as f64
        };
        Ok(Snooping {
            statistic,
            best,
            lower: above(|one| one.lower),
            consistent: above(|one| one.consistent),
            upper: above(|one| one.upper),
        })
    }

    fn floor(&self) -> f64 {
        match self.scale {
            Scale::Plain => f64::NEG_INFINITY,
            Scale::Studentised => 0.0,
        }
    }
}

/// ω̂, the deviation of √n·d̄ under the stationary bootstrap: ω̂² = γ̂₀ + 2·Σ κ(i)·γ̂_i with
/// κ(i) = (1 − i/n)(1 − p)^i + (i/n)(1 − p)^(n−i) and p = 1 ÷ mean block; 0 without spread. Hansen 2005, eq. 7.
fn long_run_deviation(column: &[f64], mean: f64, p: f64) -> f64 {
    let n = column.len();
    let Some((_, deviation)) = sample::mean_and_deviation(column).filter(|both| both.1 > 0.0)
    else {
        return 0.0;
    };
    let e: Vec<f64> = column.iter().map(|d| (d - mean) / deviation).collect();
    let mut variance = e.iter().map(|d| d * d).sum::<f64>() / n as f64;
    let power = |i: usize| libm::pow(1.0 - p, i as f64);
    for lag in 1..n {
        let share = lag as f64 / n as f64;
        let kernel = (1.0 - share) * power(lag) + share * power(n - lag);
        // Far lags weigh nothing; there may be very many of them.
        if kernel > 1e-12 {
            let products: f64 = e.iter().zip(&e[lag..]).map(|(a, b)| a * b).sum();
            variance += 2.0 * kernel * products / n as f64;
        }
    }
    variance.max(0.0).sqrt() * deviation
}

#[cfg(test)]
mod tests;
