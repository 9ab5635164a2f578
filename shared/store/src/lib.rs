//! Bars on disk: Parquet segments, a manifest that says which of them are the library, and the disk behind a trait.
