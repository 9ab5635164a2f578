//! Why bars are none: the row, the column and what would be right.

use crate::time::{Timeframe, Ts};

/// Why a series was refused; rows count from 0.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum BarsError {
    /// A price is not a finite number above zero.
    #[error("row {row}: {column} is {got}, it must be a finite number above 0")]
    Price {
        /// The row.
        row: usize,
        /// The column.
        column: &'static str,
        /// The value found.
        got: f64,
    },
    /// The volume is not a finite number of zero or more.
    #[error("row {row}: volume is {got}, it must be a finite number of 0 or more")]
    Volume {
        /// The row.
        row: usize,
        /// The value found.
        got: f64,
    },
    /// High and low do not enclose open and close.
    #[error("row {row}: high {high} and low {low} must enclose open {open} and close {close}")]
    Shape {
        /// The row.
        row: usize,
        /// The open found.
        open: f64,
        /// The high found.
        high: f64,
        /// The low found.
        low: f64,
        /// The close found.
        close: f64,
    },
    /// A time is not after the one before, or not where a bar of this length can open.
    #[error("row {row}: open time {got} must lie on a {timeframe} boundary and after {previous:?}")]
    Time {
        /// The row.
        row: usize,
        /// The time found.
        got: Ts,
        /// The time of the row before.
        previous: Option<Ts>,
        /// The bar length.
        timeframe: Timeframe,
    },
    /// Columns of one series have different lengths.
    #[error("column {column} has {got} rows, open time has {rows}")]
    Length {
        /// The column.
        column: &'static str,
        /// Its rows.
        got: usize,
        /// The rows of the first column.
        rows: usize,
    },
    /// Bars can only be made longer, never shorter.
    #[error("{from} bars can't be resampled to {to}: only to a longer timeframe")]
    Shorter {
        /// What there is.
        from: Timeframe,
        /// What was asked.
        to: Timeframe,
    },
}
