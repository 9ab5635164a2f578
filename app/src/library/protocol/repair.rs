//! Damaged files of the library: what they held, and what can be done about each.

use super::SeriesKey;
use domain::{Span, Timeframe};
use serde::{Deserialize, Serialize};

/// A file that is not what was written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Damaged {
    /// Its name.
    pub file: String,
    /// What is wrong with it.
    pub why: String,
    /// Whose bars it holds and which stretch of them; `None` for a file of the library itself.
    pub bars: Option<(SeriesKey, Span)>,
    /// How many bars it holds.
    pub count: u64,
    /// Where these bars can come from again.
    pub again: Again,
}

/// Where damaged bars can come from again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Again {
    /// From the exchange.
    Exchange,
    /// From the file of this name, which only its owner has.
    File(String),
    /// From the series of these shorter bars.
    Shorter(Timeframe),
    /// The library mends it by itself.
    Nothing,
}
