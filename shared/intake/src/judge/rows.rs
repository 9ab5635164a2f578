//! The rows that were read, as columns.

use domain::{Bar, Ts};

/// Rows with a time. A row whose other cells are flawed keeps its place in time, with NaN for its prices.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// Line of the file.
    pub line: Vec<u32>,
    /// Opening time in milliseconds UTC.
    pub time: Vec<i64>,
    /// First prices.
    pub open: Vec<f64>,
    /// Highest prices.
    pub high: Vec<f64>,
    /// Lowest prices.
    pub low: Vec<f64>,
    /// Last prices.
    pub close: Vec<f64>,
    /// Units traded.
    pub volume: Vec<f64>,
    /// Closing times, when the file has them; `i64::MIN` for a row without.
    pub close_time: Vec<i64>,
    /// Made up by a gap repair, when the file says so.
    pub made_up: Vec<bool>,
    /// How many times had no zone, and the first row of them.
    pub naive: u32,
    /// The first line whose time has no zone.
    pub first_naive: Option<u32>,
    /// Does a time without a zone have a time of day?
    pub naive_clock: bool,
}

/// One row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct One {
    /// Line of the file.
    pub line: u32,
    /// Opening time.
    pub time: i64,
    /// Open, high, low, close.
    pub prices: [f64; 4],
    /// Units traded.
    pub volume: f64,
    /// Closing time.
    pub close_time: Option<i64>,
    /// Made up by a gap repair.
    pub made_up: bool,
}

impl Rows {
    /// Room for this many.
    pub fn with_capacity(rows: usize) -> Rows {
        Rows {
            line: Vec::with_capacity(rows),
            time: Vec::with_capacity(rows),
            open: Vec::with_capacity(rows),
            high: Vec::with_capacity(rows),
            low: Vec::with_capacity(rows),
            close: Vec::with_capacity(rows),
            volume: Vec::with_capacity(rows),
            ..Rows::default()
        }
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.time.len()
    }

    /// Appends one.
    #[inline]
    pub fn push(&mut self, row: One) {
        let [open, high, low, close] = row.prices;
        if row.close_time.is_some() || !self.close_time.is_empty() {
            self.close_time.resize(self.len(), i64::MIN);
            self.close_time.push(row.close_time.unwrap_or(i64::MIN));
        }
        if row.made_up || !self.made_up.is_empty() {
            self.made_up.resize(self.len(), false);
            self.made_up.push(row.made_up);
        }
        self.line.push(row.line);
        self.time.push(row.time);
        self.open.push(open);
        self.high.push(high);
        self.low.push(low);
        self.close.push(close);
        self.volume.push(row.volume);
    }

    /// One row, if there is one.
    pub fn get(&self, row: usize) -> Option<One> {
        let close_time = self.close_time.get(row).copied();
        Some(One {
            line: *self.line.get(row)?,
            time: *self.time.get(row)?,
            prices: [
                *self.open.get(row)?,
                *self.high.get(row)?,
                *self.low.get(row)?,
                *self.close.get(row)?,
            ],
            volume: *self.volume.get(row)?,
            close_time: close_time.filter(|time| *time != i64::MIN),
            made_up: self.made_up.get(row).copied().unwrap_or(false),
        })
    }

    /// All rows as bars.
    pub fn bars(&self) -> impl Iterator<Item = Bar> + '_ {
        (0..self.len()).filter_map(|row| self.get(row)).map(|row| {
            let [open, high, low, close] = row.prices;
            Bar {
                open_time: Ts(row.time),
                open,
                high,
                low,
                close,
                volume: row.volume,
                made_up: row.made_up,
            }
        })
    }

    /// The rows in another order, or some of them.
    pub fn pick(&mut self, order: &[usize]) {
        fn pick<T: Copy>(column: &mut Vec<T>, order: &[usize]) {
            if !column.is_empty() {
                *column = order
                    .iter()
                    .filter_map(|row| column.get(*row).copied())
                    .collect();
            }
        }
        let full = self.len();
        if !self.close_time.is_empty() {
            self.close_time.resize(full, i64::MIN);
        }
        if !self.made_up.is_empty() {
            self.made_up.resize(full, false);
        }
        pick(&mut self.line, order);
        pick(&mut self.time, order);
        for column in [
            &mut self.open,
            &mut self.high,
            &mut self.low,
            &mut self.close,
            &mut self.volume,
        ] {
            pick(column, order);
        }
        pick(&mut self.close_time, order);
        pick(&mut self.made_up, order);
    }

    /// Leaves out the rows that are marked.
    pub fn drop_marked(&mut self, marked: &[bool]) {
        if marked.contains(&true) {
            let kept: Vec<usize> = (0..self.len())
                .filter(|row| !marked.get(*row).copied().unwrap_or(false))
                .collect();
            self.pick(&kept);
        }
    }

    /// Is the row in its place but no bar?
    pub fn is_flawed(&self, row: usize) -> bool {
        self.open.get(row).is_none_or(|open| open.is_nan())
    }
}
