//! Why a reply is not the page of candles that was asked for.

use domain::{Timeframe, Ts};

/// Why a reply is not the page that was asked for. Rows count from 0, newest first, as they were sent.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CandleError {
    /// Truncated, HTML, or otherwise not JSON.
    #[error("the reply is not JSON: {0}")]
    NotJson(String),
    /// JSON, but no list.
    #[error("the reply is {got}, not a list of candles")]
    NotAList {
        /// What it is.
        got: &'static str,
    },
    /// A list of something else.
    #[error("row {row} is {got}, not a candle")]
    NotACandle {
        /// Which row.
        row: usize,
        /// What it is.
        got: &'static str,
    },
    /// More rows than were asked for.
    #[error("{got} rows came, {asked} were asked for")]
    TooMany {
        /// Rows asked for.
        asked: u16,
        /// Rows received.
        got: usize,
    },
    /// A field is not there.
    #[error("row {row} has no {field}")]
    Missing {
        /// Which row.
        row: usize,
        /// Which field.
        field: &'static str,
    },
    /// A field has changed its type.
    #[error("row {row}: {field} is {got}, not {want}")]
    WrongType {
        /// Which row.
        row: usize,
        /// Which field.
        field: &'static str,
        /// What it should be.
        want: &'static str,
        /// What it is.
        got: &'static str,
    },
    /// A number no candle can have.
    #[error("row {row}: {field} is {got}")]
    OutOfRange {
        /// Which row.
        row: usize,
        /// Which field.
        field: &'static str,
        /// The number.
        got: f64,
    },
    /// High or low does not enclose open and close.
    #[error("row {row}: high {high} and low {low} do not enclose open {open} and close {close}")]
    Crossed {
        /// Which row.
        row: usize,
        /// First trade.
        open: f64,
        /// Highest trade.
        high: f64,
        /// Lowest trade.
        low: f64,
        /// Last trade.
        close: f64,
    },
    /// An answer about something else.
    #[error("row {row}: {field} is {got}, {asked} was asked for")]
    Mismatch {
        /// Which row.
        row: usize,
        /// Which field.
        field: &'static str,
        /// The value asked for.
        asked: String,
        /// The value received.
        got: String,
    },
    /// Not `YYYY-MM-DDTHH:mm:ss`.
    #[error("row {row}: {field} {got:?} is not a time")]
    BadTime {
        /// Which row.
        row: usize,
        /// Which field.
        field: &'static str,
        /// The text.
        got: String,
    },
    /// A bar that starts between two bars.
    #[error("row {row}: no {timeframe} bar opens at {open_time}")]
    OffGrid {
        /// Which row.
        row: usize,
        /// Bar length asked for.
        timeframe: Timeframe,
        /// Time received.
        open_time: Ts,
    },
    /// `to` is exclusive.
    #[error("row {row} opens at {open_time}, not before {to}")]
    NotBefore {
        /// Which row.
        row: usize,
        /// Time received.
        open_time: Ts,
        /// Bound asked for.
        to: Ts,
    },
    /// Rows must go from newest to oldest, each once.
    #[error("row {row} opens at {open_time}, the row before it at {before}: not newest first")]
    Disorder {
        /// Which row.
        row: usize,
        /// Its time.
        open_time: Ts,
        /// Time of the row before it.
        before: Ts,
    },
}
