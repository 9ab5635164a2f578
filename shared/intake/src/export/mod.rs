//! Bars as files for other programs; Parquet is the store's.

pub mod csv;
mod decimal;
pub mod json;

pub use csv::{csv, text_cell};
pub use json::json;
