//! What goes into a change of the library and what comes out of it.

use crate::error::Damage;
#[cfg(doc)]
use crate::library::Library;
use crate::quality::Gap;
#[cfg(doc)]
use crate::series::GapPolicy;
use crate::series::{Origin, SeriesId};
use domain::{Bars, Calendar, Ts};

/// What opening found. A damaged file is said here and never made silently shorter.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Opened {
    /// The generation that is open; 0 is a library that was never written.
    pub generation: u64,
    /// The two manifest slots as found.
    pub slots: [SlotState; 2],
    /// Both slots were unreadable: the list was made again by reading every segment. Gap policies, notes, counts of duplicates,
    /// where bars came from and when they did are lost; hours that somebody chose for a file's market are what the bars tell
    /// again; and series that were deleted lately may be back.
    pub rebuilt: bool,
    /// Files that are not what they should be.
    pub damaged: Vec<Damage>,
}

/// A manifest slot as found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum SlotState {
    /// There is no such file.
    #[default]
    Absent,
    /// It holds this generation.
    Whole(u64),
    /// Its hash is wrong: a commit that a crash cut off, or damage.
    Damaged,
}

/// Beside the bars of an append or a replacement: everything the library can't know.
#[derive(Clone, Debug, PartialEq)]
pub struct Write {
    /// The caller's clock; it becomes `updated`.
    pub now: Ts,
    /// Where the bars come from.
    pub source: Origin,
    /// Rows the caller left out because their time was there already.
    pub duplicates: u64,
    /// When the market is open; `None` keeps what the series has, and for a new one takes the venue's or, for bars of a
    /// file, what their times tell.
    pub calendar: Option<Calendar>,
    /// What to do when a stored bar and the same bar handed over differ.
    pub conflict: Conflict,
}

impl Write {
    /// Bars asked of the venue: an overlap must match.
    pub fn download(now: Ts) -> Write {
        Write {
            now,
            source: Origin::Download,
            duplicates: 0,
            calendar: None,
            conflict: Conflict::Refuse,
        }
    }

    /// Bars read from a file: an overlap must match.
    pub fn file(now: Ts, name: &str) -> Write {
        Write {
            source: Origin::File(name.to_owned()),
            ..Write::download(now)
        }
    }
}

/// What to do when a stored bar and the same bar handed over differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Conflict {
    /// Refuse with both bars named and change nothing.
    #[default]
    Refuse,
    /// The stored bar stays.
    KeepStored,
    /// The new bar replaces it.
    TakeIncoming,
}

/// What an append did.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Appended {
    /// Bars that were not there before.
    pub added: u64,
    /// Bars that were there and are the same.
    pub same: u64,
    /// Bars that differed and were replaced (or kept, as [`Conflict`] says).
    pub differed: u64,
    /// The generation that holds the change; `None` when nothing changed and nothing was written.
    pub generation: Option<u64>,
    /// Segments written.
    pub segments: usize,
}

/// Bars as a run or a chart gets them.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The bars, the gap policy applied.
    pub bars: Bars,
    /// Where bars are missing; empty under [`GapPolicy::Leave`].
    pub gaps: Vec<Gap>,
    /// How many bars the gap policy made up.
    pub made_up: u64,
    /// Segments that had to be left out; only [`Library::load_rest`] leaves any out.
    pub damaged: Vec<Damage>,
}

/// What an import of an exported library did.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Imported {
    /// Series that were not here.
    pub new: Vec<SeriesId>,
    /// Series that got more bars.
    pub grown: Vec<SeriesId>,
    /// Series that were here with all those bars.
    pub same: Vec<SeriesId>,
    /// The generation that holds the change; `None` when nothing changed.
    pub generation: Option<u64>,
}

/// Takes an exported library piece by piece, so that it never is in memory as a whole.
#[allow(
    async_fn_in_trait,
    reason = "dispatched statically and awaited on the thread that made it"
)]
pub trait Sink {
    /// Takes the next bytes.
    async fn put(&mut self, bytes: &[u8]) -> Result<(), String>;
}

impl Sink for Vec<u8> {
    async fn put(&mut self, bytes: &[u8]) -> Result<(), String> {
        self.extend_from_slice(bytes);
        Ok(())
    }
}

/// An exported library that can be read at any place, such as a file the owner picked.
#[allow(
    async_fn_in_trait,
    reason = "dispatched statically and awaited on the thread that made it"
)]
pub trait Archive {
    /// Its length in bytes.
    fn size(&self) -> u64;
    /// Reads from byte `at`; fewer than asked is allowed, 0 is the end.
    async fn read(&self, at: u64, into: &mut [u8]) -> Result<usize, String>;
}

impl Archive for &[u8] {
    fn size(&self) -> u64 {
        self.len() as u64
    }
    async fn read(&self, at: u64, into: &mut [u8]) -> Result<usize, String> {
        let at = usize::try_from(at).unwrap_or(usize::MAX);
        Ok(crate::memory::copied(
            self.get(at..).unwrap_or_default(),
            into,
        ))
    }
}
