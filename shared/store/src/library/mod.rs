//! The library: which series there are, and every change as one commit that a crash can't tear.
//!
//! A change writes new segments, reads them back and verifies them, and only then writes the manifest slot that refers to
//! them. What a change drops stays on the disk until both slots are past it. See `docs/decisions/0011`.

mod both;
mod change;
mod check;
mod commit;
mod export;
mod files;
mod import;
mod incoming;
mod merge;
mod named;
mod open;
mod parts;
mod practice;
mod read;
mod rebuild;
mod segment;
mod types;
mod zip;

pub use incoming::Incoming;
pub use parts::Parts;
pub use practice::Practice;
pub use types::{Appended, Archive, Conflict, Imported, Loaded, Opened, Sink, SlotState, Write};

use crate::error::Error;
use crate::manifest::State;
use crate::parquet::ParquetError;
use crate::series::{SegmentEntry, SeriesEntry, SeriesId};
use domain::{Bars, Calendar, Ts};
use std::collections::BTreeSet;

/// Free bytes that no write may use up, so that a browser doesn't start to evict.
pub const RESERVE_BYTES: u64 = 50_000_000;

/// A library and the disk it lives on. There must be one per disk: the caller holds the lock.
#[derive(Debug)]
pub struct Library<V> {
    vfs: V,
    /// The open generation and what it is.
    generation: u64,
    state: State,
    /// Which slot holds it.
    current: usize,
    /// The files each slot refers to; `None` when the slot can't be read, so that nothing may be removed.
    kept: [Option<BTreeSet<String>>; 2],
    /// Files that were written or dropped since opening: gone when neither slot refers to them.
    stray: BTreeSet<String>,
    /// Segments of the change that is under way.
    staged: Vec<String>,
    /// A slot is damaged or the list was rebuilt: the list should be written again.
    unsettled: bool,
}

impl<V> Library<V> {
    /// The disk.
    pub fn vfs(&self) -> &V {
        &self.vfs
    }

    /// The generation that is open; 0 before the first commit.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Every series, ordered by venue, symbol and timeframe. Reads no file.
    pub fn series(&self) -> impl Iterator<Item = &SeriesEntry> {
        self.state.series.values().map(|record| &record.entry)
    }

    /// One row of the list. Reads no file.
    pub fn entry(&self, id: SeriesId) -> Option<&SeriesEntry> {
        self.state.series.get(&id).map(|record| &record.entry)
    }

    /// The segments of a series, oldest first. Reads no file.
    pub fn segments(&self, id: SeriesId) -> &[SegmentEntry] {
        let record = self.state.series.get(&id);
        record.map_or(&[], |record| record.segments.as_slice())
    }

    /// Bytes of all segments.
    pub fn bytes(&self) -> u64 {
        self.series().map(|entry| entry.bytes).sum()
    }

    /// When the library was exported last, and how many bytes were written since.
    pub fn backup(&self) -> (Option<Ts>, u64) {
        (self.state.exported, self.state.written_since)
    }
}

/// Bars as one file without a library, which says when their market is open where that is known: for an export of a single series.
pub fn as_file(id: SeriesId, calendar: Option<Calendar>, bars: &Bars) -> Result<Vec<u8>, Error> {
    crate::parquet::write_open(id, calendar, bars)
        .map_err(|cause: ParquetError| Error::Parquet { id, cause })
}
