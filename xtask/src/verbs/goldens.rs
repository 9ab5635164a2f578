//! `goldens DIR`: computes a folder of golden cases and compares; its last line is the count, its exit state the verdict.

use crate::failure::Failure;
use crate::{cargo, step};
use std::path::{Path, PathBuf};

pub fn run(arguments: &[String]) -> Result<(), Failure> {
    let mut goldens = cargo::cargo(&["run", "--quiet", "--release", "--package", "tests"]);
    goldens.args(["--bin", "goldens", "--"]);
    goldens.args(arguments.iter().map(|argument| from_here(argument)));
    match step::in_view(&mut goldens)?.code() {
        Some(0) => Ok(()),
        code => Err(Failure::Ended(
            code.and_then(|code| u8::try_from(code).ok()).unwrap_or(1),
        )),
    }
}

/// A folder as seen from where the person stands, since cargo runs at the root of the repository.
fn from_here(argument: &str) -> PathBuf {
    if argument.starts_with('-') {
        return argument.into();
    }
    std::path::absolute(argument).unwrap_or_else(|_| Path::new(argument).to_owned())
}

#[cfg(test)]
mod tests {
    use super::from_here;
    use std::path::Path;

    #[test]
    fn folders_become_absolute_and_options_stay() {
        assert_eq!(from_here("--data"), Path::new("--data"));
        assert!(from_here("../shared/goldens").is_absolute());
        assert_eq!(from_here("/a/b"), Path::new("/a/b"));
    }
}
