//! `lint`: clippy for native and for wasm, crate arrows and first lines, licences.

use crate::cargo::{NATIVE, WASM, cargo};
use crate::failure::Failure;
use crate::{folders, setup, step};
use std::process::Command;

pub fn run(arguments: &[String]) -> Result<(), Failure> {
    super::only(&[], arguments)?;
    setup::rust::ensure()?;
    let mut clean = true;
    let checks = [
        ("clippy, native", native()),
        ("clippy, wasm", wasm()?),
        ("crate arrows and first lines", tidy()),
    ];
    for (label, mut command) in checks {
        clean &= passes(label, &mut command)?;
    }
    if setup::starts("cargo-deny") {
        clean &= passes("licences and advisories", &mut cargo(&["deny", "check"]))?;
    } else {
        println!("licences and advisories: not checked, cargo-deny is not installed");
    }
    if clean { Ok(()) } else { Err(Failure::Counted) }
}

fn passes(label: &str, command: &mut Command) -> Result<bool, Failure> {
    let done = step::run(label, command)?;
    if !done.status.success() {
        println!("{}\n", done.complaint());
    }
    Ok(done.status.success())
}

pub fn native() -> Command {
    let mut clippy = cargo(&["clippy", "--all-targets"]);
    clippy.args(NATIVE).args(["--", "-D", "warnings"]);
    clippy
}

/// Everything that runs in a page or at the edge, under rules that forbid clocks, files, threads and blocking.
pub fn wasm() -> Result<Command, Failure> {
    // The profile of the build, so that both share compiled macros and build scripts.
    let mut clippy = cargo(&["clippy", "--profile", "small", "--target", WASM]);
    for name in shared()? {
        clippy.args(["--package", &name]);
    }
    clippy
        .args(["--package", "app", "--package", "functions"])
        .args(["--features", "app/page,app/worker,app/planted-faults"])
        .args(["--", "-D", "warnings"])
        .env("CLIPPY_CONF_DIR", folders::root().join("clippy-wasm"));
    Ok(clippy)
}

pub fn tidy() -> Command {
    cargo(&["test", "--package", "tests", "--test", "tidy"])
}

/// The crates of `shared/`; a folder has the name of its crate.
fn shared() -> Result<Vec<String>, Failure> {
    let folder = folders::root().join("shared");
    Ok(folders::files_below(&folder)?
        .iter()
        .filter(|file| file.ends_with("Cargo.toml"))
        .filter_map(|file| Some(file.parent()?.to_str()?.to_owned()))
        .collect())
}
