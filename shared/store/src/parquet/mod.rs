//! Parquet: our own segments, and files of strangers as columns. Every size a file claims is bounded before it is believed.
//!
//! The `parquet` crate is not in it: it allocates what a page header claims and panics on damaged pages, and a panic ends a
//! page's instance. [`read`] and [`foreign`] share one bounded path; tests hold it to that crate, pyarrow and DuckDB. See
//! `docs/decisions/0011`.

mod codec;
mod decode;
mod delta;
mod encode;
mod error;
mod footer;
pub mod foreign;
mod limits;
mod ours;
mod pages;
mod plain;
mod rle;
mod schema;
mod snappy;
mod thrift;
mod thrift_out;
mod write;

pub use error::ParquetError;
pub use limits::Limits;
pub use ours::{Ours, read};
pub use write::{write, write_open};
