//! Bars as columns: checked once when made, then plain slices for the kernels.

mod columns;
mod error;
mod longer;

pub use columns::Columns;
pub use error::BarsError;

use crate::digest::Digest;
use crate::time::{Span, Timeframe, Ts};
use std::ops::Range;

/// One bar, half-open in time: `[open_time, close_time)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// First moment of the bar.
    pub open_time: Ts,
    /// First traded price.
    pub open: f64,
    /// Highest traded price.
    pub high: f64,
    /// Lowest traded price.
    pub low: f64,
    /// Last traded price.
    pub close: f64,
    /// Traded units of the base asset.
    pub volume: f64,
    /// Made up by a gap repair: may be shown and computed on, can never fill an order.
    pub made_up: bool,
}

/// A series of bars of one symbol and one length, oldest first; holes are holes.
#[derive(Clone, Debug, PartialEq)]
pub struct Bars {
    timeframe: Timeframe,
    open_time: Vec<i64>,
    open: Vec<f64>,
    high: Vec<f64>,
    low: Vec<f64>,
    close: Vec<f64>,
    volume: Vec<f64>,
    made_up: Vec<bool>,
}

impl Bars {
    /// An empty series.
    pub fn new(timeframe: Timeframe) -> Bars {
        Bars {
            timeframe,
            open_time: Vec::new(),
            open: Vec::new(),
            high: Vec::new(),
            low: Vec::new(),
            close: Vec::new(),
            volume: Vec::new(),
            made_up: Vec::new(),
        }
    }

    /// A series of checked bars.
    pub fn from_bars(
        timeframe: Timeframe,
        bars: impl IntoIterator<Item = Bar>,
    ) -> Result<Bars, BarsError> {
        let mut series = Bars::new(timeframe);
        for bar in bars {
            series.push(bar)?;
        }
        Ok(series)
    }

    /// Checks one bar and appends it.
    pub fn push(&mut self, bar: Bar) -> Result<(), BarsError> {
        let row = self.len();
        let previous = self.open_time.last().copied().map(Ts);
        let on_boundary = self.timeframe.open_of(bar.open_time) == bar.open_time;
        if !on_boundary || previous.is_some_and(|before| bar.open_time <= before) {
            let (got, timeframe) = (bar.open_time, self.timeframe);
            return Err(BarsError::Time {
                row,
                got,
                previous,
                timeframe,
            });
        }
        let prices = [
            ("open", bar.open),
            ("high", bar.high),
            ("low", bar.low),
            ("close", bar.close),
        ];
        for (column, got) in prices {
            if !(got.is_finite() && got > 0.0) {
                return Err(BarsError::Price { row, column, got });
            }
        }
        if bar.high < bar.open.max(bar.close) || bar.low > bar.open.min(bar.close) {
            let Bar {
                open,
                high,
                low,
                close,
                ..
            } = bar;
            return Err(BarsError::Shape {
                row,
                open,
                high,
                low,
                close,
            });
        }
        if !(bar.volume.is_finite() && bar.volume >= 0.0) {
            return Err(BarsError::Volume {
                row,
                got: bar.volume,
            });
        }
        self.open_time.push(bar.open_time.0);
        self.open.push(bar.open);
        self.high.push(bar.high);
        self.low.push(bar.low);
        self.close.push(bar.close);
        self.volume.push(bar.volume);
        self.made_up.push(bar.made_up);
        Ok(())
    }

    /// Makes room for bars that are known to come.
    pub fn reserve(&mut self, rows: usize) {
        self.open_time.reserve_exact(rows);
        let columns = [
            &mut self.open,
            &mut self.high,
            &mut self.low,
            &mut self.close,
            &mut self.volume,
        ];
        for column in columns {
            column.reserve_exact(rows);
        }
        self.made_up.reserve_exact(rows);
    }

    /// How many bars.
    pub fn len(&self) -> usize {
        self.open_time.len()
    }

    /// Is there no bar?
    pub fn is_empty(&self) -> bool {
        self.open_time.is_empty()
    }

    /// Bar `index`, if there is one.
    pub fn get(&self, index: usize) -> Option<Bar> {
        Some(Bar {
            open_time: Ts(*self.open_time.get(index)?),
            open: *self.open.get(index)?,
            high: *self.high.get(index)?,
            low: *self.low.get(index)?,
            close: *self.close.get(index)?,
            volume: *self.volume.get(index)?,
            made_up: *self.made_up.get(index)?,
        })
    }

    /// All bars in order.
    pub fn iter(&self) -> impl Iterator<Item = Bar> + '_ {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    /// Length of a bar.
    pub fn timeframe(&self) -> Timeframe {
        self.timeframe
    }

    /// Opening times, milliseconds UTC.
    pub fn open_time(&self) -> &[i64] {
        &self.open_time
    }

    /// Opening prices.
    pub fn open(&self) -> &[f64] {
        &self.open
    }

    /// Highest prices.
    pub fn high(&self) -> &[f64] {
        &self.high
    }

    /// Lowest prices.
    pub fn low(&self) -> &[f64] {
        &self.low
    }

    /// Closing prices.
    pub fn close(&self) -> &[f64] {
        &self.close
    }

    /// Traded units.
    pub fn volume(&self) -> &[f64] {
        &self.volume
    }

    /// Which bars were made up by a gap repair.
    pub fn made_up(&self) -> &[bool] {
        &self.made_up
    }

    /// From the first open to the last close; `None` when empty.
    pub fn span(&self) -> Option<Span> {
        let (first, last) = (self.open_time.first()?, self.open_time.last()?);
        Some(Span {
            start: Ts(*first),
            end: self.timeframe.close_of(Ts(*last)),
        })
    }

    /// Rows whose opening time lies inside the span.
    pub fn rows_in(&self, span: Span) -> Range<usize> {
        let first = self.open_time.partition_point(|&time| time < span.start.0);
        let after = self.open_time.partition_point(|&time| time < span.end.0);
        first..after.max(first)
    }

    /// A copy of some rows; rows past the end are left out.
    pub fn slice(&self, rows: Range<usize>) -> Bars {
        let rows = rows.start.min(self.len())..rows.end.min(self.len());
        Bars {
            timeframe: self.timeframe,
            open_time: self.open_time[rows.clone()].to_vec(),
            open: self.open[rows.clone()].to_vec(),
            high: self.high[rows.clone()].to_vec(),
            low: self.low[rows.clone()].to_vec(),
            close: self.close[rows.clone()].to_vec(),
            volume: self.volume[rows.clone()].to_vec(),
            made_up: self.made_up[rows].to_vec(),
        }
    }

    /// Names the content: two series with one digest are equal. The sum is over the timeframe's name, then column by column
    /// the times, the prices and volumes as eight little-endian bytes each, then the flags as one byte each. A worker of the
    /// page has the browser add up the same bytes: see `docs/decisions/0016`.
    pub fn digest(&self) -> Digest {
        Digest::of_fed(|feed| {
            feed(self.timeframe.as_str().as_bytes());
            feed_numbers(feed, &self.open_time, |time| time.to_le_bytes());
            let columns = [&self.open, &self.high, &self.low, &self.close, &self.volume];
            for column in columns {
                feed_numbers(feed, column, |value| value.to_le_bytes());
            }
            let mut piece = [0_u8; PIECE];
            for flags in self.made_up.chunks(PIECE) {
                for (byte, flag) in piece.iter_mut().zip(flags) {
                    *byte = u8::from(*flag);
                }
                feed(piece.get(..flags.len()).unwrap_or_default());
            }
        })
    }
}

/// Rows that become bytes at a time: few enough to stay in the nearest cache.
const PIECE: usize = 512;

fn feed_numbers<T: Copy>(
    feed: &mut dyn FnMut(&[u8]),
    column: &[T],
    bytes_of: impl Fn(T) -> [u8; 8],
) {
    let mut piece = [[0_u8; 8]; PIECE];
    for values in column.chunks(PIECE) {
        for (bytes, value) in piece.iter_mut().zip(values) {
            *bytes = bytes_of(*value);
        }
        let filled = piece.get(..values.len()).unwrap_or_default();
        feed(filled.as_flattened());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::DAY_MS;

    pub(super) fn bar(day: i64, open: f64, high: f64, low: f64, close: f64) -> Bar {
        Bar {
            open_time: Ts(day * DAY_MS),
            open,
            high,
            low,
            close,
            volume: 1.0,
            made_up: false,
        }
    }

    #[test]
    fn every_defect_names_its_row() {
        let refuse = |bars: Vec<Bar>, words: &str| {
            let error = Bars::from_bars(Timeframe::Day1, bars)
                .unwrap_err()
                .to_string();
            assert!(error.contains(words), "{error}");
        };
        let good = bar(0, 10.0, 11.0, 9.0, 10.0);
        refuse(
            vec![good, bar(1, 10.0, f64::NAN, 9.0, 10.0)],
            "row 1: high is NaN",
        );
        refuse(vec![good, bar(1, 10.0, 11.0, 0.0, 10.0)], "row 1: low is 0");
        refuse(
            vec![good, bar(1, 10.0, 9.5, 9.0, 9.2)],
            "row 1: high 9.5 and low 9",
        );
        refuse(vec![good, good], "row 1: open time 1970-01-01T00:00:00Z");
        refuse(
            vec![Bar {
                open_time: Ts(1),
                ..good
            }],
            "1d boundary",
        );
        refuse(
            vec![Bar {
                volume: -1.0,
                ..good
            }],
            "row 0: volume is -1",
        );
    }

    #[test]
    fn a_digest_changes_with_one_bit() {
        let one = Bars::from_bars(Timeframe::Day1, [bar(0, 10.0, 11.0, 9.0, 10.0)]).unwrap();
        let flagged = Bar {
            made_up: true,
            ..bar(0, 10.0, 11.0, 9.0, 10.0)
        };
        let other = Bars::from_bars(Timeframe::Day1, [flagged]).unwrap();
        assert_ne!(one.digest(), other.digest());
        assert_eq!(one.digest(), one.clone().digest());
    }

    /// The definition, spelled out as one string of bytes.
    #[test]
    fn a_digest_is_the_sum_of_its_columns() {
        for rows in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 7] {
            let some = (0..rows as i64).map(|day| Bar {
                volume: day as f64 / 3.0,
                made_up: day % 5 == 0,
                ..bar(day, 10.0 + day as f64 / 7.0, 1e9, 9.0, 10.0)
            });
            let bars = Bars::from_bars(Timeframe::Day1, some).unwrap();
            let mut bytes = b"1d".to_vec();
            let times = bars.open_time.iter().flat_map(|time| time.to_le_bytes());
            bytes.extend(times);
            for column in [&bars.open, &bars.high, &bars.low, &bars.close, &bars.volume] {
                bytes.extend(column.iter().flat_map(|value| value.to_le_bytes()));
            }
            bytes.extend(bars.made_up.iter().map(|flag| u8::from(*flag)));
            assert_eq!(bars.digest(), Digest::of(&bytes), "{rows} rows");
        }
    }
}
