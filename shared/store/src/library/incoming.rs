//! Bars that are merged into a series, whoever holds them: only those of one segment at a time need be in memory.

use domain::time::Timeframe;
use domain::{Bars, BarsError};
use std::ops::Range;

/// Bars that come in.
pub trait Incoming {
    /// Length of a bar.
    fn timeframe(&self) -> Timeframe;

    /// Opening times of all of them, ascending.
    fn open_time(&self) -> &[i64];

    /// The bars of some rows, checked.
    fn rows(&self, rows: Range<usize>) -> Result<Bars, BarsError>;
}

impl Incoming for Bars {
    fn timeframe(&self) -> Timeframe {
        Bars::timeframe(self)
    }

    fn open_time(&self) -> &[i64] {
        Bars::open_time(self)
    }

    fn rows(&self, rows: Range<usize>) -> Result<Bars, BarsError> {
        Ok(self.slice(rows))
    }
}
