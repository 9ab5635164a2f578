//! From replicates to intervals: percentile, basic, and bias-corrected and accelerated.

use super::BootstrapError;
use crate::sample;
use domain::normal;

/// Fewest replicates with a value that make an interval.
const FEWEST: usize = 20;

/// An interval that holds the true figure with the confidence asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// A figure with its uncertainty.
///
/// B. Efron & R. Tibshirani, "An Introduction to the Bootstrap" (1993), chapters 10, 13 and 14.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The figure on the returns themselves.
    pub value: f64,
    /// Sample standard deviation of the replicates.
    pub standard_error: f64,
    /// Mean of the replicates − value.
    pub bias: f64,
    /// The quantiles q of the replicates.
    pub percentile: Interval,
    /// 2·value − q, turned round.
    pub basic: Interval,
    /// Quantiles of the replicates at Φ(z₀ + (z₀ + z) ÷ (1 − a(z₀ + z))); `None` when the value lies outside all
    /// replicates.
    pub bca: Option<Interval>,
    /// Replicates with a value.
    pub replicates: usize,
    /// Replicates without one, left out of everything above.
    pub undefined: usize,
}

impl Estimate {
    /// From the replicates of all ranges, joined in order, and the jackknife values.
    pub fn of(
        value: f64,
        replicates: &[Option<f64>],
        jackknife: &[f64],
        confidence: f64,
    ) -> Result<Estimate, BootstrapError> {
        if !(confidence > 0.0 && confidence < 1.0) {
            return Err(BootstrapError::Outside {
                name: "confidence",
                got: confidence,
                allowed: "above 0 and below 1",
            });
        }
        let defined: Vec<f64> = replicates.iter().copied().flatten().collect();
        let (got, need) = (defined.len(), FEWEST);
        let too_few = BootstrapError::TooFewReplicates { got, need };
        if got < need {
            return Err(too_few);
        }
        let (mean, standard_error) = sample::mean_and_deviation(&defined).ok_or(too_few)?;
        let sorted = sample::sorted(&defined);
        let interval = |low: f64, high: f64| {
            Some(Interval {
                low: sample::quantile(&sorted, low)?,
                high: sample::quantile(&sorted, high)?,
            })
        };
        let tail = (1.0 - confidence) / 2.0;
        let percentile = interval(tail, 1.0 - tail).ok_or(too_few)?;
        let bca =
            bca_tails(value, &sorted, jackknife, tail).and_then(|(low, high)| interval(low, high));
        Ok(Estimate {
            value,
            standard_error: sample::finite("replicates", standard_error)?,
            bias: sample::finite("replicates", mean - value)?,
            percentile,
            basic: Interval {
                low: 2.0 * value - percentile.high,
                high: 2.0 * value - percentile.low,
            },
            bca,
            replicates: got,
            undefined: replicates.len() - got,
        })
    }
}

/// The shares at which BCa cuts.
///
/// z₀ = Φ⁻¹(share of replicates below the value, ties by half); a = Σd³ ÷ (6·(Σd²)^1.5) with d = mean − jackknife
/// value.
fn bca_tails(value: f64, sorted: &[f64], jackknife: &[f64], tail: f64) -> Option<(f64, f64)> {
    let below = sorted.partition_point(|x| *x < value);
    let up_to = sorted.partition_point(|x| *x <= value);
    let z0 = normal::quantile((below + up_to) as f64 / (2 * sorted.len()) as f64);
    let (mean, deviation) = sample::mean_and_deviation(jackknife).unwrap_or((0.0, 0.0));
    let (mut squares, mut cubes) = (0.0, 0.0);
    if deviation > 0.0 {
        for x in jackknife {
            let d = (mean - x) / deviation;
            squares += d * d;
            cubes += d * d * d;
        }
    }
    let acceleration = if squares > 0.0 {
        cubes / (6.0 * squares * squares.sqrt())
    } else {
        0.0
    };
    let cut = |share: f64| {
        let z = z0 + normal::quantile(share);
        let room = 1.0 - acceleration * z;
        (z.is_finite() && room > 0.0).then(|| normal::below(z0 + z / room))
    };
    Some((cut(tail)?, cut(1.0 - tail)?))
}
