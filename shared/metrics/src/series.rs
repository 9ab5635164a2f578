//! What is known about one series of bar returns: computed once, in a handful of passes.

use crate::drawdown::Drawdown;
use crate::moments::{Moments, ROUNDING};
use crate::quantiles::Quantiles;
use crate::sides::Sides;
use crate::trend::Trend;
use domain::Undefined;

/// Simple returns between the points of an account. After a loss of everything nothing moves any more.
pub fn returns(equity: &[f64]) -> Vec<f64> {
    equity
        .windows(2)
        .map(|pair| match pair[0] > 0.0 || pair[0].is_nan() {
            true => pair[1] / pair[0] - 1.0,
            false => 0.0,
        })
        .collect()
}

/// What a start of 1 becomes, bar by bar; what is lost stays lost.
pub fn wealth(returns: &[f64]) -> Vec<f64> {
    let mut level = 1.0_f64;
    returns
        .iter()
        .map(|growth| {
            level = (level * (1.0 + growth)).max(0.0);
            level
        })
        .collect()
}

/// Facts about one series.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesFacts {
    /// Bars.
    pub bars: f64,
    /// End ÷ start.
    pub growth: f64,
    /// Moments of the returns.
    pub moments: Moments,
    /// Ups and downs.
    pub sides: Sides,
    /// Falls.
    pub drawdown: Drawdown,
    /// Tails.
    pub quantiles: Result<Quantiles, Undefined>,
    /// The line through the logarithm.
    pub trend: Result<Trend, Undefined>,
    /// Correlation of each return with the one before.
    pub autocorrelation: Result<f64, Undefined>,
}

impl SeriesFacts {
    /// Returns, the start, the value after each return, and its time.
    pub fn of(
        returns: &[f64],
        start: f64,
        values: &[f64],
        start_time: i64,
        time: impl Fn(usize) -> i64,
        risk_free: f64,
    ) -> Result<SeriesFacts, Undefined> {
        let last = values.last().ok_or(Undefined::TooFewBars)?;
        if !all_finite(returns) || !all_finite(values) {
            return Err(Undefined::NotFinite);
        }
        if start <= 0.0 {
            return Err(Undefined::TotalLoss);
        }
        let mut drawdown = Drawdown::new(start, start_time);
        for (index, value) in values.iter().enumerate() {
            drawdown.push(time(index), *value);
        }
        let moments = Moments::of(returns);
        Ok(SeriesFacts {
            bars: returns.len() as f64,
            growth: last / start,
            moments,
            sides: Sides::of(returns, risk_free),
            drawdown,
            quantiles: Quantiles::of(returns).ok_or(Undefined::TooFewBars),
            trend: Trend::of(returns),
            autocorrelation: autocorrelation(returns, &moments),
        })
    }
}

/// Pearson correlation of r₂…rₙ with r₁…rₙ₋₁, each around its own mean.
fn autocorrelation(returns: &[f64], moments: &Moments) -> Result<f64, Undefined> {
    let (Some(first), Some(last)) = (returns.first(), returns.last()) else {
        return Err(Undefined::TooFewBars);
    };
    if returns.len() < 3 {
        return Err(Undefined::TooFewBars);
    }
    moments.spread()?;
    let pairs = moments.count - 1.0;
    let gap = |value: &f64| value - moments.mean;
    let product = lagged(returns, moments.mean);
    // The gaps of all bars add up to 0, so those of all but one add up to minus that one.
    let (early, late) = (-gap(last) / pairs, -gap(first) / pairs);
    let spread = |left_out: f64, mean: f64| {
        (moments.second - left_out * left_out - pairs * mean * mean).max(0.0)
    };
    let both = (spread(gap(last), early) * spread(gap(first), late)).sqrt();
    if both <= ROUNDING * moments.second {
        return Err(Undefined::NoVariation);
    }
    Ok(((product - pairs * early * late) / both).clamp(-1.0, 1.0))
}

/// Are all values numbers? Without an early way out, which would keep a processor from testing several at once.
pub(crate) fn all_finite(values: &[f64]) -> bool {
    values
        .iter()
        .fold(true, |sound, value| sound & value.is_finite())
}

/// Σ(rₜ − mean)(rₜ₊₁ − mean), in four lanes.
fn lagged(values: &[f64], mean: f64) -> f64 {
    let mut lanes = [0.0; 4];
    let later = values.get(1..).unwrap_or_default();
    let (now, rest) = values[..later.len()].as_chunks::<4>();
    let (then, late) = later.as_chunks::<4>();
    for (now, then) in now.iter().zip(then) {
        for lane in 0..4 {
            lanes[lane] += (now[lane] - mean) * (then[lane] - mean);
        }
    }
    let tail = rest.iter().zip(late).map(|(a, b)| (a - mean) * (b - mean));
    lanes[0] + lanes[1] + (lanes[2] + lanes[3]) + tail.sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lost_account_has_no_returns_left() {
        assert_eq!(returns(&[100.0, 50.0, 0.0, 0.0]), [-0.5, -1.0, 0.0]);
        assert_eq!(wealth(&[1.0, -1.5, 3.0]), [2.0, 0.0, 0.0]);
    }

    #[test]
    fn the_autocorrelation_of_four_returns_by_hand() {
        // Pairs (1,2), (2,4), (4,3): means 7/3 and 3; cov sum 2 ; spreads 14/3 and 2.
        let values = [1.0, 2.0, 4.0, 3.0];
        let got = autocorrelation(&values, &Moments::of(&values)).unwrap();
        let cross = (1.0 - 7.0 / 3.0) * (2.0 - 3.0) + (2.0 - 7.0 / 3.0) * 1.0;
        assert!((got - cross / (14.0_f64 / 3.0 * 2.0).sqrt()).abs() < 1e-12);
    }
}
