//! Bars from whole columns: the checks of a bar at a time, without moving the values.

use super::{Bar, Bars, BarsError};
use crate::time::{Timeframe, Ts};

/// The columns of a series, as they come from a disk or another thread.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Columns {
    /// Opening times, milliseconds UTC.
    pub open_time: Vec<i64>,
    /// First traded prices.
    pub open: Vec<f64>,
    /// Highest traded prices.
    pub high: Vec<f64>,
    /// Lowest traded prices.
    pub low: Vec<f64>,
    /// Last traded prices.
    pub close: Vec<f64>,
    /// Traded units.
    pub volume: Vec<f64>,
    /// Made up by a gap repair?
    pub made_up: Vec<bool>,
}

impl Columns {
    /// The longest column's rows, or the first column that ends before and where.
    fn rows(&self) -> Result<usize, BarsError> {
        let lengths = [
            ("open_time", self.open_time.len()),
            ("open", self.open.len()),
            ("high", self.high.len()),
            ("low", self.low.len()),
            ("close", self.close.len()),
            ("volume", self.volume.len()),
            ("made_up", self.made_up.len()),
        ];
        let rows = lengths.iter().map(|(_, length)| *length).max().unwrap_or(0);
        match lengths.into_iter().find(|(_, length)| *length < rows) {
            None => Ok(rows),
            Some((column, row)) => Err(BarsError::Price {
                row,
                column,
                got: f64::NAN,
            }),
        }
    }
}

impl Bars {
    /// Takes columns and checks every row as [`Bars::push`] does.
    pub fn from_columns(timeframe: Timeframe, columns: Columns) -> Result<Bars, BarsError> {
        let rows = columns.rows()?;
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
        let Some(row) = (0..rows).find(|&row| !bars.is_sound(row)) else {
            return Ok(bars);
        };
        // The row is pushed behind the one before it, for the words of its error.
        let mut before = bars.slice(row.saturating_sub(1)..row);
        if let Some(bar) = bars.get(row) {
            before.push(bar).map_err(|error| error.at(row))?;
        }
        Ok(bars)
    }

    /// Is the row one that could be pushed here?
    fn is_sound(&self, row: usize) -> bool {
        let Some(bar) = self.get(row) else {
            return false;
        };
        let Bar {
            open_time,
            open,
            high,
            low,
            close,
            volume,
            ..
        } = bar;
        let after = row
            .checked_sub(1)
            .and_then(|before| self.open_time.get(before))
            .is_none_or(|before| open_time > Ts(*before));
        let finite = high < f64::INFINITY && volume < f64::INFINITY;
        let shaped = low > 0.0 && low <= open && low <= close && high >= open && high >= close;
        after && finite && shaped && volume >= 0.0 && self.timeframe.open_of(open_time) == open_time
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn columns(bars: &Bars) -> Columns {
        Columns {
            open_time: bars.open_time().to_vec(),
            open: bars.open().to_vec(),
            high: bars.high().to_vec(),
            low: bars.low().to_vec(),
            close: bars.close().to_vec(),
            volume: bars.volume().to_vec(),
            made_up: bars.made_up().to_vec(),
        }
    }

    fn value() -> impl Strategy<Value = f64> {
        prop_oneof![
            8 => 1.0_f64..3.0,
            1 => Just(0.0),
            1 => prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(-1.0)],
        ]
    }

    proptest! {
        /// Columns and rows are taken and refused alike, and in the same words.
        #[test]
        fn columns_are_checked_as_rows_are(
            rows in prop::collection::vec((0..4_i64, value(), value(), value(), value(), value()), 0..6)
        ) {
            let mut time = 0;
            let bars: Vec<Bar> = rows.iter().map(|&(step, open, high, low, close, volume)| {
                time += step * 30_000;
                Bar { open_time: Ts(time), open, high: high.max(open).max(close), low: low.min(open).min(close), close, volume, made_up: step == 2 }
            }).collect();
            let whole = Columns {
                open_time: bars.iter().map(|bar| bar.open_time.0).collect(),
                open: bars.iter().map(|bar| bar.open).collect(),
                high: bars.iter().map(|bar| bar.high).collect(),
                low: bars.iter().map(|bar| bar.low).collect(),
                close: bars.iter().map(|bar| bar.close).collect(),
                volume: bars.iter().map(|bar| bar.volume).collect(),
                made_up: bars.iter().map(|bar| bar.made_up).collect(),
            };
            let by_row = Bars::from_bars(Timeframe::Minute1, bars);
            let by_column = Bars::from_columns(Timeframe::Minute1, whole);
            match (by_row, by_column) {
                (Ok(rows), Ok(taken)) => {
                    prop_assert_eq!(columns(&rows), columns(&taken));
                }
                (Err(rows), Err(taken)) => prop_assert_eq!(rows.to_string(), taken.to_string()),
                (rows, taken) => prop_assert!(false, "{:?} but {:?}", rows, taken),
            }
        }
    }

    #[test]
    fn columns_of_different_lengths_are_no_bars() {
        let lopsided = Columns {
            open_time: vec![0],
            ..Columns::default()
        };
        let error = Bars::from_columns(Timeframe::Minute1, lopsided).unwrap_err();
        assert!(error.to_string().contains("row 0: open is NaN"), "{error}");
    }
}
