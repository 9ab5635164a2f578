//! What the library has of a question's market.

use super::{SeriesKey, Trouble};
use domain::{Calendar, Digest, Span, Symbol, Timeframe, Venue};
use serde::{Deserialize, Serialize};

/// What there is of one symbol.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Covered {
    /// The series the question needs.
    pub key: SeriesKey,
    /// The series its bars come from: of shorter bars when they have to be made longer. `None` when there is none.
    pub from: Option<SeriesKey>,
    /// The bars the question reads: their time.
    pub span: Option<Span>,
    /// All there is.
    pub whole: Option<Span>,
    /// How many bars the question reads.
    pub bars: u64,
    /// Stretches without bars in them.
    pub gaps: u32,
    /// Bars missing in these.
    pub missing: u64,
    /// Names the bars the question reads.
    pub hash: Option<Digest>,
    /// The span in equal parts, the share of bars there in each: 0 none, 255 all.
    pub strip: Vec<u8>,
    /// Why they can't be read, when they can't.
    pub trouble: Option<Trouble>,
    /// When it trades; it is no part of what names the bars.
    pub calendar: Option<Calendar>,
}

/// Names the bars of one symbol that follow as one block: eight bytes, time (64-bit whole milliseconds), open, high, low,
/// close, volume (64-bit floats), made up (a byte each), column by column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BarsHead {
    /// Whose bars.
    pub venue: Venue,
    /// Of what.
    pub symbol: Symbol,
    /// When it trades.
    pub calendar: Calendar,
    /// How long a bar is.
    pub timeframe: Timeframe,
    /// How many.
    pub count: u32,
    /// Names them as `Bars::digest` does.
    pub hash: Digest,
    /// Do they replay the inside of the bars that came before them?
    pub inside: bool,
}

/// A series a question needs and the library hasn't.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lacking {
    /// Which series.
    pub key: SeriesKey,
    /// Is it there, with other bars than the link speaks of?
    pub differs: bool,
}
