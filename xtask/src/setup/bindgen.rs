//! The wasm-bindgen command, always of the version that Cargo.lock has for the crate.

use super::tool::{self, Tool};
use super::version::locked;
use crate::failure::Failure;
use crate::folders;
use std::path::PathBuf;

/// Answers the binary and its version.
pub fn ensure() -> Result<(PathBuf, String), Failure> {
    let lock = folders::read_text(&folders::root().join("Cargo.lock"))?;
    let version = locked(&lock, "wasm-bindgen").ok_or_else(|| {
        Failure::told(
            "Cargo.lock names no wasm-bindgen version.",
            "Restore Cargo.lock from git, then run again.",
        )
    })?;
    let binary = tool::ensure(&Tool {
        name: "wasm-bindgen",
        package: "wasm-bindgen-cli",
        version,
        binary: "wasm-bindgen",
        arguments: &[],
    })?;
    Ok((binary, version.to_owned()))
}
