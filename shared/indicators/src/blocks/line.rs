//! Mean, weighted mean and slope of a window in O(1) a bar: the sums behind weighted averages and straight lines.

use super::Window;

/// Sums of d = x − c and of k·d, with k = 1 for the oldest value and n for the newest, c being a recent value.
///
/// A bar later every k has fallen by one: Σk·d ← Σk·d − Σd + n·d of the newest. Every n bars c moves to the newest value and
/// both sums are made afresh, so that rounding cannot pile up; and once more when all values have become equal, so that a
/// price that stands still has exactly no slope.
#[derive(Clone, Debug)]
pub struct Line {
    window: Window,
    centre: f64,
    sum: f64,
    weighted: f64,
    until_fresh: usize,
    newest: f64,
    equal: usize,
}

/// What a window of values on the places 0 to n − 1 says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineFit {
    /// Σx ÷ n.
    pub mean: f64,
    /// Σk·x ÷ Σk with weights k from 1 for the oldest value to n for the newest.
    pub weighted: f64,
    /// Slope a bar of the least-squares line: 12·Σ(k − (n + 1) ÷ 2)·x ÷ (n·(n² − 1)); 0 for a single value.
    pub slope: f64,
}

impl Line {
    /// Looks at `period` values; 0 counts as 1.
    pub fn new(period: usize) -> Line {
        let window = Window::new(period);
        Line {
            centre: 0.0,
            sum: 0.0,
            weighted: 0.0,
            until_fresh: window.period(),
            newest: f64::NAN,
            equal: 0,
            window,
        }
    }

    /// How many values are looked at.
    pub fn period(&self) -> usize {
        self.window.period()
    }

    /// Takes a value in; gives the fit once the window is full.
    #[inline]
    pub fn push(&mut self, value: f64) -> Option<LineFit> {
        let n = self.window.period();
        let leaving = self.window.push(value);
        self.equal = if value == self.newest {
            self.equal + 1
        } else {
            1
        };
        self.newest = value;
        self.until_fresh -= 1;
        if self.until_fresh == 0 || self.equal == n {
            self.freshen(value);
        } else if let Some(leaving) = leaving {
            let (new, old) = (value - self.centre, leaving - self.centre);
            self.weighted += n as f64 * new - self.sum;
            self.sum += new - old;
        }
        self.window.is_full().then(|| self.fit(n as f64))
    }

    #[inline]
    fn fit(&self, n: f64) -> LineFit {
        let lean = self.weighted - 0.5 * (n + 1.0) * self.sum;
        LineFit {
            mean: self.centre + self.sum / n,
            weighted: self.centre + self.weighted / (0.5 * n * (n + 1.0)),
            slope: if n > 1.0 {
                12.0 * lean / (n * (n * n - 1.0))
            } else {
                0.0
            },
        }
    }

    fn freshen(&mut self, centre: f64) {
        self.until_fresh = self.window.period();
        self.centre = centre;
        (self.sum, self.weighted) = (0.0, 0.0);
        for (place, value) in self.window.iter().enumerate() {
            let distance = value - centre;
            self.sum += distance;
            self.weighted += (place + 1) as f64 * distance;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_straight_line_is_found() {
        let mut line = Line::new(4);
        let fits: Vec<_> = (0..9)
            .map(|bar| line.push(10.0 + 2.0 * f64::from(bar)))
            .collect();
        assert!(fits[..3].iter().all(Option::is_none));
        // The last four values are 20, 22, 24, 26: (20 + 44 + 72 + 104) ÷ 10 = 24.
        let last = LineFit {
            mean: 23.0,
            weighted: 24.0,
            slope: 2.0,
        };
        assert_eq!(fits[8], Some(last));
    }

    #[test]
    fn a_price_that_stands_still_after_a_fall_has_exactly_no_slope() {
        let mut line = Line::new(5);
        for value in [0.7, 1e9, 3.3, 0.31, 0.2] {
            line.push(value);
        }
        for bar in 0..20 {
            let fit = line.push(0.1).unwrap();
            if bar >= 4 {
                assert_eq!((fit.mean, fit.weighted, fit.slope), (0.1, 0.1, 0.0));
            }
        }
    }

    proptest! {
        #[test]
        fn equals_sums_over_the_window(
            period in 1_usize..60,
            level in 0.0_f64..1e9,
            values in prop::collection::vec(0.0_f64..10.0, 1..400),
        ) {
            let mut line = Line::new(period);
            let values: Vec<f64> = values.into_iter().map(|value| level + value).collect();
            for (index, &value) in values.iter().enumerate() {
                let got = line.push(value);
                if index + 1 < period {
                    prop_assert!(got.is_none());
                    continue;
                }
                let got = got.unwrap();
                let window = &values[index + 1 - period..=index];
                let n = period as f64;
                let base = window[0];
                let (mut sum, mut weighted, mut lean) = (0.0, 0.0, 0.0);
                for (place, value) in window.iter().enumerate() {
                    let k = (place + 1) as f64;
                    sum += value - base;
                    weighted += k * (value - base);
                    lean += (k - (n + 1.0) / 2.0) * (value - base);
                }
                let slope = if period > 1 { 12.0 * lean / (n * (n * n - 1.0)) } else { 0.0 };
                prop_assert!((got.mean - base - sum / n).abs() <= 1e-14 * (level + 10.0));
                let weighted = weighted / (n * (n + 1.0) / 2.0);
                prop_assert!((got.weighted - base - weighted).abs() <= 1e-14 * (level + 10.0));
                prop_assert!((got.slope - slope).abs() <= 1e-13);
            }
        }
    }
}
