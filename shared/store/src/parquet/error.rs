//! Why a Parquet file is refused: the place in it, and what would be right.

/// Why a file is refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ParquetError {
    /// It doesn't begin and end with the four letters.
    #[error("this is no Parquet file: it must begin and end with PAR1")]
    NotParquet,
    /// It is encrypted.
    #[error("this Parquet file is encrypted; write it without encryption")]
    Encrypted,
    /// A size is above its bound.
    #[error("{what}: {got} is more than the {allowed} that are allowed")]
    TooLarge {
        /// What is too large.
        what: String,
        /// What the file claims.
        got: u64,
        /// The bound.
        allowed: u64,
    },
    /// A compression we have no reader for.
    #[error(
        "column {column} is compressed with {codec}; write the file with snappy, lz4, gzip or no compression"
    )]
    Codec {
        /// The column.
        column: String,
        /// Its compression.
        codec: String,
    },
    /// Something that is allowed in Parquet but not read here.
    #[error("{what} is not read here; {instead}")]
    Unsupported {
        /// What.
        what: String,
        /// What would be.
        instead: &'static str,
    },
    /// The bytes contradict themselves.
    #[error("{what} is damaged: {why}")]
    Damaged {
        /// The place in the file.
        what: String,
        /// What is wrong there.
        why: String,
    },
    /// There is no such column.
    #[error("there is no column {0:?}")]
    NoColumn(String),
    /// A file that is Parquet but not one of ours.
    #[error("this is no file of Backcast: {0}")]
    NotOurs(String),
    /// Written by a newer program.
    #[error("the file has schema {schema}, this program reads up to {known}")]
    TooNew {
        /// Its schema.
        schema: u32,
        /// The newest this program reads.
        known: u32,
    },
    /// Bars that are none.
    #[error(transparent)]
    Bars(#[from] domain::BarsError),
    /// The writer refused.
    #[error("the file could not be written: {0}")]
    Write(String),
    /// Not built yet.
    #[error("not built yet")]
    NotBuilt,
}
