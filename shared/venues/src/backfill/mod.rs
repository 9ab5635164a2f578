//! A download of one series as a state machine: it says what to send and when, takes what came back, and gives bars to keep.
//!
//! No clock, no socket: whoever drives it tells the time, sends the requests and hands in the replies. The span is cut into
//! legs that are asked for side by side, so the budget is never idle while a reply is under way; bars come out oldest first
//! and without a hole between them, so what is stored is always a whole beginning and a download goes on from it.

mod download;
mod leg;
mod open;
mod pace;
mod plan;
mod source;
mod trouble;

pub use download::Backfill;
pub(crate) use download::Ready;
pub use source::{Direct, Relayed, Source};

use domain::{Bar, Bars, BarsError, Span, Symbol, Timeframe, Ts};

use crate::{AskError, Fault, HttpRequest, Stop, Variant};

/// What to download.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wanted {
    /// Whose bars.
    pub symbol: Symbol,
    /// How long.
    pub timeframe: Timeframe,
    /// Opening times; an end in the future means everything that has closed by then.
    pub span: Span,
    /// Which reading of the market.
    pub variant: Variant,
}

/// Names a request until its reply is handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// What to do next.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Send this and hand in the reply with its ticket. Ask for the next step at once: several requests may be under way.
    Send {
        /// The request's name.
        ticket: Ticket,
        /// The request.
        request: HttpRequest,
    },
    /// Nothing before this moment, or before a reply comes.
    Wait {
        /// Until when.
        until: Ts,
        /// What stopped everything, if something did.
        why: Option<Stop>,
    },
    /// Nothing before a reply comes.
    Listen,
    /// Paused: nothing before it goes on.
    Paused,
    /// All bars have been given out.
    Done,
}

/// What a reply brought.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    /// Bars to keep, after all that were given out before; often none, because an earlier leg is still under way.
    pub bars: Bars,
    /// What went wrong and will be tried again.
    pub fault: Option<Fault>,
}

/// Why a download ended.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum BackfillError {
    /// The exchange now says something else about a bar that is stored.
    #[error(
        "{symbol} {timeframe}: the bar of {} is stored as {stored:?} and came as {came:?}; the exchange changed its past, or the stored series is of another market",
        .stored.open_time
    )]
    Overlap {
        /// Whose bar.
        symbol: Symbol,
        /// How long.
        timeframe: Timeframe,
        /// As stored.
        stored: Box<Bar>,
        /// As it came.
        came: Box<Bar>,
    },
    /// The exchange no longer has the last stored bar.
    #[error("{symbol} {timeframe}: the bar of {} is stored and the exchange has none", .stored.open_time)]
    OverlapGone {
        /// Whose bar.
        symbol: Symbol,
        /// How long.
        timeframe: Timeframe,
        /// As stored.
        stored: Box<Bar>,
    },
    /// Asking again would not help.
    #[error("{symbol} {timeframe}: {fault}")]
    Refused {
        /// Whose bars.
        symbol: Symbol,
        /// How long.
        timeframe: Timeframe,
        /// What was said.
        fault: Box<Fault>,
    },
    /// Asked again and again without success.
    #[error("{symbol} {timeframe}: gave up after {tries} tries: {fault}")]
    GaveUp {
        /// Whose bars.
        symbol: Symbol,
        /// How long.
        timeframe: Timeframe,
        /// How many tries.
        tries: u32,
        /// The last trouble.
        fault: Box<Fault>,
    },
    /// The question can't be asked.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// Bars that don't fit together.
    #[error("{symbol}: {error}")]
    Bars {
        /// Whose bars.
        symbol: Symbol,
        /// What is wrong.
        error: BarsError,
    },
}

/// What a download will take, said before it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// Most bars there can be.
    pub bars: u64,
    /// About as many requests.
    pub calls: u64,
    /// About as long, in milliseconds, if nobody else uses the budget.
    pub millis: i64,
}

/// How far a download has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// Share of the time span that is done, 0 to 1.
    pub done: f64,
    /// Bars given out so far.
    pub bars: u64,
    /// Requests sent so far.
    pub calls: u64,
    /// Bars a second.
    pub rate: f64,
    /// Milliseconds to go; `None` before anything is known.
    pub eta_ms: Option<i64>,
}
