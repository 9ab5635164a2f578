//! What page and library worker say to each other.
//!
//! A message is a JS array, as with compute workers: `["ready", build]` and `["failed", text]` in plain text, everything else
//! `[header, part…]`, a header of this module in postcard and what it speaks of: buffers, transferred and not copied, or
//! a file on its way in. Tabs that go through another one's worker send the same arrays over a `BroadcastChannel`.

mod choice;
mod download;
mod foreign;
mod repair;
mod series;
mod serving;
mod storage;
mod trouble;

pub use choice::{BarsHead, Covered, Lacking};
pub use download::{Download, Estimate, MarketRow, Progress, Want};
pub use foreign::{IntakeAsk, Taken};
pub use repair::{Again, Damaged};
pub use series::{
    CANDLE_COLUMNS, CandlesHead, ExportAs, GapPolicy, RowsHead, SeriesKey, SeriesRow, Source,
};
pub use serving::{Offered, OwnKeys};
pub use storage::{Flaw, Keeping, Role, StorageState};
pub use trouble::{ArchiveFlaw, Kind, Trouble};

pub use crate::pool::protocol::{FAILED, READY, decode, encode};

use domain::{Calendar, MarketChoice, Span, Timeframe, Venue};
use intake::{Findings, Preview, Unfit};
use serde::{Deserialize, Serialize};

/// Name of the Web Lock whose holder owns the disk.
pub const LOCK: &str = "backcast-library";
/// What a worker says that failed because another tab owns the disk and runs another version.
pub const OTHER_TAB: &str = "another tab runs another version of Backcast: reload it";
/// Name of the channel through which other tabs reach the owner.
pub const CHANNEL: &str = "backcast-library";

/// Page to worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Names the request; the answer carries it.
    pub id: u64,
    /// What is wanted.
    pub ask: Ask,
}

/// What the library can be asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Ask {
    /// How things are kept, and how much room there is. Answer: `Storage`.
    Storage,
    /// All series. Answer: `Series`.
    Series,
    /// The markets of a venue, kept for an hour; `true` asks the exchange anew. Answer: `Markets`.
    Markets(Venue, bool),
    /// How many calls and how long these downloads would take. Answer: `Estimate`.
    Estimate(Vec<Want>),
    /// Starts downloads, or goes on with those that exist. Answer: `Done`.
    Fetch(Vec<Want>),
    /// Brings series up to now; all that a venue serves when none is named. Answer: `Count` of downloads started.
    Update(Vec<SeriesKey>),
    /// Lets a download rest, over a reload too. Answer: `Done`.
    Pause(SeriesKey),
    /// Goes on with it. Answer: `Done`.
    Resume(SeriesKey),
    /// Forgets a download; what was kept stays. Answer: `Done`.
    Cancel(SeriesKey),
    /// Keeps what an import gave; its buffers follow. Answer: `Kept`.
    Keep(Box<Taken>),
    /// What is done about gaps when the series is read. Answer: `Done`.
    Policy(SeriesKey, GapPolicy),
    /// Calls a series something else. Answer: `Done`.
    Rename(SeriesKey, SeriesKey),
    /// Deletes series. Answer: `Done`.
    Delete(Vec<SeriesKey>),
    /// Makes a series of longer bars of a series. Answer: `Kept`.
    Resample(SeriesKey, Timeframe),
    /// One series as a file. Answer: `File`, its blob follows.
    Export(SeriesKey, ExportAs),
    /// The whole library as one file. Answer: `File`, its blob follows.
    ExportAll,
    /// Takes in such a file, whose blob follows. Answer: `Count` of series that changed.
    ImportAll,
    /// Reads every file and checks it. Answer: `Damage`.
    Verify,
    /// A window of the table. Answer: `Rows`, columns follow.
    Rows {
        /// Which series.
        key: SeriesKey,
        /// First row.
        from: u64,
        /// Rows at most.
        count: u32,
    },
    /// A window of the chart. Answer: `Candles`, columns follow.
    Candles {
        /// Which series.
        key: SeriesKey,
        /// Which time; all of it when nothing is said.
        span: Option<Span>,
        /// Candles at most.
        most: u32,
    },
    /// What the library has of a question's market. Answer: `Coverage`, in the order of symbols and watched.
    Coverage(Box<MarketChoice>),
    /// The bars of a question's market. Answer: `Bars`, a block for each head follows.
    Bars(Box<MarketChoice>),
    /// Something about a file from elsewhere; never touches the disk. For a worker of its own that may be thrown away.
    Intake(IntakeAsk),
    /// Asks exchanges for the bars of damaged files again; each file gives way when its bars have come. Answer: `Damage`, what
    /// is being fetched.
    Repair,
    /// The bar lengths a venue can be asked for. Answer: `Offers`.
    Offers(Venue),
    /// From now on a venue is asked with these keys, or with none of one's own. Answer: `Done`.
    Keys(Venue, Option<OwnKeys>),
    /// Lets damaged files go, with the bars that can't be read from them any more. Answer: `Damage`, what went.
    LetGo,
    /// When the market of a series is open whose venue doesn't say. Answer: `Done`.
    Hours(SeriesKey, Calendar),
}

impl Ask {
    /// Does it change nothing? Then it may be asked again when nobody knows whether it was heard.
    pub fn only_reads(&self) -> bool {
        use Ask::{
            Bars, Candles, Coverage, Estimate, Export, ExportAll, Intake, Keys, Markets, Offers,
            Rows, Series, Storage, Verify,
        };
        matches!(
            self,
            Storage
                | Series
                | Markets(..)
                | Estimate(_)
                | Export(..)
                | ExportAll
                | Verify
                | Rows { .. }
                | Candles { .. }
                | Coverage(_)
                | Bars(_)
                | Intake(_)
                | Offers(_)
                | Keys(..)
        )
    }
}

/// Worker to page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// The answer to a request.
    Answer(u64, Result<Answer, Trouble>),
    /// Something that concerns everybody.
    Event(Event),
}

/// An answer; buffers follow where its request says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// It is done.
    Done,
    /// So many.
    Count(u32),
    /// How things are kept.
    Storage(StorageState),
    /// All series, by venue, symbol, timeframe.
    Series(Vec<SeriesRow>),
    /// The markets of a venue.
    Markets(Vec<MarketRow>),
    /// What downloads would take.
    Estimate(Estimate),
    /// It is kept: the series it is in now, and bars that were new.
    Kept(SeriesKey, u64),
    /// A file; its blob follows.
    File {
        /// What it is called.
        name: String,
        /// What it is.
        mime: String,
    },
    /// What is damaged; empty when all is well.
    Damage(Vec<Damaged>),
    /// Rows; columns follow: time, open, high, low, close, volume, and a byte a row that says made up.
    Rows(RowsHead),
    /// Candles; columns follow: time, open, high, low, close, volume.
    Candles(CandlesHead),
    /// What there is of each symbol.
    Coverage(Vec<Covered>),
    /// The bars of each symbol; seven columns for each follow.
    Bars(Vec<BarsHead>),
    /// What is in a file.
    Draft(Box<Preview>),
    /// What is wrong with it.
    Findings(Box<Findings>),
    /// What became of it, with its columns.
    Taken(Box<Taken>),
    /// What keeps it from becoming bars, with the repairs asked for made.
    Unfit(Box<Unfit>),
    /// Which bar lengths a venue can be asked for, the shortest first.
    Offers(Vec<Offered>),
    /// The names of the files inside a file: one has to be chosen.
    Several(Vec<String>),
}

/// What concerns everybody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// How things are kept has changed.
    Storage(StorageState),
    /// All downloads, whenever one moves; at least four times a second while one runs.
    Downloads(Vec<Download>),
    /// These series are new, changed or gone.
    Changed(Vec<SeriesKey>),
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Symbol;

    #[test]
    fn messages_survive_the_journey() {
        let key = SeriesKey {
            venue: Venue::Upbit,
            symbol: Symbol::parse("KRW-BTC").unwrap(),
            timeframe: Timeframe::Minute1,
        };
        let request = Request {
            id: 3,
            ask: Ask::Rows {
                key,
                from: 5_000_000,
                count: 60,
            },
        };
        assert_eq!(
            encode(&request).and_then(|bytes| decode(&bytes)),
            Ok(request)
        );
        let trouble = Trouble::from(Kind::NoSuchSeries(key));
        let reply = Reply::Answer(3, Err(trouble));
        assert_eq!(encode(&reply).and_then(|bytes| decode(&bytes)), Ok(reply));
    }

    #[test]
    fn what_changes_the_library_is_not_asked_twice() {
        let key = SeriesKey {
            venue: Venue::Upbit,
            symbol: Symbol::parse("KRW-BTC").unwrap(),
            timeframe: Timeframe::Day1,
        };
        assert!(Ask::Series.only_reads());
        assert!(!Ask::Delete(vec![key]).only_reads());
        assert!(!Ask::Rename(key, key).only_reads());
        assert!(!Ask::Hours(key, Calendar::AlwaysOpen).only_reads());
    }
}
