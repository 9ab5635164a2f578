//! What can go wrong, always with what to do about it.

use std::fmt;
use std::path::Path;

#[derive(Debug)]
pub enum Failure {
    /// Someone pressed Ctrl-C.
    Stopped,
    /// Already reported line by line.
    Counted,
    /// A tool has said what is wrong itself; its exit state is passed on.
    Ended(u8),
    /// A sentence of what is wrong and one of what to do.
    Told { what: String, remedy: String },
}

impl Failure {
    pub fn told(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Told {
            what: what.into(),
            remedy: remedy.into(),
        }
    }

    /// A file or folder operation that failed.
    pub fn io(doing: &str, path: &Path, error: &std::io::Error) -> Self {
        Self::told(
            format!("Could not {doing} {}: {error}.", path.display()),
            "Check that the disk has room and that the folder belongs to you, then run again.",
        )
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stopped => write!(f, "stopped"),
            Self::Counted | Self::Ended(_) => write!(f, "see above"),
            Self::Told { what, remedy } => write!(f, "{what}\n{remedy}"),
        }
    }
}

/// Guesses from a tool's last words what a person should do.
pub fn remedy_for(log: &str) -> &'static str {
    const SYMPTOMS: &[(&[&str], &str)] = &[
        (
            &["error[E", "could not compile"],
            "The code does not compile: correct what the compiler names, then run again.",
        ),
        (
            &["No space left on device", "ENOSPC"],
            "The disk is full: free some room, then run again.",
        ),
        (
            &["EACCES", "Permission denied", "Operation not permitted"],
            "A folder is not writable for you: check its owner, then run again.",
        ),
        (
            &[
                "ENOTFOUND",
                "EAI_AGAIN",
                "ECONNREFUSED",
                "ECONNRESET",
                "ETIMEDOUT",
                "Could not resolve host",
                "Couldn't resolve host",
                "failed to download",
                "could not download",
                "Timeout was reached",
                "timed out",
                "Temporary failure resolving",
                "network error",
                "you're using offline mode",
            ],
            "The package registry could not be reached: check the network or the proxy settings, then run again; finished steps are kept.",
        ),
        (
            &["EINTEGRITY"],
            "A package arrived damaged: run `npm cache clean --force`, then run again.",
        ),
        (
            &["E404", "404 Not Found", "ETARGET", "in registry `"],
            "The registry in use does not have this version: check which registry npm and cargo are configured for.",
        ),
    ];
    SYMPTOMS
        .iter()
        .find(|(signs, _)| signs.iter().any(|sign| log.contains(sign)))
        .map_or(
            "The lines above are the tool's own; the whole log is in the file named.",
            |(_, remedy)| remedy,
        )
}

#[cfg(test)]
mod tests {
    use super::remedy_for;

    #[test]
    fn an_unreachable_registry_is_recognised() {
        let remedy = remedy_for("npm error code EAI_AGAIN\nnpm error syscall getaddrinfo");
        assert!(remedy.contains("could not be reached"), "{remedy}");
    }

    #[test]
    fn a_full_disk_is_recognised() {
        assert!(remedy_for("write: No space left on device (os error 28)").contains("disk"));
    }

    #[test]
    fn a_compile_error_is_not_taken_for_a_missing_package() {
        let remedy = remedy_for("error[E0433]: could not find `http` in `venues`; timed out");
        assert!(remedy.contains("does not compile"), "{remedy}");
    }

    #[test]
    fn an_unknown_failure_points_to_the_log() {
        assert!(remedy_for("Fatal: error validating input").contains("log"));
    }
}
