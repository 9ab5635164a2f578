//! Mean and variance of a window in O(1) a bar, without the cancellation of Σx² − (Σx)² ÷ n.

use super::Window;

/// Rows done at once: few enough for the fastest memory, enough to be worth a loop. As many or more lie between two
/// fresh sums.
const CHUNK: usize = 64;

/// Sums of d = x − c and of d², c being a recent value. Every n bars, or every few n when n is small, c moves to the newest
/// value and both sums are made afresh, so that neither rounding nor a far-away c can spoil them. A window of equal values has exactly no variance,
/// not what rounding left of the values before it: bands must close when nobody trades.
#[derive(Clone, Debug)]
pub struct Deviation {
    window: Window,
    centre: f64,
    sum: f64,
    squares: f64,
    inverse: f64,
    /// Turns of the ring between two fresh sums, and those left.
    turns: usize,
    until_fresh: usize,
    newest: f64,
    equal: usize,
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
            inverse: 1.0 / window.period() as f64,
            turns: CHUNK.div_ceil(window.period()),
            until_fresh: 1,
            newest: f64::NAN,
            equal: 0,
            window,
        }
    }

    /// Takes a value in; gives mean and variance once the window is full.
    // Out of line, the two sums go through memory as a pair and each bar waits for the stores of the last: 6 times slower.
    #[inline(always)]
    pub fn push(&mut self, value: f64) -> Option<Spread> {
        let leaving = self.window.push(value);
        self.until_fresh -= usize::from(self.window.is_whole_turn());
        if self.until_fresh == 0 {
            self.freshen(value);
        } else if let Some(leaving) = leaving {
            self.exchange(leaving, value);
        } else {
            self.note(value);
            return None;
        }
        Some(self.spread(value))
    }

    /// Takes a whole column in and hands means and variances over, with the row they begin at: what
    /// [`push`](Deviation::push) gives row by row, to the last bit, and NaN where it gives nothing.
    ///
    /// On a fresh window without NaN the leaving values are read where they lie, and what does not wait for the row
    /// before is done for many rows at once.
    #[inline(always)]
    pub fn column(&mut self, values: &[f64], mut give: impl FnMut(usize, &[f64], &mut [f64])) {
        let period = self.window.period();
        if !self.window.is_empty() || values.iter().any(|value| value.is_nan()) {
            for (row, &value) in values.iter().enumerate() {
                let spread = Some(value)
                    .filter(|value| !value.is_nan())
                    .and_then(|value| self.push(value));
                let [mean, variance] =
                    spread.map_or([f64::NAN; 2], |spread| [spread.mean, spread.variance]);
                give(row, &[mean], &mut [variance]);
            }
            return;
        }
        let (begin, rest) = values.split_at(period.min(values.len()));
        for row in (0..begin.len()).step_by(CHUNK) {
            let rows = CHUNK.min(begin.len() - row);
            let nothing = [f64::NAN; CHUNK];
            give(row, &nothing[..rows], &mut { nothing }[..rows]);
        }
        for (row, &value) in begin.iter().enumerate() {
            if let Some(spread) = self.push(value) {
                give(row, &[spread.mean], &mut [spread.variance]);
            }
        }
        let (mut means, mut variances) = ([0.0; CHUNK], [0.0; CHUNK]);
        let mut row = period;
        for block in rest.chunks(period * self.turns) {
            let whole = block.len() == period * self.turns;
            let exchanged = &block[..block.len() - usize::from(whole)];
            for new in exchanged.chunks(CHUNK) {
                let (means, variances) = (&mut means[..new.len()], &mut variances[..new.len()]);
                let old = &values[row - period..][..new.len()];
                self.exchange_all(old, new, means, variances);
                give(row, means, variances);
                row += new.len();
            }
            if whole {
                self.window.push_all(block);
                let last = values[row];
                self.freshen(last);
                let spread = self.spread(last);
                give(row, &[spread.mean], &mut [spread.variance]);
                row += 1;
            } else {
                for &value in block {
                    self.window.push(value);
                    self.until_fresh -= usize::from(self.window.is_whole_turn());
                }
            }
        }
    }

    /// How many values are looked at.
    pub fn period(&self) -> usize {
        self.window.period()
    }

    /// The values in the window.
    pub fn window(&self) -> &Window {
        &self.window
    }

    #[inline(always)]
    fn note(&mut self, value: f64) {
        self.equal = if value == self.newest {
            self.equal + 1
        } else {
            1
        };
        self.newest = value;
    }

    #[inline(always)]
    fn exchange(&mut self, leaving: f64, entering: f64) {
        self.note(entering);
        let (new, old) = (entering - self.centre, leaving - self.centre);
        self.sum += new - old;
        self.squares += new * new - old * old;
    }

    /// [`exchange`](Deviation::exchange) and [`spread`](Deviation::spread) for rows that follow one another.
    #[inline(always)]
    fn exchange_all(
        &mut self,
        leaving: &[f64],
        entering: &[f64],
        means: &mut [f64],
        variances: &mut [f64],
    ) {
        let (centre, inverse) = (self.centre, self.inverse);
        let rows = entering.len().min(leaving.len());
        for row in 0..rows {
            let (new, old) = (entering[row] - centre, leaving[row] - centre);
            means[row] = new - old;
            variances[row] = new * new - old * old;
        }
        for row in 0..rows {
            self.sum += means[row];
            self.squares += variances[row];
            means[row] = self.sum;
            variances[row] = self.squares;
        }
        for row in 0..rows {
            let offset = means[row] * inverse;
            let variance = variances[row] * inverse - offset * offset;
            means[row] = centre + offset;
            variances[row] = if variance > 0.0 { variance } else { 0.0 };
        }
        if !self.may_be_flat(entering) {
            let repeats = entering
                .windows(2)
                .rev()
                .take_while(|pair| pair[0] == pair[1]);
            self.equal = 1 + repeats.count();
            self.newest = entering.last().copied().unwrap_or(self.newest);
            return;
        }
        for row in 0..rows {
            self.note(entering[row]);
            if self.equal >= self.window.period() {
                (means[row], variances[row]) = (entering[row], 0.0);
            }
        }
    }

    /// Could one of the windows that end in these rows hold nothing but equal values? It would need n − 1 repeats in a
    /// row, so it is enough to look at every (n − 1)th, unless a run from before goes on.
    #[inline(always)]
    fn may_be_flat(&self, entering: &[f64]) -> bool {
        let stride = self.window.period() - 1;
        if stride == 0 || entering.first() == Some(&self.newest) {
            return true;
        }
        let mut looked_at = (stride..entering.len()).step_by(stride);
        looked_at.any(|row| entering[row] == entering[row - 1])
    }

    #[inline(always)]
    fn freshen(&mut self, centre: f64) {
        self.note(centre);
        self.centre = centre;
        self.until_fresh = self.turns;
        (self.sum, self.squares) = distances(self.window.as_slice(), centre);
    }

    #[inline(always)]
    fn spread(&self, value: f64) -> Spread {
        if self.equal >= self.window.period() {
            return Spread {
                mean: value,
                variance: 0.0,
            };
        }
        let offset = self.sum * self.inverse;
        let variance = self.squares * self.inverse - offset * offset;
        Spread {
            mean: self.centre + offset,
            variance: if variance > 0.0 { variance } else { 0.0 },
        }
    }
}

/// Σd and Σd² with d = x − centre: four sums side by side, added in a fixed order, so that every target gives the same
/// bits and the processor can overlap them.
#[inline(never)]
fn distances(values: &[f64], centre: f64) -> (f64, f64) {
    let (mut sums, mut squares) = ([0.0; 4], [0.0; 4]);
    let mut chunks = values.chunks_exact(4);
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
    (
        (sums[0] + sums[1]) + (sums[2] + sums[3]),
        (squares[0] + squares[1]) + (squares[2] + squares[3]),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_window_of_equal_values_has_exactly_no_variance() {
        let mut deviation = Deviation::new(7);
        for bar in 0..40 {
            deviation.push(1.0 / (3.0 + f64::from(bar)));
        }
        for bar in 0..30 {
            let spread = deviation.push(0.1).unwrap();
            if bar >= 6 {
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
