//! What went wrong, as data: a kind with the names a sentence needs, which the page words in the reader's language, and what
//! only whoever met it could tell.

use super::SeriesKey;
use domain::{Span, Timeframe, Ts, Venue};
use intake::Words;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What kind of trouble. `crate::troubles` has a sentence for each in every language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// The library has no such series.
    NoSuchSeries(SeriesKey),
    /// The series has no bar in the time that was asked for.
    NoBars {
        /// Which series.
        key: SeriesKey,
        /// All it has.
        has: Span,
    },
    /// There is nothing in the series.
    Empty(SeriesKey),
    /// The series is not being downloaded.
    NotDownloading(SeriesKey),
    /// There is a series of that name already.
    Exists(SeriesKey),
    /// Bars that are no bars of this series, or don't fit together.
    Misfit(SeriesKey),
    /// Bars that can't be made into longer ones.
    NotLonger(SeriesKey, Timeframe),
    /// More bars than can be handed over at once.
    TooMany(SeriesKey, u64),
    /// Filling the gaps would make up too many bars.
    TooManyMadeUp {
        /// Which series.
        key: SeriesKey,
        /// How many it would be.
        bars: u64,
        /// How many are allowed.
        allowed: u64,
    },
    /// The disk is full, or the browser gives no more of it.
    Full,
    /// A write would leave too little of the disk.
    NoRoom {
        /// Bytes of the write.
        needed: u64,
        /// Bytes that are free.
        left: u64,
    },
    /// The disk can't be used now.
    Storage,
    /// Somebody else holds the disk.
    Locked,
    /// The library on the disk can't be read.
    Broken,
    /// What was written did not read back.
    NotKept(String),
    /// A file was written by a newer program.
    TooNew(String),
    /// Bars on disk are not what was written.
    Damaged {
        /// Whose bars; `None` for a file of the library itself.
        key: Option<SeriesKey>,
        /// The file.
        file: String,
    },
    /// A new bar contradicts the one that is kept.
    Overlap {
        /// Which series.
        key: SeriesKey,
        /// When the bar opens.
        at: Ts,
    },
    /// The exchange no longer has the last bar that is kept.
    OverlapGone {
        /// Which series.
        key: SeriesKey,
        /// When the bar opens.
        at: Ts,
    },
    /// The exchange, or the edge before it, sent what is no answer.
    Exchange,
    /// The exchange refuses with this status.
    Status(Venue, u16),
    /// The exchange asks to wait; so many seconds, when it says.
    Limited(Venue, Option<u64>),
    /// The exchange has shut this address out; for so many seconds, when it says.
    Banned(Venue, Option<u64>),
    /// The exchange does not know this market.
    UnknownMarket(SeriesKey),
    /// The exchange does not answer the place the question comes from.
    Region(Venue),
    /// Nothing came back from the exchange.
    Lost(Venue),
    /// The exchange answers nobody without a key, or not with this one.
    NeedsKey(Venue),
    /// Bars of this series can't be downloaded from anywhere.
    NotServed(SeriesKey),
    /// No bar can close in that time.
    NoBarCanClose(Span),
    /// Every download that could be updated rests.
    AllRest,
    /// The edge is not served at this address.
    NoEdge,
    /// The file was refused, in the words of its reader.
    File(Words),
    /// The worker that read the file has stopped.
    FileStopped,
    /// The file can't be read any more.
    FileGone,
    /// The file doesn't say whose bars these are.
    NoSymbol,
    /// Something still keeps the file from becoming bars.
    Unfit,
    /// The file of this name is no exported library that can be brought in.
    Archive(String, ArchiveFlaw),
    /// The library is too large to be exported as one file.
    TooLargeToExport,
    /// The browser did not take the file.
    NotSaved,
    /// The tab that owned the disk went away before it answered.
    OwnerGone,
    /// Another tab runs another version.
    OtherTab,
    /// Page and worker are of different versions.
    OtherBuild,
    /// The worker could not be loaded, or stopped.
    Unusable,
    /// A request that makes no sense.
    Refused,
}

/// What keeps a file from being brought in as a library.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ArchiveFlaw {
    /// It is something else.
    NoLibrary,
    /// Its end is missing.
    CutShort,
    /// A file inside of it is not what was exported.
    Damaged(String),
    /// A file inside of it is missing.
    Missing(String),
}

/// Something that went wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// What.
    pub kind: Kind,
    /// What only whoever met it could tell, in English or the words of a browser or an exchange; empty when the kind says all.
    pub said: String,
}

impl Trouble {
    /// Says what went wrong, with particulars.
    pub fn new(kind: Kind, said: impl Into<String>) -> Trouble {
        Trouble {
            kind,
            said: said.into(),
        }
    }
}

impl From<Kind> for Trouble {
    fn from(kind: Kind) -> Trouble {
        Trouble::new(kind, "")
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:?}: {}", self.kind, self.said)
    }
}
