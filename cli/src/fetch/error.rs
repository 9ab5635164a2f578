//! Why `backcast fetch` could not do what it was asked: each error names its flag, folder or series and what would be right.

use std::path::{Path, PathBuf};

/// Why nothing, or not everything, was fetched.
#[derive(Debug, thiserror::Error)]
pub enum Error {
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
    /// The exchange has no such market.
    #[error("--symbols {got}: {venue} has no such market{}", .like.as_ref().map(|like| format!("; did you mean {like}?")).unwrap_or_default())]
    Market {
        /// What was given.
        got: String,
        /// Who was asked.
        venue: &'static str,
        /// The nearest code there is.
        like: Option<String>,
    },
    /// The exchange answers nobody without a key.
    #[error(
        "{venue} answers only with a key: set {id} and {secret} in the environment to those of your account"
    )]
    Key {
        /// Who.
        venue: &'static str,
        /// The variable of the key's name.
        id: &'static str,
        /// The variable of the key itself.
        secret: &'static str,
    },
    /// The exchange could not be asked for its markets.
    #[error("{venue}: the list of markets could not be had: {why}")]
    Markets {
        /// Who.
        venue: &'static str,
        /// Why.
        why: String,
    },
    /// Nothing to update.
    #[error("--update: {} holds no series{}; fetch some first, with --venue, --symbols and --interval", .folder.display(), .named)]
    Nothing {
        /// Which folder.
        folder: PathBuf,
        /// The restriction in words.
        named: String,
    },
    /// The folder can't be used.
    #[error("{}: {cause}", .folder.display())]
    Folder {
        /// Which folder.
        folder: PathBuf,
        /// Why.
        cause: crate::folder::Unusable,
    },
    /// The library in it can't.
    #[error("{}: {why}", .folder.display())]
    Library {
        /// Which folder.
        folder: PathBuf,
        /// Why.
        why: String,
    },
    /// A folder that makes the program wait: a fault of ours.
    #[error("the folder did not answer at once")]
    Waits,
    /// Stopped by the person in front of it.
    #[error("{done}stopped; the same command goes on from here")]
    Stopped {
        /// What was done until then.
        done: String,
    },
    /// Some damaged files stay so.
    #[error("{done}still damaged: {left} files")]
    Unmended {
        /// What was done, line by line.
        done: String,
        /// How many files.
        left: usize,
    },
    /// Some series failed.
    #[error(
        "{done}{failed} of {of} series could not be fetched; what came is kept, and the same command goes on from there"
    )]
    Some {
        /// What was done, line by line.
        done: String,
        /// How many failed.
        failed: usize,
        /// Of how many.
        of: usize,
    },
}

impl Error {
    /// A refusal of the library in a folder.
    pub fn of(folder: &Path) -> impl Fn(store::Error) -> Error {
        |error| Error::Library {
            folder: folder.to_owned(),
            why: crate::folder::why(folder, &error),
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
