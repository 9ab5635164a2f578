//! A series of the library: its name, and everything a list shows of it without opening a segment.

use crate::period::Period;
use crate::quality::Coverage;
use domain::{Calendar, Digest, Span, Symbol, Timeframe, Ts, Venue};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Which bars: venue, market and length. Written `upbit/KRW-BTC/1m`, also in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct SeriesId {
    /// Where it trades.
    pub venue: Venue,
    /// Its code there.
    pub symbol: Symbol,
    /// Length of a bar.
    pub timeframe: Timeframe,
}

/// Why a text names no series.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} names no series: write venue, symbol and timeframe like upbit/KRW-BTC/1m")]
pub struct SeriesIdError(pub String);

impl SeriesId {
    /// Names a series.
    pub const fn new(venue: Venue, symbol: Symbol, timeframe: Timeframe) -> SeriesId {
        SeriesId {
            venue,
            symbol,
            timeframe,
        }
    }

    /// Reads `upbit/KRW-BTC/1m`.
    pub fn parse(text: &str) -> Result<SeriesId, SeriesIdError> {
        let mut parts = text.split('/');
        let mut found = || {
            Some(SeriesId {
                venue: Venue::find(parts.next()?)?,
                symbol: Symbol::parse(parts.next()?).ok()?,
                timeframe: Timeframe::parse(parts.next()?)?,
            })
        };
        match (found(), parts.next()) {
            (Some(id), None) => Ok(id),
            _ => Err(SeriesIdError(text.to_owned())),
        }
    }
}

impl fmt::Display for SeriesId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{}/{}/{}",
            self.venue.id(),
            self.symbol,
            self.timeframe
        )
    }
}

impl From<SeriesId> for String {
    fn from(id: SeriesId) -> String {
        id.to_string()
    }
}

impl TryFrom<String> for SeriesId {
    type Error = SeriesIdError;
    fn try_from(text: String) -> Result<SeriesId, SeriesIdError> {
        SeriesId::parse(&text)
    }
}

/// What a load does with missing bars. New ones go to the end: files keep the place in this list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GapPolicy {
    /// Holes stay holes.
    #[default]
    Leave,
    /// Holes stay holes and are listed beside the bars.
    Mark,
    /// The last close is repeated with volume 0, flagged as made up: such bars never fill an order.
    FillForward,
}

impl GapPolicy {
    /// Every policy.
    pub const ALL: [GapPolicy; 3] = [GapPolicy::Leave, GapPolicy::Mark, GapPolicy::FillForward];

    /// The id used in flags and messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            GapPolicy::Leave => "leave",
            GapPolicy::Mark => "mark",
            GapPolicy::FillForward => "fill_forward",
        }
    }

    /// Finds a policy by id.
    pub fn parse(text: &str) -> Option<GapPolicy> {
        GapPolicy::ALL
            .into_iter()
            .find(|policy| policy.as_str() == text)
    }
}

/// Where the newest bars of a series came from. New ones go to the end: files keep the place in this list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Asked of the venue.
    Download,
    /// Read from a file of this name.
    File(String),
    /// Made of shorter bars of the same market.
    Resampled(Timeframe),
    /// Taken from an exported library.
    Library,
    /// Found again by reading segments after the manifest was lost.
    Rebuilt,
}

/// One row of the list of series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeriesEntry {
    /// Which bars.
    pub id: SeriesId,
    /// First open to last close.
    pub span: Span,
    /// How many bars are stored.
    pub bars: u64,
    /// Bytes of all segments.
    pub bytes: u64,
    /// When bars last changed, as the caller's clock said.
    pub updated: Ts,
    /// Where the newest bars came from.
    pub source: Origin,
    /// Names the stored bars: the sum over the sums of the segments, oldest first. Equal bars have equal hashes.
    pub hash: Digest,
    /// When the market is open, which decides what is missing.
    pub calendar: Calendar,
    /// What is there and what is missing.
    pub coverage: Coverage,
    /// Rows with a time that was there already, as counted by whoever handed the bars over, since the series began.
    pub duplicates: u64,
    /// Bars whose close is far from the close before; see [`crate::quality::outliers`].
    pub outliers: u64,
    /// What a load does with missing bars.
    pub gap_policy: GapPolicy,
    /// A line of the owner's.
    pub note: String,
}

/// One immutable file of a series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SegmentEntry {
    /// The file.
    pub file: String,
    /// Which stretch of the calendar it holds.
    pub period: Period,
    /// First open to last close.
    pub span: Span,
    /// How many bars.
    pub bars: u64,
    /// Length of the file.
    pub bytes: u64,
    /// SHA-256 of the file; its first 16 digits are part of the name.
    pub sha256: Digest,
    /// XXH64 of the file, which every load checks: SHA-256 would take longer than reading.
    pub xxh64: u64,
    /// What is there and what is missing.
    pub coverage: Coverage,
    /// Bars whose close is far from the close before.
    pub outliers: u64,
}
