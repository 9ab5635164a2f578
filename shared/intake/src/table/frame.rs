//! Columns of values, as Parquet stores them.

use super::Cell;

/// A table by columns.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// The columns, all of one length.
    pub columns: Vec<FrameColumn>,
}

/// One column.
#[derive(Clone, Debug)]
pub struct FrameColumn {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub values: Values,
}

/// The values of a column.
#[derive(Clone, Debug)]
pub enum Values {
    /// Milliseconds since 1970; `i64::MIN` where there is none.
    Moments {
        /// The milliseconds.
        ms: Vec<i64>,
        /// Are they UTC, or by a clock the file doesn't name?
        utc: bool,
    },
    /// Numbers; NaN where there is none.
    Numbers(Vec<f64>),
    /// Whole numbers; `i64::MIN` where there is none.
    Wholes(Vec<i64>),
    /// Texts.
    Texts(Vec<String>),
}

impl Frame {
    /// How many rows the shortest column has.
    pub fn rows(&self) -> usize {
        self.columns
            .iter()
            .map(|column| column.values.len())
            .min()
            .unwrap_or(0)
    }
}

impl Values {
    fn len(&self) -> usize {
        match self {
            Values::Moments { ms, .. } => ms.len(),
            Values::Numbers(numbers) => numbers.len(),
            Values::Wholes(numbers) => numbers.len(),
            Values::Texts(texts) => texts.len(),
        }
    }

    /// One value.
    #[inline]
    pub fn cell(&self, row: usize) -> Cell<'_> {
        match self {
            Values::Moments { ms, utc } => match ms.get(row) {
                None => Cell::Absent,
                Some(&i64::MIN) => Cell::Missing,
                Some(&ms) => Cell::Moment { ms, utc: *utc },
            },
            Values::Numbers(numbers) => numbers
                .get(row)
                .map_or(Cell::Absent, |number| Cell::Number(*number)),
            Values::Wholes(numbers) => match numbers.get(row) {
                None => Cell::Absent,
                Some(&i64::MIN) => Cell::Missing,
                Some(&number) => Cell::Whole(number),
            },
            Values::Texts(texts) => texts
                .get(row)
                .map_or(Cell::Absent, |text| Cell::Text(text.as_bytes())),
        }
    }
}
