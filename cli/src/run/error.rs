//! Why `backcast run` has no report: each error names its flag, what it holds and what would be right.

use super::bars_file;
use crate::sets::SetError;
use domain::Timeframe;

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file can't be read.
    #[error("--{flag} {file}: {error}")]
    File {
        /// Which flag.
        flag: &'static str,
        /// Which file.
        file: String,
        /// What the system said.
        error: std::io::Error,
    },
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
    /// A flag holds something that the core refused, in the core's words.
    #[error("--{flag} {got}: {why}")]
    Refused {
        /// Which flag.
        flag: &'static str,
        /// What was given.
        got: String,
        /// Why it is wrong and what would be right.
        why: String,
    },
    /// A parameter of the strategy.
    #[error(transparent)]
    Set(#[from] SetError),
    /// A file has no bars for a run.
    #[error("--{flag} {error}")]
    Bars {
        /// Which flag.
        flag: &'static str,
        /// Which file, row and column.
        error: Box<bars_file::Error>,
    },
    /// A flag about how files are read.
    #[error(transparent)]
    How(Box<crate::data::Error>),
    /// Two files can't share a run.
    #[error(
        "--{flag}: {file} has {timeframe} bars and {other} {other_timeframe} bars, expected one timeframe in all of these files"
    )]
    Timeframes {
        /// Which flag.
        flag: &'static str,
        /// The first file.
        file: String,
        /// Its bars.
        timeframe: Timeframe,
        /// A later file.
        other: String,
        /// Its bars.
        other_timeframe: Timeframe,
    },
    /// The question is about bars from files, and some are missing.
    #[error("--data: the question is about {symbol}, hand its bars over as {symbol}=FILE")]
    Missing {
        /// Whose bars.
        symbol: domain::Symbol,
    },
    /// A file can't be written.
    #[error("--{flag} {file}: {error}")]
    Write {
        /// Which flag.
        flag: &'static str,
        /// Which file.
        file: String,
        /// What the system said.
        error: std::io::Error,
    },
    /// The spec is wrong.
    #[error(transparent)]
    Spec(#[from] domain::SpecError),
    /// There is no such data.
    #[error(transparent)]
    Data(#[from] domain::DatasetError),
    /// The run is wrong.
    #[error(transparent)]
    Run(#[from] engine::RunError),
    /// The report can't be written as JSON.
    #[error("report: {0}")]
    Json(#[from] serde_json::Error),
}

/// A flag that holds something else than it should.
pub fn wrong(flag: &'static str, got: &str, allowed: impl Into<String>) -> Error {
    Error::Flag {
        flag,
        got: got.to_owned(),
        allowed: allowed.into(),
    }
}

/// A flag whose value the core refused.
pub fn refused(flag: &'static str, got: &str, why: impl ToString) -> Error {
    Error::Refused {
        flag,
        got: got.to_owned(),
        why: why.to_string(),
    }
}
