//! Falls from the highest value so far: depth, duration and their averages, one value at a time.

/// A fall smaller than this is the rounding of compounding.
pub(crate) const ROUNDING: f64 = 1e-13;

/// Everything about the drawdowns of an account, fed one value after the other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drawdown {
    /// Sum of the drawdown over all bars.
    pub sum: f64,
    /// Sum of its square.
    pub squares: f64,
    /// Bars under water.
    pub under: u32,
    /// Separate drawdowns.
    pub count: u32,
    bars: u32,
    time: i64,
    peak: f64,
    peak_bar: u32,
    peak_time: i64,
    /// Depth of the drawdown now, 0 at a peak.
    depth: f64,
    past: Past,
}

/// Records among the drawdowns that were recovered.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Past {
    deepest: f64,
    deepest_bars: u32,
    longest_bars: u32,
    longest_time: i64,
}

impl Drawdown {
    /// An account before its first bar.
    pub fn new(start: f64, time: i64) -> Drawdown {
        Drawdown {
            sum: 0.0,
            squares: 0.0,
            under: 0,
            count: 0,
            bars: 0,
            time,
            peak: start,
            peak_bar: 0,
            peak_time: time,
            depth: 0.0,
            past: Past::default(),
        }
    }

    /// Falls of which only the deepest is known, 0 or below.
    pub(crate) fn of_depth(deepest: f64) -> Drawdown {
        let mut meter = Drawdown::new(1.0, 0);
        meter.past.deepest = if deepest < -ROUNDING { deepest } else { 0.0 };
        meter
    }

    /// One value more.
    #[inline]
    pub fn push(&mut self, time: i64, value: f64) {
        self.bars += 1;
        self.time = time;
        let fall = value / self.peak - 1.0;
        if fall < -ROUNDING {
            self.count += u32::from(self.depth == 0.0);
            self.under += 1;
            self.sum += fall;
            self.squares += fall * fall;
            self.depth = self.depth.min(fall);
            return;
        }
        // Back at the peak, or higher; a start of nothing has no ratio, and nothing falls below it.
        if self.depth < 0.0 {
            self.past = self.records();
            self.depth = 0.0;
        }
        self.peak = self.peak.max(value);
        (self.peak_bar, self.peak_time) = (self.bars, time);
    }

    /// The records with the drawdown that is open.
    #[inline]
    fn records(&self) -> Past {
        let past = self.past;
        if self.depth == 0.0 {
            return past;
        }
        let bars = self.bars - self.peak_bar;
        let deeper = self.depth < past.deepest;
        Past {
            deepest: past.deepest.min(self.depth),
            deepest_bars: if deeper { bars } else { past.deepest_bars },
            longest_bars: past.longest_bars.max(bars),
            longest_time: past
                .longest_time
                .max(self.time.saturating_sub(self.peak_time)),
        }
    }

    /// Lowest of value ÷ highest so far − 1.
    pub fn deepest(&self) -> f64 {
        self.past.deepest.min(self.depth)
    }

    /// Bars from the peak of the deepest drawdown to its recovery, or to the end.
    pub fn deepest_bars(&self) -> u32 {
        self.records().deepest_bars
    }

    /// Bars of the longest drawdown, counted likewise.
    pub fn longest_bars(&self) -> u32 {
        self.records().longest_bars
    }

    /// Milliseconds of the longest drawdown in time.
    pub fn longest_time(&self) -> i64 {
        self.records().longest_time
    }

    /// √(mean of the squared drawdown): Martin's ulcer index, 1987.
    pub fn ulcer(&self) -> f64 {
        (self.squares / f64::from(self.bars)).sqrt()
    }
}

/// The drawdown at every value after a start.
pub fn column(start: f64, values: &[f64]) -> Vec<f64> {
    let mut peak = start;
    let fall = |value: &f64| {
        peak = peak.max(*value);
        value / peak - 1.0
    };
    values.iter().map(fall).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_falls_by_hand() {
        // Peak 110 at bar 1, 99 (−10 %), back above at bar 4; peak 120, 60 (−50 %) at the end.
        let mut meter = Drawdown::new(100.0, 0);
        for (bar, value) in [110.0, 99.0, 105.0, 120.0, 60.0].into_iter().enumerate() {
            meter.push(bar as i64 + 1, value);
        }
        assert_eq!(
            (meter.deepest(), meter.deepest_bars(), meter.longest_bars()),
            (-0.5, 1, 3)
        );
        assert_eq!((meter.count, meter.under, meter.longest_time()), (2, 3, 3));
        let fall = [110.0, 99.0, 105.0, 120.0, 60.0].map(|v: f64| v);
        let want = (fall[1] / 110.0 - 1.0) + (fall[2] / 110.0 - 1.0) - 0.5;
        assert!((meter.sum - want).abs() < 1e-15);
    }
}
