//! Bars as files for other programs; Parquet is the store's.

pub mod csv;
pub mod json;

pub use csv::csv;
pub use json::json;
