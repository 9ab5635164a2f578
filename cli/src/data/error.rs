//! Why `backcast data` has no answer: each error names its flag or file and what would be right.

use std::path::{Path, PathBuf};

/// Why there is no answer, or what is wrong with the file.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file can't be read.
    #[error("{file}: {error}")]
    Read {
        /// Which file.
        file: String,
        /// What the system said.
        error: std::io::Error,
    },
    /// The file is none we read, or made to hurt.
    #[error("{file}: {refusal}")]
    Refused {
        /// Which file.
        file: String,
        /// Why.
        refusal: intake::Refusal,
    },
    /// The rows can't become bars as they are.
    #[error("{file}: {}", std::iter::once(sentence).chain(hints).map(String::as_str).collect::<Vec<_>>().join("; "))]
    Unfit {
        /// Which file.
        file: String,
        /// What stops.
        sentence: String,
        /// Do the columns say that the rows were meant as bars of one length?
        meant: bool,
        /// What would make bars of them.
        hints: Vec<String>,
    },
    /// What `check` found, when some of it stops.
    #[error("{0}")]
    Found(String),
    /// A flag holds something else than it should.
    #[error("--{flag} {got}: must be {allowed}")]
    Flag {
        /// Which flag.
        flag: &'static str,
        /// What was given.
        got: String,
        /// What would be right.
        allowed: String,
    },
    /// Something nobody said.
    #[error("--{flag} is missing: {why}")]
    Missing {
        /// Which flag.
        flag: &'static str,
        /// Why it is needed.
        why: &'static str,
    },
    /// The bars can't be made longer that way.
    #[error("--to: {0}")]
    Longer(#[from] domain::BarsError),
    /// The bars can't be written as Parquet.
    #[error(transparent)]
    Parquet(#[from] store::Error),
    /// A library can't be read.
    #[error("{}: {why}", .folder.display())]
    Library {
        /// Which folder.
        folder: PathBuf,
        /// Why.
        why: String,
    },
    /// Damaged files could not be mended.
    #[error(transparent)]
    Repair(#[from] crate::fetch::Error),
    /// A folder that makes the program wait: a fault of ours.
    #[error("the folder did not answer at once")]
    Waits,
    /// The file can't be written.
    #[error("{file}: {error}")]
    Write {
        /// Which file.
        file: String,
        /// What the system said.
        error: std::io::Error,
    },
}

impl Error {
    /// A refusal of a library.
    pub fn of(folder: &Path, why: impl ToString) -> Error {
        Error::Library {
            folder: folder.to_owned(),
            why: why.to_string(),
        }
    }

    /// What the program ends with: 1 when a file was checked and found wrong, 2 when there was nothing to check.
    pub fn code(&self) -> u8 {
        match self {
            Error::Found(_) => 1,
            _ => 2,
        }
    }
}

/// A flag that holds something else than it should.
pub fn wrong(flag: &'static str, got: &str, allowed: impl Into<String>) -> Error {
    Error::Flag {
        flag,
        got: got.to_owned(),
        allowed: allowed.into(),
    }
}
