//! Candles at a level of detail: levels of joined bars over one series, so that a window of millions of bars is drawn
//! from as many candles as there are pixels.
//!
//! Level 0 is the bars; each level joins four candles of the one below into first open, highest high, lowest low, last
//! close and sum of volume, by row and not by time, so that a hole takes no room.

use domain::{Bars, Span};
use std::ops::Range;

const FAN: usize = 4;

/// Candles as columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Candles {
    /// Opening times of their first bars.
    pub time: Vec<i64>,
    /// First open.
    pub open: Vec<f64>,
    /// Highest high.
    pub high: Vec<f64>,
    /// Lowest low.
    pub low: Vec<f64>,
    /// Last close.
    pub close: Vec<f64>,
    /// Volume in all.
    pub volume: Vec<f64>,
}

/// A window of candles.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    /// The candles.
    pub candles: Candles,
    /// Bars in each; the last may have fewer.
    pub per_candle: usize,
    /// Rows of the series they are made of.
    pub rows: Range<usize>,
}

/// A series and its levels above the bars.
#[derive(Clone, Debug)]
pub struct Pyramid {
    bars: Bars,
    levels: Vec<Candles>,
}

impl Candles {
    /// How many.
    pub fn len(&self) -> usize {
        self.time.len()
    }

    /// Is there none?
    pub fn is_empty(&self) -> bool {
        self.time.is_empty()
    }

    fn columns(&self) -> Columns<'_> {
        Columns {
            time: &self.time,
            open: &self.open,
            high: &self.high,
            low: &self.low,
            close: &self.close,
            volume: &self.volume,
        }
    }
}

#[derive(Clone, Copy)]
struct Columns<'a> {
    time: &'a [i64],
    open: &'a [f64],
    high: &'a [f64],
    low: &'a [f64],
    close: &'a [f64],
    volume: &'a [f64],
}

impl<'a> Columns<'a> {
    fn of(bars: &'a Bars) -> Columns<'a> {
        Columns {
            time: bars.open_time(),
            open: bars.open(),
            high: bars.high(),
            low: bars.low(),
            close: bars.close(),
            volume: bars.volume(),
        }
    }

    /// Candles of so many rows each, over some rows.
    fn joined(self, rows: Range<usize>, size: usize) -> Candles {
        let size = size.max(1);
        let firsts = |column: &[f64]| column[rows.clone()].iter().step_by(size).copied().collect();
        let chunks = |column: &'a [f64]| column[rows.clone()].chunks(size);
        let reduce = |column, start, join: fn(f64, f64) -> f64| -> Vec<f64> {
            chunks(column)
                .map(|chunk| chunk.iter().copied().fold(start, join))
                .collect()
        };
        Candles {
            time: self.time[rows.clone()]
                .iter()
                .step_by(size)
                .copied()
                .collect(),
            open: firsts(self.open),
            high: reduce(self.high, f64::NEG_INFINITY, f64::max),
            low: reduce(self.low, f64::INFINITY, f64::min),
            close: chunks(self.close)
                .filter_map(|chunk| chunk.last().copied())
                .collect(),
            volume: reduce(self.volume, 0.0, |sum, volume| sum + volume),
        }
    }
}

impl Pyramid {
    /// Builds all levels: a third of the bars' memory, and one pass.
    pub fn of(bars: Bars) -> Pyramid {
        let mut levels: Vec<Candles> = Vec::new();
        loop {
            let below = match levels.last() {
                Some(level) => level.columns(),
                None => Columns::of(&bars),
            };
            let count = below.time.len();
            if count <= FAN {
                break;
            }
            let next = below.joined(0..count, FAN);
            levels.push(next);
        }
        Pyramid { bars, levels }
    }

    /// The bars.
    pub fn bars(&self) -> &Bars {
        &self.bars
    }

    /// The candles of a span, at most so many; all of the series when nothing is said.
    ///
    /// Candles begin at multiples of their size, counted from the first bar of the series: scrolling moves them and never
    /// makes other ones.
    pub fn window(&self, span: Option<Span>, most: usize) -> Window {
        let rows = span.map_or(0..self.bars.len(), |span| self.bars.rows_in(span));
        let most = most.max(1);
        let mut size = rows.len().div_ceil(most).max(1);
        let (mut level, mut unit) = self.level_for(size);
        size = size.div_ceil(unit) * unit;
        // Rounding outwards can take one candle more than fits.
        while rows.end.div_ceil(size) - rows.start / size > most && size < self.bars.len() {
            (level, unit) = self.level_for(size + 1);
            size = (size + 1).div_ceil(unit) * unit;
        }
        let first = rows.start / size * size;
        let last = (rows.end.div_ceil(size) * size).min(self.bars.len());
        let columns = match level
            .checked_sub(1)
            .and_then(|above| self.levels.get(above))
        {
            Some(level) => level.columns(),
            None => Columns::of(&self.bars),
        };
        let of_level = first / unit..last.div_ceil(unit).min(columns.time.len());
        Window {
            candles: columns.joined(of_level, size / unit),
            per_candle: size,
            rows: first..last.max(first),
        }
    }

    /// The coarsest level whose candles are no longer than those wanted, and their size.
    fn level_for(&self, size: usize) -> (usize, usize) {
        let (mut level, mut unit) = (0, 1);
        while unit * FAN <= size && level < self.levels.len() {
            unit *= FAN;
            level += 1;
        }
        (level, unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Bar, Timeframe, Ts};
    use proptest::prelude::*;

    fn series(closes: &[f64]) -> Bars {
        let bars = closes.iter().enumerate().map(|(row, close)| Bar {
            open_time: Ts(row as i64 * 60_000),
            open: *close,
            high: close + 1.0,
            low: close / 2.0,
            close: *close,
            volume: 1.0,
            made_up: false,
        });
        Bars::from_bars(Timeframe::Minute1, bars).unwrap()
    }

    #[test]
    fn a_window_that_fits_is_the_bars_themselves() {
        let pyramid = Pyramid::of(series(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]));
        let span = Span {
            start: Ts(60_000),
            end: Ts(240_000),
        };
        let window = pyramid.window(Some(span), 10);
        assert_eq!((window.per_candle, window.rows), (1, 1..4));
        assert_eq!(window.candles.close, [2.0, 3.0, 4.0]);
    }

    #[test]
    fn a_candle_holds_first_highest_lowest_last_and_sum() {
        let pyramid = Pyramid::of(series(&[3.0, 9.0, 2.0, 4.0, 5.0, 6.0, 7.0, 8.0]));
        let window = pyramid.window(None, 2);
        assert_eq!(window.per_candle, 4);
        assert_eq!(window.candles.time, [0, 240_000]);
        assert_eq!(window.candles.open, [3.0, 5.0]);
        assert_eq!(window.candles.high, [10.0, 9.0]);
        assert_eq!(window.candles.low, [1.0, 2.5]);
        assert_eq!(window.candles.close, [4.0, 8.0]);
        assert_eq!(window.candles.volume, [4.0, 4.0]);
    }

    #[test]
    fn nothing_gives_nothing() {
        let window = Pyramid::of(series(&[])).window(None, 100);
        assert!(window.candles.is_empty());
    }

    proptest! {
        /// Every window equals the one counted bar by bar from the bars alone.
        #[test]
        fn levels_change_nothing(
            closes in prop::collection::vec(1.0_f64..100.0, 1..400),
            cut in (0..400_i64, 0..400_i64),
            most in 1..120_usize,
        ) {
            let bars = series(&closes);
            let span = Span { start: Ts(cut.0.min(cut.1) * 60_000), end: Ts(cut.0.max(cut.1) * 60_000) };
            let window = Pyramid::of(bars.clone()).window(Some(span), most);
            let wanted = bars.rows_in(span);
            if !wanted.is_empty() {
                prop_assert!(window.rows.start <= wanted.start && window.rows.end >= wanted.end);
                prop_assert_eq!(window.rows.start % window.per_candle, 0);
            }
            prop_assert!(window.candles.len() <= most || window.candles.len() <= 1);
            let plain = Columns::of(&bars).joined(window.rows.clone(), window.per_candle);
            prop_assert_eq!(&window.candles.time, &plain.time);
            prop_assert_eq!(&window.candles.open, &plain.open);
            prop_assert_eq!(&window.candles.high, &plain.high);
            prop_assert_eq!(&window.candles.low, &plain.low);
            prop_assert_eq!(&window.candles.close, &plain.close);
            prop_assert_eq!(&window.candles.volume, &plain.volume);
        }
    }
}
