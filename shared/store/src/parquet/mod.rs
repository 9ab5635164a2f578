//! Parquet: our own segments, and files of strangers as columns. Every size a file claims is bounded before it is believed.
//!
//! Footers and page headers are read here and not by the `parquet` crate, whose reader allocates what a header claims; the
//! crate decodes what is inside a page. [`read`] and [`foreign`] share that path.

mod codec;
mod decode;
mod error;
mod footer;
pub mod foreign;
mod limits;
mod ours;
mod pages;
mod schema;
mod thrift;
mod write;

pub use error::ParquetError;
pub use limits::Limits;
pub use ours::{Ours, read};
pub use write::write;
