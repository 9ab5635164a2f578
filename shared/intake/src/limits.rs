//! How much of a file is believed: every limit is checked before memory is asked for.

/// A file, or what a packed one unpacks to.
pub const FILE_BYTES: usize = 512 << 20;
/// Text that must be brought to UTF-8 first, which needs a copy.
pub const RECODED_BYTES: usize = 256 << 20;
/// One row of a text file.
pub const ROW_BYTES: usize = 64 << 10;
/// Columns of a table.
pub const COLUMNS: usize = 256;
/// Rows of a table: nineteen years of one-minute bars.
pub const ROWS: usize = 10_000_000;
/// Files inside a zip file.
pub const ZIP_ENTRIES: usize = 10_000;
/// Bytes that a packed byte may become. Bars pack three to twenty to one.
pub const RATIO: usize = 200;
/// Lists inside lists of a JSON file; rows need two.
pub const JSON_DEPTH: usize = 8;
/// Rows kept of each kind of defect; all are counted.
pub const ROWS_SHOWN: usize = 100;
/// Letters of a cell that are shown.
pub const CELL_SHOWN: usize = 80;
