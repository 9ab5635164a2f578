//! Metrics over a window that moves along, each column in O(bars).

use crate::moments::{Moments, ROUNDING};
use crate::series::wealth;
use std::collections::VecDeque;

/// Columns as long as the series; `None` until a window is full and where a value is undefined.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rolling {
    /// mean ÷ sd × √(bars a year).
    pub sharpe: Vec<Option<f64>>,
    /// sd × √(bars a year).
    pub volatility: Vec<Option<f64>>,
    /// mean ÷ √(mean(min(r, 0)²)) × √(bars a year).
    pub sortino: Vec<Option<f64>>,
    /// Compounded return of the window.
    pub growth: Vec<Option<f64>>,
    /// Value ÷ highest value of the window, its start included, − 1.
    pub drawdown: Vec<Option<f64>>,
}

/// All columns over the last `window` returns. Values that are no number make every window undefined.
pub fn rolling(returns: &[f64], window: usize, bars_per_year: f64) -> Rolling {
    let size = returns.len();
    let mut columns = Rolling {
        sharpe: vec![None; size],
        volatility: vec![None; size],
        sortino: vec![None; size],
        growth: vec![None; size],
        drawdown: vec![None; size],
    };
    if window < 2 || returns.iter().any(|value| !value.is_finite()) {
        return columns;
    }
    let (n, yearly) = (window as f64, bars_per_year.sqrt());
    let keep = |value: f64| Some(value).filter(|value| value.is_finite());
    let levels = wealth(returns);
    let level = |end: usize| if end == 0 { 1.0 } else { levels[end - 1] };
    let mut sums = Sliding::default();
    let mut highest = VecDeque::from([0]);
    for end in 1..=size {
        while highest.back().is_some_and(|at| level(*at) <= level(end)) {
            highest.pop_back();
        }
        highest.push_back(end);
        if end < window {
            continue;
        }
        while highest.front().is_some_and(|at| at + window < end) {
            highest.pop_front();
        }
        sums.move_to(returns, end, window);
        let at = end - 1;
        let mean = sums.around + sums.first / n;
        let spread = (sums.square() / (n - 1.0)).sqrt();
        columns.volatility[at] = keep(spread * yearly);
        if spread > ROUNDING * mean.abs().max(1.0) {
            columns.sharpe[at] = keep(mean / spread * yearly);
        }
        let downside = (sums.falls / n).max(0.0).sqrt();
        if downside > ROUNDING {
            columns.sortino[at] = keep(mean / downside * yearly);
        }
        columns.growth[at] = keep(level(end) / level(end - window) - 1.0);
        let peak = highest.front().map_or(1.0, |at| level(*at));
        columns.drawdown[at] = keep(level(end) / peak - 1.0);
    }
    columns
}

/// cov(r, b) ÷ var(b) over the last `window` bars of two series of one length.
pub fn rolling_beta(returns: &[f64], benchmark: &[f64], window: usize) -> Vec<Option<f64>> {
    let mut column = vec![None; returns.len()];
    if window < 2 || returns.len() != benchmark.len() {
        return column;
    }
    let (mut own, mut other, mut cross) = (Sliding::default(), Sliding::default(), 0.0);
    for end in window..=returns.len() {
        let fresh = own.move_to(returns, end, window);
        other.move_to(benchmark, end, window);
        let gaps = |at: usize| (returns[at] - own.around) * (benchmark[at] - other.around);
        if fresh {
            cross = (end - window..end).map(gaps).sum();
        } else {
            cross += gaps(end - 1) - gaps(end - 1 - window);
        }
        let n = window as f64;
        let variance = other.square() / (n - 1.0);
        if variance.sqrt() > ROUNDING {
            let covariance = (cross - own.first * other.first / n) / (n - 1.0);
            column[end - 1] = Some(covariance / variance).filter(|beta| beta.is_finite());
        }
    }
    column
}

/// Sums over a window, around a value near its mean. They are taken afresh once a window, so that rounding of what
/// was added and taken away again can't pile up.
#[derive(Clone, Copy, Debug, Default)]
struct Sliding {
    around: f64,
    first: f64,
    second: f64,
    falls: f64,
    size: f64,
}

impl Sliding {
    /// Moves to the window that ends before `end`; true when the sums are fresh.
    fn move_to(&mut self, values: &[f64], end: usize, window: usize) -> bool {
        if end.is_multiple_of(window) {
            let slice = &values[end - window..end];
            let moments = Moments::of(slice);
            let falls = slice.iter().map(|v| v.min(0.0) * v.min(0.0)).sum();
            *self = Sliding {
                around: moments.mean,
                first: 0.0,
                second: moments.second,
                falls,
                size: window as f64,
            };
            return true;
        }
        let (new, old) = (values[end - 1], values[end - 1 - window]);
        let (gap, old_gap) = (new - self.around, old - self.around);
        self.first += gap - old_gap;
        self.second += gap * gap - old_gap * old_gap;
        self.falls += new.min(0.0) * new.min(0.0) - old.min(0.0) * old.min(0.0);
        false
    }

    /// Σ(x − mean)².
    fn square(&self) -> f64 {
        (self.second - self.first * self.first / self.size).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_constant_window_has_no_sharpe_and_a_short_series_nothing() {
        let got = rolling(&[0.01; 10], 5, 252.0);
        assert_eq!((got.sharpe[9], got.volatility[3]), (None, None));
        assert!((got.growth[9].unwrap() - (libm::pow(1.01, 5.0) - 1.0)).abs() < 1e-12);
        assert!(
            rolling(&[0.01; 3], 5, 252.0)
                .growth
                .iter()
                .all(Option::is_none)
        );
        assert!(rolling(&[], 5, 252.0).sharpe.is_empty());
    }

    proptest! {
        #[test]
        fn a_moving_window_equals_a_window_of_its_own(values in prop::collection::vec(-0.2_f64..0.2, 5..80), window in 3_usize..9) {
            let got = rolling(&values, window, 365.0);
            let other: Vec<f64> = values.iter().rev().copied().collect();
            let beta = rolling_beta(&values, &other, window);
            let levels = wealth(&values);
            for end in window..=values.len() {
                let alone = &values[end - window..end];
                let m = Moments::of(alone);
                let b = Moments::of(&other[end - window..end]);
                // Two all but equal returns: what is left of them is rounding.
                prop_assume!(m.deviation().unwrap() > 1e-4 && b.deviation().unwrap() > 1e-4);
                let near = |got: Option<f64>, want: f64| (got.unwrap() - want).abs() <= 1e-8 * (1.0 + want.abs());
                prop_assert!(near(got.volatility[end - 1], m.deviation().unwrap() * 365.0_f64.sqrt()));
                prop_assert!(near(got.sharpe[end - 1], m.mean / m.deviation().unwrap() * 365.0_f64.sqrt()));
                let start = if end == window { 1.0 } else { levels[end - window - 1] };
                let peak = levels[end - window..end].iter().copied().fold(start, f64::max);
                prop_assert!(near(got.drawdown[end - 1], levels[end - 1] / peak - 1.0));
                let cross: f64 = alone.iter().zip(&other[end - window..end]).map(|(x, y)| (x - m.mean) * (y - b.mean)).sum();
                prop_assert!(near(beta[end - 1], cross / b.second));
            }
        }
    }
}
