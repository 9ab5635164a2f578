//! What can go wrong with a library: always the file or the series, and what would be right.

use crate::parquet::ParquetError;
use crate::series::SeriesId;
use crate::vfs::VfsError;
use domain::{Bar, BarsError, Calendar, Timeframe};
use serde::{Deserialize, Serialize};

/// A file that is not what the manifest says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Damage {
    /// The file.
    pub file: String,
    /// Whose bars it should hold; `None` for a manifest slot.
    pub id: Option<SeriesId>,
    /// What is wrong with it.
    pub why: String,
}

/// What is wrong with a file that should be an exported library.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveError {
    /// Something else, whole or not.
    #[error("{why}: choose a file that an export of a whole library has made")]
    NoLibrary {
        /// What it lacks.
        why: &'static str,
    },
    /// It begins like one, and its end is missing.
    #[error("its end is missing: copy or download it again, whole")]
    CutShort,
    /// One of its files is not what was exported.
    #[error("{part} in it can't be read, {why}: use another copy")]
    Damaged {
        /// The file inside of it.
        part: String,
        /// What is wrong with that.
        why: String,
    },
    /// Its list names a file that it hasn't.
    #[error("{part} is missing from it: use a copy that nobody has changed")]
    Missing {
        /// The file inside of it.
        part: String,
    },
    /// What should be exported doesn't fit.
    #[error("the library has more than the {limit} of a zip file: export series on their own")]
    TooLarge {
        /// What a zip file ends at.
        limit: &'static str,
    },
}

/// Why the library could not do it. Unless said otherwise nothing has changed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// The disk refused.
    #[error("{file}: {cause}")]
    Disk {
        /// The file; empty when the disk as a whole refused.
        file: String,
        /// Why.
        cause: VfsError,
    },
    /// A file is not what the manifest says; the rest of the library is usable.
    #[error("{} is damaged: {}", .0.file, .0.why)]
    Damaged(Damage),
    /// A file was written by a newer program.
    #[error(
        "{file} has schema {schema}, this program reads up to {known}: reload to get the newer program"
    )]
    TooNew {
        /// The file.
        file: String,
        /// Its schema.
        schema: u32,
        /// The newest this program reads.
        known: u32,
    },
    /// What was written doesn't read back; nothing refers to it.
    #[error("{file} did not read back as it was written: {why}")]
    NotKept {
        /// The file.
        file: String,
        /// What differs.
        why: String,
    },
    /// The write would leave less than the reserve.
    #[error(
        "{needed} bytes more would leave less than {reserve} of the {left} bytes that are free"
    )]
    NoRoom {
        /// Bytes of the write.
        needed: u64,
        /// Bytes that are free.
        left: u64,
        /// Bytes that stay free in any case.
        reserve: u64,
    },
    /// There is no such series.
    #[error("the library has no {0}")]
    Unknown(SeriesId),
    /// There is such a series already.
    #[error("the library already has {0}: choose another name or delete it first")]
    Taken(SeriesId),
    /// Hours for a market whose venue has its own.
    #[error("{id}: its venue says when it is open ({own}); only hours of a file's market can be chosen", own = .own.id())]
    OwnHours {
        /// The series.
        id: SeriesId,
        /// The venue's hours.
        own: Calendar,
    },
    /// Bars of another length.
    #[error("{id} can't take {got} bars")]
    Timeframe {
        /// The series.
        id: SeriesId,
        /// The length handed over.
        got: Timeframe,
    },
    /// There are no bars to keep.
    #[error("{0}: there are no bars to keep")]
    Empty(SeriesId),
    /// A bar that is stored and the same bar as handed over differ.
    #[error("{id} at {}: stored {stored:?}, but now {incoming:?}; nothing was changed", .stored.open_time)]
    Overlap {
        /// The series.
        id: SeriesId,
        /// The bar in the library.
        stored: Box<Bar>,
        /// The bar handed over.
        incoming: Box<Bar>,
    },
    /// Filling the gaps would make more bars than anybody can use.
    #[error("{id}: filling its gaps would make up {bars} bars, at most {allowed} are allowed")]
    TooManyMadeUp {
        /// The series.
        id: SeriesId,
        /// How many.
        bars: u64,
        /// The bound.
        allowed: u64,
    },
    /// Bars that are none.
    #[error("{id}: {cause}")]
    Bars {
        /// The series.
        id: SeriesId,
        /// Why.
        cause: BarsError,
    },
    /// A Parquet file of ours could not be made or read.
    #[error("{id}: {cause}")]
    Parquet {
        /// The series.
        id: SeriesId,
        /// Why.
        cause: ParquetError,
    },
    /// A file that should be an exported library, or become one.
    #[error("library archive: {0}")]
    Archive(#[from] ArchiveError),
    /// Whoever takes or hands over the archive refused.
    #[error("library archive: {0}")]
    Stream(String),
}
