//! A series as the page sees it.

use domain::{Calendar, Digest, Span, Symbol, Timeframe, Ts, Venue};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Names a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SeriesKey {
    /// Whose bars.
    pub venue: Venue,
    /// Of what.
    pub symbol: Symbol,
    /// How long a bar is.
    pub timeframe: Timeframe,
}

impl fmt::Display for SeriesKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{} {} {}",
            self.venue.id(),
            self.symbol,
            self.timeframe
        )
    }
}

/// What is done about gaps when a series is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum GapPolicy {
    /// Gaps stay gaps.
    #[default]
    Leave,
    /// Gaps stay gaps and are shown.
    Mark,
    /// Filled with flagged bars at the last close, which can fill no order.
    FillForward,
}

impl GapPolicy {
    /// Every policy.
    pub const ALL: [GapPolicy; 3] = [GapPolicy::Leave, GapPolicy::Mark, GapPolicy::FillForward];

    /// Its id in addresses and tests.
    pub const fn id(self) -> &'static str {
        match self {
            GapPolicy::Leave => "leave",
            GapPolicy::Mark => "mark",
            GapPolicy::FillForward => "fill_forward",
        }
    }
}

/// Where bars come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// The exchange of the series.
    Exchange,
    /// The file of this name.
    File(String),
    /// The series of these shorter bars.
    Made(Timeframe),
    /// An exported library.
    Library,
    /// Files that were found without a list.
    Rebuilt,
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeriesRow {
    /// Which series.
    pub key: SeriesKey,
    /// Bars kept.
    pub bars: u64,
    /// Bytes on disk.
    pub bytes: u64,
    /// From the first open to the last close; `None` without a bar.
    pub span: Option<Span>,
    /// When it last changed.
    pub updated: Ts,
    /// Where the bars come from.
    pub source: Source,
    /// Names the content.
    pub hash: Digest,
    /// When its market is open.
    pub calendar: Calendar,
    /// Stretches without bars.
    pub gaps: u32,
    /// Bars missing in them.
    pub missing: u64,
    /// Rows that were there twice when they came in.
    pub duplicates: u64,
    /// Bars far from their neighbours.
    pub outliers: u64,
    /// What is done about gaps.
    pub policy: GapPolicy,
    /// The span in equal parts, the share of bars there in each: 0 none, 255 all.
    pub coverage: Vec<u8>,
}

/// How a series leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExportAs {
    /// Text with commas.
    Csv,
    /// Parquet.
    Parquet,
    /// JSON.
    Json,
}

/// What rows are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowsHead {
    /// First row sent.
    pub from: u64,
    /// Rows sent.
    pub count: u32,
    /// Rows in all.
    pub of: u64,
    /// Damaged files of the series, whose bars are left out.
    pub damaged: u32,
}

/// Columns of an answer with candles, eight bytes a value: time, open, high, low, close, volume.
pub const CANDLE_COLUMNS: usize = 6;

/// What candles are sent.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CandlesHead {
    /// Candles sent.
    pub count: u32,
    /// Bars in one candle; 1 says these are the bars themselves.
    pub per_candle: u32,
    /// First and last row they are made of, half-open.
    pub rows: (u64, u64),
    /// Rows of the series.
    pub of: u64,
    /// The whole series.
    pub span: Span,
    /// Damaged files of the series, whose bars are left out.
    pub damaged: u32,
}
