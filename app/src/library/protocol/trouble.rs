//! What went wrong: a kind the page has words for in both languages, and a sentence with the particulars.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What kind of trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// The library has no such series.
    NoSuchSeries,
    /// There is something of that name already.
    Exists,
    /// The disk is full, or the browser gives no more of it.
    Full,
    /// The disk can't be used now.
    Storage,
    /// Bars on disk are not what was written.
    Damaged,
    /// New bars contradict those kept.
    Overlap,
    /// The exchange, or the edge before it, didn't answer as it should.
    Exchange,
    /// The exchange asks to wait, or has shut us out for a while.
    Limited,
    /// The edge is not served at this address.
    NoEdge,
    /// The file was refused.
    File,
    /// The tab that owned the disk went away before it answered.
    OwnerGone,
    /// Page and worker are of different builds, or the worker could not be loaded.
    Unusable,
    /// A request that makes no sense.
    Refused,
    /// The exchange answers nobody without a key, or not with this one.
    NeedsKey,
}

/// Something that went wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// What kind.
    pub kind: Kind,
    /// The particulars, in English.
    pub said: String,
}

impl Trouble {
    /// Says what went wrong.
    pub fn new(kind: Kind, said: impl Into<String>) -> Trouble {
        Trouble {
            kind,
            said: said.into(),
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.said)
    }
}
