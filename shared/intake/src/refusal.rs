//! Why a file isn't read at all: it is of another kind, too large, or made to hurt.

use serde::{Deserialize, Serialize};

/// Why a file was refused before its rows were looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// There is nothing in it.
    #[error("the file is empty; expected a table with a row a bar")]
    Empty,
    /// A kind of file that isn't read here.
    #[error("this is {what}; {instead}")]
    Kind {
        /// What it is.
        what: String,
        /// What would be right.
        instead: String,
    },
    /// More than a limit allows.
    #[error("{what} is {got}, more than the {limit} that are read")]
    TooLarge {
        /// What is too large: `the file`, `row 7`.
        what: String,
        /// How large it is, or how far was counted.
        got: u64,
        /// What is allowed.
        limit: u64,
    },
    /// It unpacks to far more than bars do.
    #[error(
        "{what} unpacks to {ratio} times its size or more; bars pack 20 to one at best, so this isn't unpacked"
    )]
    Bomb {
        /// Which part.
        what: String,
        /// Bytes out of a byte in.
        ratio: u64,
    },
    /// The file contradicts itself.
    #[error("the {format} file is damaged: {reason}")]
    Damaged {
        /// `zip`, `Parquet` …
        format: String,
        /// What doesn't agree.
        reason: String,
    },
    /// A name inside a zip file that points out of it.
    #[error(
        "the zip file holds the name {name:?}, which points out of the folder it would be unpacked to"
    )]
    Path {
        /// The name.
        name: String,
    },
    /// Several files inside; which one to read must be said.
    #[error("the zip file holds {} files: say which one, like {:?}", .names.len(), .names.first().map_or("", String::as_str))]
    SeveralFiles {
        /// Their names.
        names: Vec<String>,
    },
    /// The file asked for isn't inside.
    #[error("the zip file holds no {name:?}")]
    NoSuchFile {
        /// The name asked for.
        name: String,
    },
}
