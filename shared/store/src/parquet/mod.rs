//! Parquet: our own segments, and files of strangers as columns. Every size a file claims is bounded before it is believed.
//!
//! Footers and page headers are read here and not by the `parquet` crate, whose reader allocates what a header claims; the
//! crate decodes what is inside a page. [`read`] and [`foreign`] share that path.

mod error;
pub mod foreign;
mod limits;

pub use error::ParquetError;
pub use limits::Limits;

use crate::series::SeriesId;
use domain::Bars;

/// A file of ours: whose bars, and the bars.
#[derive(Clone, Debug, PartialEq)]
pub struct Ours {
    /// Whose bars.
    pub id: SeriesId,
    /// The bars.
    pub bars: Bars,
}

/// Bars as one Parquet file: `time` as timestamp[ms, UTC], `open`, `high`, `low`, `close`, `volume` as doubles, `made_up` as
/// booleans, and venue, symbol, timeframe and schema as key-value metadata. The same bars give the same bytes on every target.
pub fn write(id: SeriesId, bars: &Bars) -> Result<Vec<u8>, ParquetError> {
    let _ = (id, bars);
    Err(ParquetError::NotBuilt)
}

/// Reads a file [`write`] made; any other file is refused, [`foreign`] reads those.
pub fn read(bytes: &[u8]) -> Result<Ours, ParquetError> {
    let _ = bytes;
    Err(ParquetError::NotBuilt)
}
