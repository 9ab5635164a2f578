//! Do two series wander together? The Engle-Granger test, the hedge ratio and how fast a spread closes.

use crate::ols::{Intercept, OlsError, fit};
use crate::sample::{self, SampleError};
use crate::scale::is_constant;
use crate::unit_root::mackinnon::{self, CriticalValues, Hypothesis};
use crate::unit_root::{Lags, Level, Trend, UnitRootError, augmented_dickey_fuller};

/// The answer of the test.
#[derive(Clone, Debug, PartialEq)]
pub struct EngleGranger {
    /// The Dickey-Fuller statistic of the spread: far below zero speaks for a pair.
    pub statistic: f64,
    /// The probability of so low a value when the two have nothing to do with each other.
    pub p_value: f64,
    /// Below which the statistic must lie.
    pub critical: CriticalValues,
    /// Lagged changes in the regression of the spread.
    pub lags: usize,
    /// Units of the second series held against one of the first.
    pub hedge_ratio: f64,
    /// What the first series − hedge ratio × second is on average (before the trend, if there is one).
    pub intercept: f64,
    /// What is left of the first series, bar by bar.
    pub spread: Vec<f64>,
    /// Bars until half of a gap is closed; `None` when the spread does not return.
    pub half_life: Option<f64>,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum CointegrationError {
    /// A series was refused.
    #[error(transparent)]
    Sample(#[from] SampleError),
    /// The series differ in length.
    #[error("pair: the first series has {first} values, the second {second}")]
    Lengths {
        /// Values of the first.
        first: usize,
        /// Values of the second.
        second: usize,
    },
    /// The regression of one on the other failed.
    #[error("pair: {0}")]
    Regression(#[from] OlsError),
    /// One series is the other times a number, so there is no spread.
    #[error("pair: one series follows exactly from the other")]
    Same,
    /// The test of the spread failed.
    #[error("spread: {0}")]
    Spread(#[from] UnitRootError),
}

/// Fewest bars of a pair.
const FEWEST: usize = 16;

/// R. Engle and C. Granger, "Co-integration and error correction", Econometrica 55 (1987): least squares of the first
/// series on the second, a constant and perhaps a trend; then the Dickey-Fuller test of what is left, without a
/// constant, judged by MacKinnon's surfaces for two series (critical values for n − 1 rows, as statsmodels does).
pub fn engle_granger(
    first: &[f64],
    second: &[f64],
    level: Level,
    lags: Lags,
) -> Result<EngleGranger, CointegrationError> {
    if first.len() != second.len() {
        return Err(CointegrationError::Lengths {
            first: first.len(),
            second: second.len(),
        });
    }
    for (what, series) in [("first series", first), ("second series", second)] {
        sample::check(what, series, FEWEST)?;
        if is_constant(series) {
            return Err(SampleError::NoSpread { what }.into());
        }
    }
    let time: Vec<f64> = (1..=first.len()).map(|bar| bar as f64).collect();
    let line = match level {
        Level::Constant => fit(first, &[second], Intercept::Estimated)?,
        Level::Linear => fit(first, &[second, &time], Intercept::Estimated)?,
    };
    // statsmodels calls a pair collinear from this R² on.
    let same = 1.0 - 100.0 * f64::EPSILON.sqrt();
    if line.log_likelihood.is_none() || line.r_squared.is_some_and(|share| share >= same) {
        return Err(CointegrationError::Same);
    }
    let test = augmented_dickey_fuller(&line.residuals, Trend::None, lags)?;
    let hypothesis = Hypothesis::Strangers(level);
    Ok(EngleGranger {
        statistic: test.statistic,
        p_value: mackinnon::p_value(test.statistic, hypothesis),
        critical: mackinnon::critical_values(hypothesis, first.len() - 1),
        lags: test.lags,
        hedge_ratio: line.coefficients[1].value,
        intercept: line.coefficients[0].value,
        half_life: half_life(&line.residuals)?,
        spread: line.residuals,
    })
}

/// Bars until half of a gap is closed: −ln 2 ÷ λ, where λ is the slope of the change of a spread on its level
/// (E. Chan, Algorithmic Trading, 2013, chapter 2); `None` when the spread does not return.
pub fn half_life(spread: &[f64]) -> Result<Option<f64>, CointegrationError> {
    sample::check("spread", spread, 4)?;
    if is_constant(spread) {
        return Err(SampleError::NoSpread { what: "spread" }.into());
    }
    let changes: Vec<f64> = spread.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let pull = fit(&changes, &[&spread[..changes.len()]], Intercept::Estimated)?;
    let slope = pull.coefficients[1].value;
    let bars = -std::f64::consts::LN_2 / slope;
    Ok((slope < 0.0 && bars.is_finite()).then_some(bars))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit_root::Criterion;
    use domain::random::Random;

    fn pair(seed: u64, bars: usize, pull: f64) -> (Vec<f64>, Vec<f64>) {
        let mut random = Random::named(seed, "cointegration test", 0);
        let (mut level, mut gap) = (100.0, 0.0);
        let mut first = Vec::new();
        let mut second = Vec::new();
        for _ in 0..bars {
            level += random.normal();
            gap = (1.0 - pull) * gap + random.normal();
            second.push(level);
            first.push(5.0 + 1.5 * level + gap);
        }
        (first, second)
    }

    #[test]
    fn a_pair_is_told_from_two_strangers() {
        let lags = Lags::Best(Criterion::Akaike, None);
        let (first, second) = pair(3, 600, 0.3);
        let found = engle_granger(&first, &second, Level::Constant, lags).unwrap();
        assert!(found.p_value < 0.001);
        assert!(
            (found.hedge_ratio - 1.5).abs() < 0.05,
            "{}",
            found.hedge_ratio
        );
        // A pull of 0.3 a bar closes half in ln 2 / 0.3 = 2.3 bars.
        assert!((found.half_life.unwrap() - 2.31).abs() < 0.6);
        let (stranger, _) = pair(4, 600, 0.0);
        let none = engle_granger(&stranger, &second, Level::Constant, lags).unwrap();
        assert!(none.p_value > 0.05);
    }

    #[test]
    fn the_half_life_of_a_halving_gap_follows_its_formula() {
        // Each bar halves the gap: slope −1/2, so ln 2 ÷ 0.5.
        let spread: Vec<f64> = (0..12).map(|bar| libm::pow(0.5, f64::from(bar))).collect();
        let bars = half_life(&spread).unwrap().unwrap();
        assert!((bars - 2.0 * std::f64::consts::LN_2).abs() < 1e-12);
        let growing: Vec<f64> = (0..12).map(|bar| libm::pow(1.5, f64::from(bar))).collect();
        assert_eq!(half_life(&growing), Ok(None));
    }

    #[test]
    fn hopeless_pairs_are_refused_by_name() {
        let (first, second) = pair(1, 50, 0.2);
        let said = |a: &[f64], b: &[f64]| {
            let refused = engle_granger(a, b, Level::Constant, Lags::Fixed(1));
            refused.unwrap_err().to_string()
        };
        assert!(said(&first, &second[1..]).contains("50 values, the second 49"));
        assert!(said(&first, &[7.0; 50]).contains("second series: all values are equal"));
        let double: Vec<f64> = second.iter().map(|x| 2.0 * x).collect();
        assert!(said(&double, &second).contains("follows exactly"));
        assert!(said(&first[..5], &second[..5]).contains("too few"));
        assert!(half_life(&[1.0; 9]).is_err());
    }
}
