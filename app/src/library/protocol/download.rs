//! Downloads as the page sees them.

use super::{SeriesKey, Trouble};
use domain::{Span, Symbol, Ts};
use serde::{Deserialize, Serialize};

/// A download somebody wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Want {
    /// Which series.
    pub key: SeriesKey,
    /// Which time; an end in the future is now, and goes on from what is kept when nothing is said.
    pub span: Option<Span>,
}

/// What downloads would take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Bars at most.
    pub bars: u64,
    /// Calls of the exchange.
    pub calls: u64,
    /// Seconds, when nothing stands in the way.
    pub seconds: f64,
}

/// Where a download is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Progress {
    /// It waits for its turn, or for the exchange until a moment.
    Waiting(Option<Ts>),
    /// It runs.
    Running,
    /// It rests until somebody goes on with it.
    Paused,
    /// It has all it was asked for.
    Done,
    /// It stopped; what was kept stays.
    Failed(Trouble),
}

/// One download.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Download {
    /// Which series.
    pub key: SeriesKey,
    /// Which time.
    pub span: Span,
    /// Where it is.
    pub progress: Progress,
    /// Everything before is kept.
    pub kept_to: Option<Ts>,
    /// Bars that arrived since it was started or went on.
    pub bars: u64,
    /// Calls made and calls expected in all.
    pub calls: (u64, u64),
    /// Share done, 0 to 1.
    pub done: f64,
    /// Bars a second.
    pub rate: f64,
    /// Milliseconds left, as far as can be told.
    pub left: Option<f64>,
}

/// A market of a venue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MarketRow {
    /// Its code.
    pub symbol: Symbol,
    /// What is bought and sold.
    pub base: String,
    /// What it is paid with.
    pub quote: String,
    /// Its Korean name, when the venue gives one.
    pub korean: Option<String>,
    /// Its English name, when the venue gives one.
    pub english: Option<String>,
    /// Does it trade?
    pub trading: bool,
    /// What the venue warns of: `warning`, or the name of a caution such as `price_fluctuations`.
    pub warnings: Vec<String>,
    /// What was traded in the last day, in the quote currency, when the venue says.
    pub amount: Option<f64>,
}
