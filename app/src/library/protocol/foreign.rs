//! A file from elsewhere on its way in: the words are those of `intake`.

use super::SeriesKey;
use domain::Calendar;
use intake::{Findings, Mended, Options, Repair};
use serde::{Deserialize, Serialize};

/// What the throw-away worker can be asked; it keeps the file between these.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum IntakeAsk {
    /// Looks into a file of this name, whose blob or bytes follow. Answer: `Draft`; `Several` when there are files inside and
    /// none is named.
    Open(String, Box<Options>),
    /// Reads it another way. Answer: `Draft`.
    Again(Box<Options>),
    /// What is wrong with it. Answer: `Findings`.
    Inspect(Box<Options>),
    /// Makes bars of it with these repairs and hands them over. Answer: `Taken`, seven columns follow; `Unfit` when
    /// something still stops it.
    Take(Box<Options>, Vec<Repair>),
}

/// What became of a file: bars, whose seven columns follow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Taken {
    /// The series it is to become.
    pub key: SeriesKey,
    /// How many bars.
    pub count: u32,
    /// Name of the file.
    pub source: String,
    /// When the market is open; `None` when only the times tell, which a series that is there knows better.
    pub calendar: Option<Calendar>,
    /// Rows that were left out because their time was there already.
    pub duplicates: u64,
    /// What is noteworthy about the bars; nothing that stops.
    pub findings: Findings,
    /// What the repairs did.
    pub mended: Vec<Mended>,
    /// Take the place of a series of that name, instead of adding to it?
    pub replace: bool,
}
