//! The library: which series there are, and every change as one commit that a crash can't tear.
//!
//! A change writes new segments, reads them back and verifies them, and only then writes the manifest slot that refers to
//! them. What a change drops stays on the disk until both slots are past it. See `docs/decisions/0011`.

use crate::error::{Damage, Error};
use crate::parquet::ParquetError;
use crate::quality::Gap;
use crate::series::{GapPolicy, Origin, SegmentEntry, SeriesEntry, SeriesId};
use crate::vfs::Vfs;
use domain::{Bars, Calendar, Span, Ts};

/// Free bytes that no write may use up, so that a browser doesn't start to evict.
pub const RESERVE_BYTES: u64 = 50_000_000;

/// A library and the disk it lives on. There must be one per disk: the caller holds the lock.
#[derive(Debug)]
pub struct Library<V> {
    vfs: V,
}

/// What opening found. A damaged file is said here and never made silently shorter.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Opened {
    /// The generation that is open; 0 is a library that was never written.
    pub generation: u64,
    /// The two manifest slots as found.
    pub slots: [SlotState; 2],
    /// Both slots were unreadable: the list was made again by reading every segment. Gap policies, notes and counts of
    /// duplicates are lost, and series that were deleted lately may be back.
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

impl<V: Vfs> Library<V> {
    /// Opens what is on the disk by reading the two manifest slots; an empty disk is an empty library. Any other refusal of
    /// the disk is an error and never an empty list.
    pub async fn open(vfs: V) -> Result<(Library<V>, Opened), Error> {
        let _ = vfs;
        Err(Error::NotBuilt("opening"))
    }

    /// The disk.
    pub fn vfs(&self) -> &V {
        &self.vfs
    }

    /// The generation that is open; 0 before the first commit.
    pub fn generation(&self) -> u64 {
        0
    }

    /// Every series, ordered by venue, symbol and timeframe. Reads no file.
    pub fn series(&self) -> impl Iterator<Item = &SeriesEntry> {
        [].iter()
    }

    /// One row of the list. Reads no file.
    pub fn entry(&self, id: SeriesId) -> Option<&SeriesEntry> {
        self.series().find(|entry| entry.id == id)
    }

    /// The segments of a series, oldest first. Reads no file.
    pub fn segments(&self, id: SeriesId) -> &[SegmentEntry] {
        let _ = id;
        &[]
    }

    /// Bytes of all segments.
    pub fn bytes(&self) -> u64 {
        self.series().map(|entry| entry.bytes).sum()
    }

    /// When the library was exported last, and how many bytes were written since.
    pub fn backup(&self) -> (Option<Ts>, u64) {
        (None, 0)
    }

    /// Merges bars into a series, which may be new. Bars with the time of a stored one must equal it, or else
    /// [`Conflict`] says. The same bars twice change nothing and make no generation. Only segments that change are written.
    pub async fn append(
        &mut self,
        id: SeriesId,
        bars: &Bars,
        how: Write,
    ) -> Result<Appended, Error> {
        let _ = (id, bars, how);
        Err(Error::NotBuilt("appending"))
    }

    /// Replaces all bars of a series, which may be new; gap policy and note stay.
    pub async fn replace(
        &mut self,
        id: SeriesId,
        bars: &Bars,
        how: Write,
    ) -> Result<Appended, Error> {
        let _ = (id, bars, how);
        Err(Error::NotBuilt("replacing"))
    }

    /// Deletes a series. Its files go one commit later.
    pub async fn delete(&mut self, id: SeriesId, now: Ts) -> Result<(), Error> {
        let _ = (id, now);
        Err(Error::NotBuilt("deleting"))
    }

    /// Gives a series another venue or symbol, in its files too; the timeframe can't change.
    pub async fn rename(&mut self, from: SeriesId, to: SeriesId, now: Ts) -> Result<(), Error> {
        let _ = (from, to, now);
        Err(Error::NotBuilt("renaming"))
    }

    /// Chooses what a load does with missing bars.
    pub async fn set_gap_policy(
        &mut self,
        id: SeriesId,
        policy: GapPolicy,
        now: Ts,
    ) -> Result<(), Error> {
        let _ = (id, policy, now);
        Err(Error::NotBuilt("the gap policy"))
    }

    /// Sets the owner's line; at most 500 characters are kept.
    pub async fn set_note(&mut self, id: SeriesId, note: &str, now: Ts) -> Result<(), Error> {
        let _ = (id, note, now);
        Err(Error::NotBuilt("the note"))
    }

    /// Bars that open inside the span (all when `None`), the series' gap policy applied. A damaged segment is an error that
    /// names it: a run must never be silently short.
    pub async fn load(&self, id: SeriesId, span: Option<Span>) -> Result<Loaded, Error> {
        let _ = (id, span);
        Err(Error::NotBuilt("loading"))
    }

    /// Like [`Library::load`] under another policy than the series'.
    pub async fn load_with(
        &self,
        id: SeriesId,
        span: Option<Span>,
        policy: GapPolicy,
    ) -> Result<Loaded, Error> {
        let _ = (id, span, policy);
        Err(Error::NotBuilt("loading"))
    }

    /// What can still be read of a series, for a preview or an export: damaged segments are left out and named.
    pub async fn load_rest(&self, id: SeriesId, span: Option<Span>) -> Result<Loaded, Error> {
        let _ = (id, span);
        Err(Error::NotBuilt("loading"))
    }

    /// Where bars are missing inside the span, oldest first, at most `limit` of them.
    pub async fn gaps(
        &self,
        id: SeriesId,
        span: Option<Span>,
        limit: usize,
    ) -> Result<Vec<Gap>, Error> {
        let _ = (id, span, limit);
        Err(Error::NotBuilt("the gaps"))
    }

    /// The last stored bar: a download starts with it again, and it must match.
    pub async fn last_bar(&self, id: SeriesId) -> Result<Option<domain::Bar>, Error> {
        let _ = id;
        Err(Error::NotBuilt("the last bar"))
    }

    /// Reads every segment of one series, or of all, and names each file that is not what it was.
    pub async fn verify(&self, only: Option<SeriesId>) -> Result<Vec<Damage>, Error> {
        let _ = only;
        Err(Error::NotBuilt("verifying"))
    }

    /// Takes damaged segments out of the list, so that their bars can be downloaded again; gives what was taken out.
    pub async fn drop_damaged(&mut self, now: Ts) -> Result<Vec<Damage>, Error> {
        let _ = now;
        Err(Error::NotBuilt("dropping damaged segments"))
    }

    /// Makes the list again from the segments that are whole, as opening does when both slots are lost.
    pub async fn rebuild(&mut self, now: Ts) -> Result<Vec<Damage>, Error> {
        let _ = now;
        Err(Error::NotBuilt("rebuilding"))
    }

    /// After opening: writes the list again when a slot was damaged or the list rebuilt, and removes files that nothing
    /// refers to and that were seen so for 24 hours. Gives the names of the files that are gone.
    pub async fn settle(&mut self, now: Ts) -> Result<Vec<String>, Error> {
        let _ = now;
        Err(Error::NotBuilt("settling"))
    }

    /// Writes the whole library as one zip file of stored entries, every segment verified on the way; bytes written.
    pub async fn export<S: Sink>(&self, into: &mut S) -> Result<u64, Error> {
        let _ = into;
        Err(Error::NotBuilt("exporting"))
    }

    /// Remembers that an export was kept.
    pub async fn exported(&mut self, now: Ts) -> Result<(), Error> {
        let _ = now;
        Err(Error::NotBuilt("remembering an export"))
    }

    /// Takes an exported library in, as one commit or not at all. Every hash is verified first. A series that is not here is
    /// taken as it is; one that is here is merged bar by bar as [`Library::append`] does, its gap policy and note stay.
    pub async fn import<A: Archive>(
        &mut self,
        archive: A,
        now: Ts,
        conflict: Conflict,
    ) -> Result<Imported, Error> {
        let _ = (archive, now, conflict);
        Err(Error::NotBuilt("importing"))
    }
}

/// Bars as the bytes of one segment file, without a library: for an export of a single series.
pub fn as_file(id: SeriesId, bars: &Bars) -> Result<Vec<u8>, Error> {
    crate::parquet::write(id, bars).map_err(|cause: ParquetError| Error::Parquet { id, cause })
}
