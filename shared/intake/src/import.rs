//! From a draft to bars: the rows are judged, the repairs asked for are made, and what stays wrong is said.

use crate::defect::Findings;
use crate::draft::Draft;
use crate::options::Options;
use crate::repair::Repair;
use domain::{Bars, Symbol, Ts, Venue};
use serde::{Deserialize, Serialize};

/// Bars of a file, and everything that was noticed and done on the way.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// Where they were made; `Venue::File` when nobody said.
    pub venue: Venue,
    /// Of which market; `None` when neither file nor person says.
    pub symbol: Option<Symbol>,
    /// The bars.
    pub bars: Bars,
    /// What is noteworthy about them; nothing that stops.
    pub findings: Findings,
    /// What the repairs did.
    pub mended: Vec<Mended>,
}

/// What one repair did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mended {
    /// Which.
    pub repair: Repair,
    /// How many rows it touched.
    pub count: u32,
    /// The first of them.
    pub rows: Vec<u32>,
}

/// Why a draft is not bars yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[error("{}", .findings.sentence())]
pub struct Unfit {
    /// All that was found with the repairs made, what stops included.
    pub findings: Findings,
    /// What the repairs did.
    pub mended: Vec<Mended>,
}

/// Everything noteworthy about a draft under these options, before any repair; `now` tells which bars are over.
pub fn inspect(draft: &Draft, options: &Options, now: Ts) -> Findings {
    let _ = (draft, options, now);
    Findings::default()
}

/// The bars of a draft under these options with these repairs made; the order of the list doesn't matter.
pub fn bars(
    draft: &Draft,
    options: &Options,
    repairs: &[Repair],
    now: Ts,
) -> Result<Import, Unfit> {
    let findings = inspect(draft, options, now);
    let _ = repairs;
    Err(Unfit {
        findings,
        mended: Vec::new(),
    })
}
