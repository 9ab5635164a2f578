//! The pinned Rust toolchain with its wasm target.

use crate::cargo::WASM;
use crate::failure::Failure;
use crate::{folders, step};
use std::path::PathBuf;
use std::process::Command;

/// Cargo itself is silent about a target that `rust-toolchain.toml` names and nobody installed.
pub fn ensure() -> Result<(), Failure> {
    if has_target()? {
        return Ok(());
    }
    if !super::starts("rustup") {
        return Err(Failure::told(
            format!(
                "This Rust has no {WASM} target, and rustup, which could add it, was not found."
            ),
            "Install Rust through rustup (https://rustup.rs), then run again.",
        ));
    }
    step::must(
        "installing the Rust toolchain with its wasm target",
        Command::new("rustup")
            .args(["toolchain", "install", "--no-self-update"])
            .env_remove("RUSTUP_TOOLCHAIN")
            .current_dir(folders::root()),
    )?;
    if has_target()? {
        Ok(())
    } else {
        Err(Failure::told(
            format!("The toolchain still has no {WASM} target."),
            format!("Run `rustup target add {WASM}` in this folder, then run again."),
        ))
    }
}

fn has_target() -> Result<bool, Failure> {
    let mut rustc = Command::new("rustc");
    rustc
        .args(["--print", "sysroot"])
        .current_dir(folders::root());
    let output = rustc
        .output()
        .map_err(|error| step::cannot_start(&rustc, &error))?;
    let sysroot = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
    Ok(sysroot.join("lib/rustlib").join(WASM).join("lib").is_dir())
}
