//! What is known of bars that were read, and how it is said.

use super::super::protocol::{BarsHead, Covered, SeriesKey};
use super::gauge::Gauged;
use domain::{Calendar, Digest, Span};

/// What is known of the bars of one symbol as a question reads them.
pub struct Supplied {
    /// The series they come from.
    pub(super) from: SeriesKey,
    /// All there is of it.
    pub(super) whole: Span,
    /// When it trades.
    pub(super) calendar: Calendar,
    /// What there is of it in the question's time.
    pub(super) gauged: Gauged,
    /// Their name.
    pub(super) digest: Digest,
}

impl Supplied {
    /// What is said with the bars when they are handed over.
    pub(super) fn head(&self, key: SeriesKey, inside: bool) -> BarsHead {
        BarsHead {
            venue: key.venue,
            symbol: key.symbol,
            calendar: self.calendar,
            timeframe: key.timeframe,
            count: self.gauged.bars as u32,
            hash: self.digest,
            inside,
        }
    }

    /// What there is, in figures.
    pub(super) fn covered(&self, key: SeriesKey) -> Covered {
        Covered {
            key,
            from: Some(self.from),
            span: Some(self.gauged.span),
            whole: Some(self.whole),
            bars: self.gauged.bars as u64,
            gaps: self.gauged.gaps,
            missing: self.gauged.missing,
            hash: Some(self.digest),
            strip: self.gauged.strip.clone(),
            trouble: None,
            calendar: Some(self.calendar),
        }
    }
}
