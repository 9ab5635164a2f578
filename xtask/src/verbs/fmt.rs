//! `fmt`: rustfmt over every file, also those cargo does not see as modules.

use crate::failure::Failure;
use crate::{cargo, folders, step};
use std::process::Command;

const CHECK: &str = "--check";

pub fn run(arguments: &[String]) -> Result<(), Failure> {
    super::only(&[CHECK], arguments)?;
    let check = !arguments.is_empty();
    let mut clean = true;
    for (_, mut command) in commands(check)? {
        clean &= step::in_view(&mut command)?.success();
    }
    if clean {
        Ok(())
    } else if check {
        Err(Failure::told(
            "Some files are not formatted.",
            "Run `cargo xtask fmt`.",
        ))
    } else {
        Err(Failure::told(
            "rustfmt refused a file.",
            "Its message above says where.",
        ))
    }
}

/// Cargo's formatter does not follow modules that a build script lists, so those files are named one by one.
pub fn commands(check: bool) -> Result<Vec<(&'static str, Command)>, Failure> {
    let mut whole = cargo::cargo(&["fmt", "--all"]);
    if check {
        // rustfmt colours its differences even when they go into a log.
        whole.args([CHECK, "--", "--color", "never"]);
    }
    let library = folders::root().join("shared/strategies/src/library");
    if !library.is_dir() {
        return Ok(vec![("format", whole)]);
    }
    let mut listed = Command::new("rustfmt");
    listed
        .args(["--edition", "2024"])
        .current_dir(folders::root());
    if check {
        listed.args([CHECK, "--color", "never"]);
    }
    for file in folders::files_below(&library)? {
        if file.extension().is_some_and(|extension| extension == "rs") {
            listed.arg(library.join(file));
        }
    }
    Ok(vec![
        ("format", whole),
        ("format of listed strategies", listed),
    ])
}
