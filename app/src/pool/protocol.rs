//! What page and worker say to each other.
//!
//! A message is a JS array. `["ready", build]` and `["failed", text]` are plain text, because they must be understood
//! across builds. Everything else is `[header, buffer…]`: a header of this module in postcard, and the
//! buffers it speaks of, transferred and not copied. Both sides are of one build by then, so the header needs no
//! version of its own.

use crate::audit::AuditAnswer;
use crate::library::protocol::BarsHead;
use crate::tables::Tables;
use domain::{MarketChoice, RunReport, RunSpec};
use serde::{Deserialize, Serialize};

/// First word of a worker that is ready; its build id follows.
pub const READY: &str = "ready";
/// First word of a worker that is about to die; the reason follows.
pub const FAILED: &str = "failed";

/// Values per point of a transferred curve: time in milliseconds, equity, drawdown. Interleaved, because that is the
/// layout the chart reads without a copy.
pub const CURVE_WIDTH: u32 = 3;

/// Page to worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Which job.
    pub id: u64,
    /// What about it.
    pub order: Order,
}

/// What the page says about a job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Order {
    /// Do it.
    Start(Job),
    /// The bars it wants; seven columns for each head follow.
    Bars(Vec<BarsHead>),
    /// There are no such bars, for this reason.
    NoBars(String),
    /// No job: bars that are kept for the next one are not what the library has any more.
    Forget,
}

/// Something to compute.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Job {
    /// One backtest.
    Run(Box<RunSpec>),
    /// What can be said about the honesty of one.
    Audit(Box<RunSpec>),
    /// Traps on purpose.
    #[cfg(feature = "planted-faults")]
    Trap,
    /// Never ends, but reports progress.
    #[cfg(feature = "planted-faults")]
    Spin,
}

impl Job {
    /// The market it needs bars of.
    pub fn market(&self) -> Option<&MarketChoice> {
        match self {
            Job::Run(spec) | Job::Audit(spec) => Some(&spec.market),
            #[cfg(feature = "planted-faults")]
            Job::Trap | Job::Spin => None,
        }
    }
}

/// Worker to page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// Which job.
    pub id: u64,
    /// What about it.
    pub news: News,
}

/// News about a job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum News {
    /// So many of so many parts are done.
    Progress {
        /// Parts done.
        done: u32,
        /// Parts in all.
        of: u32,
    },
    /// It needs the bars of this market before it can go on.
    Wants(Box<MarketChoice>),
    /// The backtest is done; one buffer follows with the curve.
    Run(Box<RunDone>),
    /// The audit is done.
    Audit(Box<AuditAnswer>),
    /// The job was refused, with a reason.
    Refused(String),
}

/// The answer to a backtest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunDone {
    /// The report without its curve, which travels beside it.
    pub report: RunReport,
    /// Returns by month and the worst drawdowns.
    pub tables: Tables,
    /// Hash of the whole report, curve included.
    pub hash: String,
    /// Lowest and highest equity, so that the page need not look for them.
    pub range: (f64, f64),
    /// Time it took.
    pub millis: f64,
}

/// Header bytes of a message.
pub fn encode<T: Serialize>(message: &T) -> Result<Vec<u8>, String> {
    postcard::to_allocvec(message).map_err(|error| format!("message: {error}"))
}

/// Reads header bytes.
pub fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, String> {
    postcard::from_bytes(bytes).map_err(|error| format!("message: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_survives_the_journey() {
        let reply = Reply {
            id: 7,
            news: News::Progress { done: 1, of: 3 },
        };
        assert_eq!(encode(&reply).and_then(|bytes| decode(&bytes)), Ok(reply));
    }

    #[test]
    fn a_broken_header_is_an_error_and_not_a_guess() {
        assert!(decode::<Reply>(&[7, 200, 1]).is_err());
    }
}
