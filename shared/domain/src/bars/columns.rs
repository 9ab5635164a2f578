//! Bars from and to whole columns: a million rows are checked in a few passes instead of one by one.

use super::{Bars, BarsError};
use crate::time::{Timeframe, Ts};

/// The columns of a series, of equal length.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Columns {
    /// Opening times, milliseconds UTC.
    pub open_time: Vec<i64>,
    /// Opening prices.
    pub open: Vec<f64>,
    /// Highest prices.
    pub high: Vec<f64>,
    /// Lowest prices.
    pub low: Vec<f64>,
    /// Closing prices.
    pub close: Vec<f64>,
    /// Traded units.
    pub volume: Vec<f64>,
    /// Which bars were made up by a gap repair.
    pub made_up: Vec<bool>,
}

impl Bars {
    /// Checks columns as [`Bars::push`] checks bars, and takes them without copying.
    pub fn from_columns(timeframe: Timeframe, columns: Columns) -> Result<Bars, BarsError> {
        let rows = columns.open_time.len();
        let lengths = [
            ("open", columns.open.len()),
            ("high", columns.high.len()),
            ("low", columns.low.len()),
            ("close", columns.close.len()),
            ("volume", columns.volume.len()),
            ("made up", columns.made_up.len()),
        ];
        for (column, got) in lengths {
            if got != rows {
                return Err(BarsError::Length { column, got, rows });
            }
        }
        let Columns {
            open_time,
            open,
            high,
            low,
            close,
            volume,
            made_up,
        } = columns;
        let bars = Bars {
            timeframe,
            open_time,
            open,
            high,
            low,
            close,
            volume,
            made_up,
        };
        if bars.times_are_right() && bars.values_are_right() {
            return Ok(bars);
        }
        // One by one finds the first bad row and says what is wrong with it.
        Bars::from_bars(timeframe, bars.iter())
    }

    /// The columns, without copying.
    pub fn into_columns(self) -> Columns {
        Columns {
            open_time: self.open_time,
            open: self.open,
            high: self.high,
            low: self.low,
            close: self.close,
            volume: self.volume,
            made_up: self.made_up,
        }
    }

    /// Appends later bars of the same length; they were checked when they were made.
    pub fn extend(&mut self, later: &Bars) -> Result<(), BarsError> {
        let previous = self.open_time.last().copied().map(Ts);
        let first = later.open_time.first().copied().map(Ts);
        let in_order = match (previous, first) {
            (Some(previous), Some(first)) => previous < first,
            _ => true,
        };
        if later.timeframe != self.timeframe || !in_order {
            return Err(BarsError::Time {
                row: self.len(),
                got: first.unwrap_or_default(),
                previous,
                timeframe: self.timeframe,
            });
        }
        self.open_time.extend_from_slice(&later.open_time);
        self.open.extend_from_slice(&later.open);
        self.high.extend_from_slice(&later.high);
        self.low.extend_from_slice(&later.low);
        self.close.extend_from_slice(&later.close);
        self.volume.extend_from_slice(&later.volume);
        self.made_up.extend_from_slice(&later.made_up);
        Ok(())
    }

    fn times_are_right(&self) -> bool {
        let (times, frame) = (&self.open_time, self.timeframe);
        let Some(first) = times.first().copied().map(Ts) else {
            return true;
        };
        let step = frame.millis();
        // Where bars have one length, one step after a boundary is a boundary: no division for most rows.
        let next_to = |pair: &[i64]| match frame {
            Timeframe::Month1 => false,
            _ => pair[1].wrapping_sub(pair[0]) == step,
        };
        frame.open_of(first) == first
            && times.windows(2).all(|pair| {
                next_to(pair) || pair[0] < pair[1] && frame.open_of(Ts(pair[1])) == Ts(pair[1])
            })
    }

    /// Prices are finite, above zero and enclosed; a comparison with NaN is false.
    fn values_are_right(&self) -> bool {
        let mut right = true;
        let ends = self.open.iter().zip(&self.close);
        let rows = self.high.iter().zip(&self.low).zip(ends);
        for ((&high, &low), (&open, &close)) in rows {
            right &= (low > 0.0)
                & (high < f64::INFINITY)
                & (open >= low)
                & (close >= low)
                & (open <= high)
                & (close <= high);
        }
        for &volume in &self.volume {
            right &= (0.0..f64::INFINITY).contains(&volume);
        }
        right
    }
}

#[cfg(test)]
mod tests {
    use super::super::Bar;
    use super::*;
    use crate::time::DAY_MS;
    use proptest::prelude::*;

    /// A bar whose parts are sometimes wrong.
    fn any_bar() -> impl Strategy<Value = Bar> {
        let price = prop_oneof![
            40 => 90.0_f64..110.0, 1 => Just(f64::NAN), 1 => Just(0.0), 1 => Just(f64::INFINITY), 1 => Just(-1.0),
        ];
        let volume = prop_oneof![20 => 0.0_f64..9.0, 1 => Just(f64::NAN), 1 => Just(-1.0), 1 => Just(f64::INFINITY)];
        (
            0_i64..40,
            0_i64..12,
            [price.clone(), price.clone(), price.clone(), price],
            volume,
            any::<bool>(),
        )
            .prop_map(|(day, off, [open, high, low, close], volume, made_up)| {
                let open_time = Ts(day * DAY_MS + i64::from(off == 0));
                let (low, high) = if off < 11 {
                    (low.min(open).min(close), high.max(open).max(close))
                } else {
                    (low, high)
                };
                Bar {
                    open_time,
                    open,
                    high,
                    low,
                    close,
                    volume,
                    made_up,
                }
            })
    }

    proptest! {
        #[test]
        fn columns_are_right_exactly_when_their_rows_are(mut rows in prop::collection::vec(any_bar(), 0..6), sorted in any::<bool>(), month in any::<bool>()) {
            if sorted {
                rows.sort_by_key(|bar| bar.open_time);
            }
            let timeframe = if month { Timeframe::Month1 } else { Timeframe::Day1 };
            let columns = Columns {
                open_time: rows.iter().map(|bar| bar.open_time.0).collect(),
                open: rows.iter().map(|bar| bar.open).collect(),
                high: rows.iter().map(|bar| bar.high).collect(),
                low: rows.iter().map(|bar| bar.low).collect(),
                close: rows.iter().map(|bar| bar.close).collect(),
                volume: rows.iter().map(|bar| bar.volume).collect(),
                made_up: rows.iter().map(|bar| bar.made_up).collect(),
            };
            let one_by_one = Bars::from_bars(timeframe, rows.clone());
            // Debug, because a refused NaN is not equal to itself.
            prop_assert_eq!(format!("{:?}", Bars::from_columns(timeframe, columns.clone())), format!("{one_by_one:?}"));
            if let Ok(bars) = one_by_one {
                let mut halves = bars.slice(0..rows.len() / 2);
                halves.extend(&bars.slice(rows.len() / 2..rows.len())).unwrap();
                prop_assert_eq!(&halves, &bars);
                prop_assert_eq!(bars.into_columns(), columns);
            }
        }
    }

    #[test]
    fn columns_of_different_length_are_refused() {
        let columns = Columns {
            open_time: vec![0],
            ..Columns::default()
        };
        let error = Bars::from_columns(Timeframe::Day1, columns).unwrap_err();
        assert_eq!(error.to_string(), "column open has 0 rows, open time has 1");
    }
}
