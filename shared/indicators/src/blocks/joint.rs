//! Variances and covariance of two series over a window in O(1) a bar.

use super::Window;

/// Below this share of the largest square seen, a variance is mostly rounding.
const CANCELLED: f64 = 1e-9;

/// Sums of distances from a recent point and of their squares and products.
///
/// As in [`Deviation`](super::Deviation) they are made afresh from the newest point every n bars; and at once when most of
/// the digits have cancelled, as after a jump has left the window, because a correlation divides by what is left.
#[derive(Clone, Debug)]
pub struct Joint {
    x: Window,
    y: Window,
    centre: [f64; 2],
    sums: Sums,
    peak: [f64; 2],
    until_fresh: usize,
}

/// Population moments of two series over a window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct JointSpread {
    /// Σx ÷ n.
    pub mean_x: f64,
    /// Σy ÷ n.
    pub mean_y: f64,
    /// Σ(x − mean)² ÷ n, never below 0.
    pub variance_x: f64,
    /// Σ(y − mean)² ÷ n, never below 0.
    pub variance_y: f64,
    /// Σ(x − mean)·(y − mean) ÷ n.
    pub covariance: f64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    x: f64,
    y: f64,
    xx: f64,
    yy: f64,
    xy: f64,
}

impl Joint {
    /// Looks at `period` pairs; 0 counts as 1.
    pub fn new(period: usize) -> Joint {
        Joint {
            x: Window::new(period),
            y: Window::new(period),
            centre: [0.0; 2],
            sums: Sums::default(),
            peak: [0.0; 2],
            until_fresh: period.max(1),
        }
    }

    /// Takes a pair in; gives the moments once the window is full.
    #[inline]
    pub fn push(&mut self, x: f64, y: f64) -> Option<JointSpread> {
        let leaving = self.x.push(x).zip(self.y.push(y));
        self.until_fresh -= 1;
        if self.until_fresh == 0 {
            self.freshen([x, y]);
        } else if let Some((old_x, old_y)) = leaving {
            self.put([x, y], 1.0);
            self.put([old_x, old_y], -1.0);
        } else {
            return None;
        }
        let spread = self.spread();
        if spread.variance_x < CANCELLED * self.peak[0]
            || spread.variance_y < CANCELLED * self.peak[1]
        {
            self.freshen([x, y]);
            return Some(self.spread());
        }
        Some(spread)
    }

    #[inline]
    fn put(&mut self, [x, y]: [f64; 2], sign: f64) {
        let (dx, dy) = (x - self.centre[0], y - self.centre[1]);
        let (xx, yy) = (dx * dx, dy * dy);
        self.sums.x += sign * dx;
        self.sums.y += sign * dy;
        self.sums.xx += sign * xx;
        self.sums.yy += sign * yy;
        self.sums.xy += sign * (dx * dy);
        self.peak = [self.peak[0].max(xx), self.peak[1].max(yy)];
    }

    #[inline]
    fn spread(&self) -> JointSpread {
        let n = self.x.period() as f64;
        let (mean_x, mean_y) = (self.sums.x / n, self.sums.y / n);
        JointSpread {
            mean_x: self.centre[0] + mean_x,
            mean_y: self.centre[1] + mean_y,
            variance_x: (self.sums.xx / n - mean_x * mean_x).max(0.0),
            variance_y: (self.sums.yy / n - mean_y * mean_y).max(0.0),
            covariance: self.sums.xy / n - mean_x * mean_y,
        }
    }

    fn freshen(&mut self, centre: [f64; 2]) {
        self.until_fresh = self.x.period();
        self.centre = centre;
        self.sums = Sums::default();
        self.peak = [0.0; 2];
        for bar in (0..self.x.period()).rev() {
            if let Some((x, y)) = self.x.back(bar).zip(self.y.back(bar)) {
                self.put([x, y], 1.0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_jump_leaves_behind_is_not_taken_for_variance() {
        let mut joint = Joint::new(4);
        let mut last = None;
        for (x, y) in [(1.0, 1.0), (1e9, 2.0), (3.3, 1.0)] {
            joint.push(x, y);
        }
        for bar in 0..4 {
            last = joint.push(0.1, f64::from(bar));
        }
        let last = last.unwrap();
        assert_eq!((last.variance_x, last.covariance), (0.0, 0.0));
        assert_eq!(
            (last.mean_x, last.mean_y, last.variance_y),
            (0.1, 1.5, 1.25)
        );
    }

    proptest! {
        #[test]
        fn equals_two_passes_over_the_window(
            period in 2_usize..40,
            level in 0.0_f64..1e8,
            values in prop::collection::vec((0.0_f64..10.0, 0.0_f64..3.0), 1..200),
        ) {
            let mut joint = Joint::new(period);
            let values: Vec<(f64, f64)> = values.into_iter().map(|(x, y)| (level + x, y)).collect();
            for (index, &(x, y)) in values.iter().enumerate() {
                let got = joint.push(x, y);
                if index + 1 < period {
                    prop_assert!(got.is_none());
                    continue;
                }
                let got = got.unwrap();
                let window = &values[index + 1 - period..=index];
                let n = period as f64;
                let (x0, y0) = window[0];
                let mean_x = window.iter().map(|(x, _)| x - x0).sum::<f64>() / n;
                let mean_y = window.iter().map(|(_, y)| y - y0).sum::<f64>() / n;
                let covariance = window
                    .iter()
                    .map(|(x, y)| (x - x0 - mean_x) * (y - y0 - mean_y))
                    .sum::<f64>() / n;
                let variance = window.iter().map(|(x, _)| (x - x0 - mean_x) * (x - x0 - mean_x)).sum::<f64>() / n;
                prop_assert!((got.mean_y - y0 - mean_y).abs() <= 1e-13);
                prop_assert!((got.covariance - covariance).abs() <= 1e-11);
                prop_assert!((got.variance_x - variance).abs() <= 1e-11);
            }
        }
    }
}
