//! Commands that cargo installs, one folder a version, shared by every clone.

use crate::failure::Failure;
use crate::{cargo, folders, step};
use std::path::PathBuf;

/// A command and the crate it comes from.
pub struct Tool<'a> {
    /// What it is called when it is installed and kept.
    pub name: &'a str,
    pub package: &'a str,
    pub version: &'a str,
    pub binary: &'a str,
    /// More for `cargo install`.
    pub arguments: &'a [&'a str],
}

/// Answers the binary, installed when it is missing.
pub fn ensure(tool: &Tool) -> Result<PathBuf, Failure> {
    let label = format!("{}-{}", tool.name, tool.version);
    let home = folders::cache()?.join("tools").join(label);
    let binary = home
        .join("bin")
        .join(format!("{}{}", tool.binary, std::env::consts::EXE_SUFFIX));
    if binary.is_file() {
        return Ok(binary);
    }
    // Kept until it succeeds, so that an interrupted install goes on where it was.
    let scratch = folders::work(&format!("install-{}", tool.name));
    let mut install = cargo::cargo(&["install", tool.package, "--debug"]);
    install
        .args(["--version", tool.version])
        .args(tool.arguments)
        .arg("--root")
        .arg(&home)
        .env("CARGO_TARGET_DIR", &scratch)
        .env("CARGO_PROFILE_DEV_DEBUG", "0");
    step::must(
        &format!("installing {} {}", tool.name, tool.version),
        &mut install,
    )?;
    folders::clear(&scratch)?;
    Ok(binary)
}
