//! What a series has and what it lacks: expected bars by timeframe and calendar, gaps, the coverage strip, outliers.

pub(crate) mod coverage;
pub(crate) mod fill;
mod grid;
mod hours;
mod outliers;
pub mod sessions;

pub use fill::MOST_MADE_UP;
pub use grid::Grid;
pub(crate) use hours::TELLING_BARS;
pub use hours::calendar_of;
pub use outliers::outliers;

use domain::Span;
use serde::{Deserialize, Serialize};

/// Most cells of a coverage strip.
pub const STRIP_CELLS: usize = 256;

/// Bars that should be there and are not, in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// From the open of the first missing bar to the close of the last.
    pub span: Span,
    /// How many bars are missing; nights and holidays of a stock exchange don't count.
    pub missing: u64,
}

/// What is there of what should be.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Coverage {
    /// Bars that the timeframe and the calendar expect from first to last.
    pub expected: u64,
    /// How many of them are missing.
    pub missing: u64,
    /// In how many stretches.
    pub gaps: u64,
    /// The stretch with the most missing bars.
    pub longest: Option<Gap>,
    /// At most [`STRIP_CELLS`] equal parts of the span: 255 complete, 0 nothing there, between them the share that is there.
    pub strip: Vec<u8>,
}
