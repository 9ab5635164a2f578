//! Detrended fluctuation analysis: how far sums wander from a straight line within a window.

use super::{HurstError, WHAT, fits, slope};
use crate::sample::{self, SampleError};
use crate::scale::{is_constant, scaled};

/// Fewest bars of a window: a line needs two and leaves something from the third on.
const LEAST: usize = 3;

/// The fluctuation at several window sizes and the exponent read from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fluctuation {
    /// The window sizes.
    pub windows: Vec<usize>,
    /// Fluctuation at each, relative to the largest value of the series.
    pub values: Vec<f64>,
    /// Slope of ln fluctuation on ln n.
    pub exponent: f64,
}

/// C. Peng and others, "Mosaic organization of DNA nucleotides", Phys. Rev. E 49 (1994), as in nolds with order 1 and
/// windows side by side: the running sum of the deviations, a line fitted to each window, and the root of the mean
/// squared rest over all windows. Takes returns, not prices.
pub fn detrended_fluctuation(series: &[f64], windows: &[usize]) -> Result<Fluctuation, HurstError> {
    sample::check(WHAT, series, LEAST)?;
    if is_constant(series) {
        return Err(SampleError::NoSpread { what: WHAT }.into());
    }
    fits("window", windows, LEAST, series.len())?;
    let series = scaled(series);
    let middle = series.iter().sum::<f64>() / series.len() as f64;
    let mut sum = 0.0;
    let walk: Vec<f64> = series
        .iter()
        .map(|x| {
            sum += x - middle;
            sum
        })
        .collect();
    let mut values = Vec::with_capacity(windows.len());
    for &size in windows {
        let rests: Vec<f64> = walk.chunks_exact(size).map(rest).collect();
        let mean = sample::mean(&rests).filter(|mean| *mean > 0.0);
        let kind = "window";
        values.push(mean.ok_or(HurstError::Flat { kind, size })?.sqrt());
    }
    Ok(Fluctuation {
        exponent: slope(windows, &values)?,
        windows: windows.to_vec(),
        values,
    })
}

/// Mean squared distance from the line of least squares.
fn rest(window: &[f64]) -> f64 {
    let count = window.len() as f64;
    let middle_time = 0.5 * (count - 1.0);
    let middle = window.iter().sum::<f64>() / count;
    let [mut across, mut along] = [0.0; 2];
    for (bar, y) in window.iter().enumerate() {
        let time = bar as f64 - middle_time;
        across += time * (y - middle);
        along += time * time;
    }
    let slope = across / along;
    let squares: f64 = window
        .iter()
        .enumerate()
        .map(|(bar, y)| {
            let away = y - middle - slope * (bar as f64 - middle_time);
            away * away
        })
        .sum();
    squares / count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_of_four_points_is_worked_by_hand() {
        // 2, 3, 5, 6: the line leaves squares of 0.2 (slope 1.4).
        assert!((rest(&[2.0, 3.0, 5.0, 6.0]) - 0.05).abs() < 1e-15);
        assert!(rest(&[1.0, 2.0, 3.0]) < 1e-15);
    }
}
