//! The KPSS test: does a series keep its level? Here a low p-value speaks against the level.

use super::{UnitRootError, WHAT};
use crate::ols::{Intercept, fit};
use crate::sample::{self, SampleError};
use crate::scale::{is_constant, scaled};

const FEWEST: usize = 12;

/// Around what the series is to stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// A constant mean.
    Constant,
    /// A straight line.
    Linear,
}

/// Over how many lags the memory of the residuals is summed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bandwidth {
    /// So many.
    Fixed(usize),
    /// As the data ask: Hobijn, Franses and Ooms, "Generalizations of the KPSS-test" (1998), which for the Bartlett
    /// kernel is Newey and West (1994) with 1.1447 and a first look at n^(2/9) lags.
    Automatic,
}

/// The answer of the test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kpss {
    /// The statistic η.
    pub statistic: f64,
    /// Read between the values of the printed table, so never below 0.01 or above 0.1.
    pub p_value: f64,
    /// The lags used.
    pub lags: usize,
}

/// D. Kwiatkowski, P. Phillips, P. Schmidt and Y. Shin, J. Econometrics 54 (1992): η = Σ S_t² ÷ (n²·s²), where S are
/// the running sums of the residuals and s² is their long-run variance with Bartlett's weights; table 1.
pub fn kpss(series: &[f64], level: Level, bandwidth: Bandwidth) -> Result<Kpss, UnitRootError> {
    sample::check(WHAT, series, FEWEST)?;
    if is_constant(series) {
        return Err(SampleError::NoSpread { what: WHAT }.into());
    }
    let got = series.len();
    let series = scaled(series);
    let time: Vec<f64> = (1..=got).map(|bar| bar as f64).collect();
    let line = match level {
        Level::Constant => fit(&series, &[], Intercept::Estimated)?,
        Level::Linear => fit(&series, &[&time], Intercept::Estimated)?,
    };
    if line.log_likelihood.is_none() {
        return Err(UnitRootError::NoNoise);
    }
    let left = scaled(&line.residuals);
    let n = got as f64;
    let lags = match bandwidth {
        Bandwidth::Fixed(lags) if lags >= got => {
            let most = got - 1;
            return Err(UnitRootError::TooManyLags { lags, got, most });
        }
        Bandwidth::Fixed(lags) => lags,
        Bandwidth::Automatic => automatic(&left).min(got - 1),
    };
    let mut long_run = product(&left, 0) / n;
    for lag in 1..=lags {
        long_run += 2.0 / n * product(&left, lag) * (1.0 - lag as f64 / (lags as f64 + 1.0));
    }
    if long_run <= 0.0 {
        return Err(UnitRootError::NoNoise);
    }
    let mut sum = 0.0;
    let mut squares = 0.0;
    for value in &left {
        sum += value;
        squares += sum * sum;
    }
    let statistic = sample::finite(WHAT, squares / (n * n) / long_run)?;
    Ok(Kpss {
        statistic,
        p_value: p_value(statistic, level),
        lags,
    })
}

fn automatic(left: &[f64]) -> usize {
    let n = left.len() as f64;
    let first_look = libm::pow(n, 2.0 / 9.0) as usize;
    let mut weightless = product(left, 0) / n;
    let mut weighted = 0.0;
    for lag in 1..=first_look.min(left.len() - 1) {
        let share = product(left, lag) / (n / 2.0);
        weightless += share;
        weighted += lag as f64 * share;
    }
    if weightless == 0.0 {
        return 0;
    }
    let ratio = weighted / weightless;
    let third = 1.0 / 3.0;
    (1.1447 * libm::pow(ratio * ratio, third) * libm::pow(n, third)) as usize
}

fn product(values: &[f64], lag: usize) -> f64 {
    values[lag..].iter().zip(values).map(|(a, b)| a * b).sum()
}

fn p_value(statistic: f64, level: Level) -> f64 {
    let table = match level {
        Level::Constant => [(0.347, 0.10), (0.463, 0.05), (0.574, 0.025), (0.739, 0.01)],
        Level::Linear => [(0.119, 0.10), (0.146, 0.05), (0.176, 0.025), (0.216, 0.01)],
    };
    for pair in table.windows(2) {
        let ((low, before), (high, after)) = (pair[0], pair[1]);
        if statistic <= low {
            return before;
        }
        if statistic < high {
            return before + (after - before) * (statistic - low) / (high - low);
        }
    }
    table[table.len() - 1].1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_series_is_the_one_worked_by_hand() {
        // Residuals ±1 in turn: running sums 1, 0, 1, 0, …; Σ S² = 6, n²·s² = 144 · 1.
        let series: Vec<f64> = (0..12)
            .map(|bar| if bar % 2 == 0 { 1.0 } else { -1.0 })
            .collect();
        let test = kpss(&series, Level::Constant, Bandwidth::Fixed(0)).unwrap();
        assert!((test.statistic - 6.0 / 144.0).abs() < 1e-15);
        assert_eq!((test.p_value, test.lags), (0.1, 0));
    }

    #[test]
    fn between_the_printed_values_the_p_value_is_read_on_the_line() {
        assert!((p_value(0.405, Level::Constant) - 0.075).abs() < 1e-15);
        assert_eq!(p_value(0.2, Level::Constant), 0.10);
        assert!((p_value(0.196, Level::Linear) - 0.0175).abs() < 1e-15);
        assert_eq!(p_value(9.0, Level::Linear), 0.01);
    }

    #[test]
    fn hopeless_series_are_refused_by_name() {
        let said = |series: &[f64], level, bandwidth| {
            kpss(series, level, bandwidth).unwrap_err().to_string()
        };
        let line: Vec<f64> = (0..30).map(f64::from).collect();
        assert!(said(&[0.1; 40], Level::Constant, Bandwidth::Automatic).contains("equal"));
        assert!(said(&line, Level::Linear, Bandwidth::Automatic).contains("noise"));
        assert!(said(&line, Level::Constant, Bandwidth::Fixed(30)).contains("too many"));
        assert!(said(&[], Level::Constant, Bandwidth::Automatic).contains("too few"));
        assert!(kpss(&line, Level::Constant, Bandwidth::Automatic).is_ok());
        let tiny: Vec<f64> = line.iter().map(|x| x * 1e-302).collect();
        let (big, small) = (
            kpss(&line, Level::Constant, Bandwidth::Automatic).unwrap(),
            kpss(&tiny, Level::Constant, Bandwidth::Automatic).unwrap(),
        );
        assert!((big.statistic - small.statistic).abs() < 1e-12);
    }
}
