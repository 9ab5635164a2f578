//! Bars on disk: Parquet segments, a manifest that says which of them are the library, and the disk behind a trait.

pub mod error;
pub mod library;
mod manifest;
pub mod memory;
pub mod names;
pub mod parquet;
pub mod period;
pub mod quality;
pub mod series;
pub mod sim;
pub mod vfs;

pub use error::{ArchiveError, Damage, Error};
pub use library::{
    Appended, Archive, Conflict, Imported, Incoming, Library, Loaded, Opened, Parts, Practice,
    Sink, SlotState, Write,
};
pub use manifest::SLOTS;
pub use memory::Memory;
pub use names::{Names, Recipe};
pub use period::{Period, SegmentName};
pub use quality::{Coverage, Gap};
pub use series::{GapPolicy, Origin, SegmentEntry, SeriesEntry, SeriesId};
pub use vfs::{FileInfo, Vfs, VfsError, ready};

/// Written into every file; a reader of an older program refuses a newer schema instead of guessing.
pub const SCHEMA: u32 = 1;
