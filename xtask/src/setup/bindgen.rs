//! The wasm-bindgen command, always of the version that Cargo.lock has for the crate.

use super::version::locked;
use crate::failure::Failure;
use crate::{cargo, folders, step};
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
    let home = folders::cache()?
        .join("tools")
        .join(format!("wasm-bindgen-{version}"));
    let binary = home
        .join("bin")
        .join(format!("wasm-bindgen{}", std::env::consts::EXE_SUFFIX));
    if binary.is_file() {
        return Ok((binary, version.to_owned()));
    }
    // Kept until it succeeds, so that an interrupted install goes on where it was.
    let scratch = folders::work("install-wasm-bindgen");
    let mut install = cargo::cargo(&["install", "wasm-bindgen-cli", "--debug", "--version"]);
    install
        .arg(version)
        .arg("--root")
        .arg(&home)
        .env("CARGO_TARGET_DIR", &scratch)
        .env("CARGO_PROFILE_DEV_DEBUG", "0");
    step::must(&format!("installing wasm-bindgen {version}"), &mut install)?;
    folders::clear(&scratch)?;
    Ok((binary, version.to_owned()))
}
