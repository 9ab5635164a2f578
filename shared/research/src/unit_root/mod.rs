//! Does a series wander like prices or return to a level? The Dickey-Fuller test, and KPSS from the other side.

mod kpss;
mod lags;
pub mod mackinnon;

pub use kpss::{Bandwidth, Kpss, Level, kpss};
pub use lags::{Criterion, Lags, usual_most_lags};

use crate::ols::OlsError;
use crate::ols::qr::Factored;
use crate::sample::{self, SampleError};
use crate::scale::{is_constant, scaled};
use lags::{best, within};
use mackinnon::{CriticalValues, Hypothesis};

/// What the regression allows for besides the unit root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// Nothing: the series has mean 0.
    None,
    /// A mean.
    Constant,
    /// A mean that changes by the same amount each bar.
    Linear,
}

/// The answer of the augmented Dickey-Fuller test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DickeyFuller {
    /// The t value of the level: far below zero speaks against a unit root.
    pub statistic: f64,
    /// The probability of so low a value when there is a unit root.
    pub p_value: f64,
    /// Lagged changes in the regression.
    pub lags: usize,
    /// Rows in the regression.
    pub rows: usize,
    /// Below which the statistic must lie.
    pub critical: CriticalValues,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum UnitRootError {
    /// The series was refused.
    #[error(transparent)]
    Sample(#[from] SampleError),
    /// The regression failed.
    #[error("unit root test: {0}")]
    Regression(#[from] OlsError),
    /// More lags than the series allows.
    #[error("unit root test: {lags} lags are too many for {got} values, at most {most}")]
    TooManyLags {
        /// The lags asked for.
        lags: usize,
        /// The values there are.
        got: usize,
        /// The most lags for so many values.
        most: usize,
    },
    /// The series follows from its past without any error, so there is nothing to measure by.
    #[error("unit root test: the series follows a formula without any noise")]
    NoNoise,
}

const WHAT: &str = "series";
/// Fewest values for which the test means something.
const FEWEST: usize = 12;

impl Trend {
    fn terms(self) -> usize {
        match self {
            Trend::None => 0,
            Trend::Constant => 1,
            Trend::Linear => 2,
        }
    }
}

/// The augmented Dickey-Fuller test (D. Dickey and W. Fuller, J. Amer. Stat. Ass. 74 (1979); S. Said and D. Dickey,
/// Biometrika 71 (1984)): Δx_t on x_{t−1}, the trend and lagged changes; p-values and critical values of MacKinnon.
///
/// When lags are chosen, all candidates are compared on the rows of the longest; the chosen number is then estimated
/// again on all rows it allows, as statsmodels does.
pub fn augmented_dickey_fuller(
    series: &[f64],
    trend: Trend,
    lags: Lags,
) -> Result<DickeyFuller, UnitRootError> {
    sample::check(WHAT, series, FEWEST)?;
    if is_constant(series) {
        return Err(SampleError::NoSpread { what: WHAT }.into());
    }
    let series = scaled(series);
    let changes: Vec<f64> = series.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let lags = match lags {
        Lags::Fixed(lags) => within(lags, series.len(), trend)?,
        Lags::Best(criterion, most) => {
            let usual = usual_most_lags(series.len(), trend);
            let most = within(most.unwrap_or(usual), series.len(), trend)?;
            best(&series, &changes, trend, criterion, most)?
        }
    };
    let rows = changes.len() - lags;
    // The level goes last, because the factored problem gives the t value of its last column.
    let mut design = lagged(&changes, lags, lags);
    design.extend(trend_columns(trend, rows));
    design.push(levels(&series, rows));
    let factored = Factored::new(&design, &changes[lags..])?;
    if factored.is_exact(design.len()) {
        return Err(UnitRootError::NoNoise);
    }
    let statistic = sample::finite(WHAT, factored.last_t(design.len()))?;
    Ok(DickeyFuller {
        statistic,
        p_value: mackinnon::p_value(statistic, Hypothesis::UnitRoot(trend)),
        lags,
        rows,
        critical: mackinnon::critical_values(Hypothesis::UnitRoot(trend), rows),
    })
}

/// The level one bar before each of the last `rows` changes.
fn levels(series: &[f64], rows: usize) -> Vec<f64> {
    series[series.len() - 1 - rows..series.len() - 1].to_vec()
}

/// The changes 1, 2, … `lags` bars earlier, for the rows after the first `skipped` changes.
fn lagged(changes: &[f64], lags: usize, skipped: usize) -> Vec<Vec<f64>> {
    (1..=lags)
        .map(|lag| changes[skipped - lag..changes.len() - lag].to_vec())
        .collect()
}

fn trend_columns(trend: Trend, rows: usize) -> Vec<Vec<f64>> {
    let mut columns = Vec::new();
    if trend != Trend::None {
        columns.push(vec![1.0; rows]);
    }
    if trend == Trend::Linear {
        columns.push((1..=rows).map(|row| row as f64).collect());
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ols::{Intercept, fit};
    use domain::random::Random;
    use proptest::prelude::*;

    fn walk(seed: u64, bars: usize, keep: f64) -> Vec<f64> {
        let mut random = Random::named(seed, "unit root test", 0);
        let mut level = 0.0;
        (0..bars)
            .map(|_| {
                level = keep * level + random.normal();
                level
            })
            .collect()
    }

    #[test]
    fn the_statistic_is_the_t_value_of_the_plain_regression() {
        let series = walk(1, 60, 0.9);
        let changes: Vec<f64> = series.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let plain = fit(
            &changes[2..],
            &[&series[2..59], &changes[1..58], &changes[..57]],
            Intercept::Estimated,
        );
        let test = augmented_dickey_fuller(&series, Trend::Constant, Lags::Fixed(2)).unwrap();
        let t = plain.unwrap().coefficients[1].t.unwrap();
        assert!((test.statistic - t).abs() < 1e-10);
        assert_eq!((test.lags, test.rows), (2, 57));
    }

    #[test]
    fn noise_is_told_from_a_random_walk() {
        let lags = Lags::Best(Criterion::Akaike, None);
        let of = |keep| augmented_dickey_fuller(&walk(7, 500, keep), Trend::Constant, lags);
        assert!(of(0.3).unwrap().p_value < 1e-6);
        assert!(of(1.0).unwrap().p_value > 0.05);
    }

    #[test]
    fn every_criterion_finds_the_memory_of_the_changes() {
        // Changes that remember the change three bars ago by 0.8 need three lags.
        let mut random = Random::named(5, "unit root test", 1);
        let mut changes = vec![0.0; 3];
        for bar in 3..600 {
            let next = 0.8 * changes[bar - 3] + random.normal();
            changes.push(next);
        }
        let series: Vec<f64> = changes
            .iter()
            .scan(0.0, |level, change| {
                *level += change;
                Some(*level)
            })
            .collect();
        for criterion in [Criterion::Akaike, Criterion::Schwarz, Criterion::LastT] {
            let lags = Lags::Best(criterion, Some(3));
            let test = augmented_dickey_fuller(&series, Trend::Constant, lags).unwrap();
            assert_eq!(test.lags, 3, "{criterion:?}");
        }
    }

    #[test]
    fn hopeless_series_are_refused_by_name() {
        let of = |series: &[f64], trend, lags| {
            let refused = augmented_dickey_fuller(series, trend, Lags::Fixed(lags));
            refused.unwrap_err().to_string()
        };
        assert!(of(&[0.1; 50], Trend::Constant, 1).contains("equal"));
        assert!(of(&[1.0, 2.0], Trend::Constant, 0).contains("too few"));
        assert!(of(&[f64::NAN; 50], Trend::None, 0).contains("NaN"));
        assert!(of(&walk(1, 20, 1.0), Trend::Linear, 9).contains("at most 7"));
        let line: Vec<f64> = (0..40).map(f64::from).collect();
        assert_eq!(
            augmented_dickey_fuller(&line, Trend::Constant, Lags::Fixed(0)),
            Err(UnitRootError::NoNoise)
        );
        let best = Lags::Best(Criterion::Akaike, None);
        assert!(augmented_dickey_fuller(&line, Trend::Linear, best).is_err());
    }

    proptest! {
        #[test]
        fn units_do_not_matter(seed in 0_u64..1000, size in prop::sample::select(vec![1e-300, 1e-8, 1e9, 1e300])) {
            let series = walk(seed, 50, 0.95);
            let sized: Vec<f64> = series.iter().map(|x| x * size).collect();
            let lags = Lags::Fixed(1);
            let plain = augmented_dickey_fuller(&series, Trend::Linear, lags).unwrap();
            let other = augmented_dickey_fuller(&sized, Trend::Linear, lags).unwrap();
            prop_assert!((plain.statistic - other.statistic).abs() < 1e-9);
        }
    }
}
