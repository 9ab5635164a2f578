//! Mean and variance of a window in O(1) a bar, without the cancellation of Σx² − (Σx)² ÷ n.

use super::Window;

/// Sums of d = x − c and of d², c being a recent value. Every n bars c moves to the newest value and both sums are made
/// afresh, so that neither rounding nor a far-away c can spoil them. Flat prices give exactly 0.
#[derive(Clone, Debug)]
pub struct Deviation {
    window: Window,
    centre: f64,
    sum: f64,
    squares: f64,
    until_fresh: usize,
    inverse: f64,
}

/// Mean and population variance of a window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Σx ÷ n.
    pub mean: f64,
    /// Σ(x − mean)² ÷ n, never below 0.
    pub variance: f64,
}

impl Deviation {
    /// Looks at `period` values; 0 counts as 1.
    pub fn new(period: usize) -> Deviation {
        let window = Window::new(period);
        Deviation {
            centre: 0.0,
            sum: 0.0,
            squares: 0.0,
            until_fresh: window.period(),
            inverse: 1.0 / window.period() as f64,
            window,
        }
    }

    /// Takes a value in; gives mean and variance once the window is full.
    #[inline]
    pub fn push(&mut self, value: f64) -> Option<Spread> {
        let leaving = self.window.push(value);
        self.until_fresh -= 1;
        if self.until_fresh == 0 {
            self.freshen(value);
        } else if let Some(leaving) = leaving {
            let (new, old) = (value - self.centre, leaving - self.centre);
            self.sum += new - old;
            self.squares += new * new - old * old;
        } else {
            return None;
        }
        let offset = self.sum * self.inverse;
        let variance = self.squares * self.inverse - offset * offset;
        Some(Spread {
            mean: self.centre + offset,
            variance: if variance > 0.0 { variance } else { 0.0 },
        })
    }

    /// How many values are looked at.
    pub fn period(&self) -> usize {
        self.window.period()
    }

    /// The values in the window.
    pub fn window(&self) -> &Window {
        &self.window
    }

    /// Four sums side by side, added in a fixed order: the same bits on every target, and the processor can overlap them.
    fn freshen(&mut self, centre: f64) {
        self.until_fresh = self.window.period();
        self.centre = centre;
        let (mut sums, mut squares) = ([0.0; 4], [0.0; 4]);
        let mut chunks = self.window.as_slice().chunks_exact(4);
        for chunk in &mut chunks {
            for lane in 0..4 {
                let distance = chunk[lane] - centre;
                sums[lane] += distance;
                squares[lane] += distance * distance;
            }
        }
        for (lane, value) in chunks.remainder().iter().enumerate() {
            let distance = value - centre;
            sums[lane] += distance;
            squares[lane] += distance * distance;
        }
        self.sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
        self.squares = (squares[0] + squares[1]) + (squares[2] + squares[3]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn flat_prices_have_exactly_no_variance() {
        let mut deviation = Deviation::new(7);
        for _ in 0..100 {
            if let Some(spread) = deviation.push(0.1) {
                assert_eq!((spread.mean, spread.variance), (0.1, 0.0));
            }
        }
    }

    proptest! {
        #[test]
        fn equals_two_passes_over_the_window(
            period in 2_usize..60,
            level in 0.0_f64..1e9,
            values in prop::collection::vec(0.0_f64..10.0, 1..400),
        ) {
            let mut deviation = Deviation::new(period);
            let values: Vec<f64> = values.into_iter().map(|value| level + value).collect();
            for (index, &value) in values.iter().enumerate() {
                let got = deviation.push(value);
                if index + 1 < period {
                    prop_assert!(got.is_none());
                    continue;
                }
                let window = &values[index + 1 - period..=index];
                let n = period as f64;
                let centre = window[0];
                let mean = centre + window.iter().map(|v| v - centre).sum::<f64>() / n;
                let variance = window.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n;
                let got = got.unwrap();
                prop_assert!((got.mean - mean).abs() <= 1e-14 * (level + 10.0));
                prop_assert!((got.variance - variance).abs() <= 1e-12 * 100.0);
            }
        }
    }
}
