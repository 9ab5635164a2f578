//! All splits in one answer.

use super::{Cscv, Dominance, OverfittingError, Pair, Split, dominance};
use crate::sample;

/// A least squares line, y = intercept + slope · x.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Rise per unit.
    pub slope: f64,
    /// Height at 0.
    pub intercept: f64,
    /// Share of the variance it explains; `None` when y does not vary.
    pub r_squared: Option<f64>,
}

/// What all splits say together.
#[derive(Clone, Debug, PartialEq)]
pub struct Overfitting {
    /// Probability of backtest overfitting: share of splits with logit ≤ 0.
    pub probability: f64,
    /// Share of splits whose selected configuration loses on the other half.
    pub loss_probability: f64,
    /// ln(ω ÷ (1 − ω)) with ω = rank ÷ (N + 1), per split in lexicographic order.
    pub logits: Vec<f64>,
    /// Performance degradation: the ratio of the selected on the other half against that on the half looked at;
    /// `None` when all selected have one ratio.
    pub degradation: Option<Line>,
    /// Is selecting better than taking any configuration?
    pub dominance: Dominance,
    /// Every split in lexicographic order.
    pub splits: Vec<Split>,
}

impl Overfitting {
    /// Everything at once, for whoever has one worker.
    pub fn of(cscv: &Cscv) -> Result<Overfitting, OverfittingError> {
        Overfitting::from_pairs(cscv, &cscv.evaluate(0..cscv.pairs()))
    }

    /// Mean of the logits: above 0, the selected is more often in the better half than not.
    pub fn mean_logit(&self) -> f64 {
        self.logits.iter().sum::<f64>() / self.logits.len().max(1) as f64
    }

    /// The logits below which these shares of the splits lie; `None` for a share outside 0 to 1.
    pub fn logit_quantiles(&self, shares: &[f64]) -> Option<Vec<f64>> {
        let sorted = sample::sorted(&self.logits);
        shares
            .iter()
            .map(|share| sample::quantile(&sorted, *share))
            .collect()
    }

    /// From the pairs of all ranges, joined in order.
    pub fn from_pairs(cscv: &Cscv, pairs: &[Pair]) -> Result<Overfitting, OverfittingError> {
        if pairs.len() != cscv.pairs() || pairs.is_empty() {
            return Err(OverfittingError::Incomplete {
                got: pairs.len(),
                expected: cscv.pairs(),
            });
        }
        // The mirror of the first combination is the last one, and so on inwards.
        let splits: Vec<Split> = pairs
            .iter()
            .map(|pair| pair[0])
            .chain(pairs.iter().rev().map(|pair| pair[1]))
            .collect();
        let places = cscv.configurations() as f64 + 1.0;
        let logits: Vec<f64> = splits
            .iter()
            .map(|split| {
                let share = split.rank / places;
                libm::log(share / (1.0 - share)) + 0.0
            })
            .collect();
        let share = |count: usize| count as f64 / splits.len() as f64;
        let outside: Vec<f64> = splits.iter().map(|split| split.outside).collect();
        let average: Vec<f64> = splits.iter().map(|split| split.average_outside).collect();
        Ok(Overfitting {
            // 2·rank ≤ N + 1 is logit ≤ 0 without the rounding of a logarithm.
            probability: share(splits.iter().filter(|s| 2.0 * s.rank <= places).count()),
            loss_probability: share(outside.iter().filter(|ratio| **ratio < 0.0).count()),
            logits,
            degradation: line(&splits),
            dominance: dominance(&outside, &average),
            splits,
        })
    }
}

fn line(splits: &[Split]) -> Option<Line> {
    let n = splits.len() as f64;
    let mean = |of: fn(&Split) -> f64| splits.iter().map(of).sum::<f64>() / n;
    let (x, y) = (mean(|s| s.inside), mean(|s| s.outside));
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for split in splits {
        let (dx, dy) = (split.inside - x, split.outside - y);
        xx += dx * dx;
        xy += dx * dy;
        yy += dy * dy;
    }
    let rounding = 4.0 * f64::EPSILON;
    let varies = |square: f64, centre: f64| {
        square > n * (rounding * centre) * (rounding * centre) && square > 0.0
    };
    if !varies(xx, x) {
        return None;
    }
    let slope = xy / xx;
    Some(Line {
        slope,
        intercept: y - slope * x,
        r_squared: varies(yy, y).then(|| (slope * xy / yy).clamp(0.0, 1.0)),
    })
}
