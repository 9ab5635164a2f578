//! Cargo and friends, always started the same way so that nothing is compiled twice for a changed flag.

use crate::folders;
use std::env;
use std::path::PathBuf;
use std::process::Command;

pub const WASM: &str = "wasm32-unknown-unknown";

/// All that also runs natively: the pure parts of page and edge too, without what needs a browser or workerd.
pub const NATIVE: [&str; 1] = ["--workspace"];

pub fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .args(arguments)
        .current_dir(folders::root())
        .env("CARGO_TARGET_DIR", folders::target())
        .env("CARGO_TERM_COLOR", "never");
    // Left over from `cargo run`; they would reach build scripts of the children.
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_")
            || matches!(
                name.as_ref(),
                "CARGO_MANIFEST_DIR" | "CARGO_MANIFEST_PATH" | "CARGO_BIN_NAME"
            )
        {
            command.env_remove(name.as_ref());
        }
    }
    command
}

/// Where cargo puts a wasm artifact of a profile.
pub fn artifact(profile: &str, file: &str) -> PathBuf {
    folders::target().join(WASM).join(profile).join(file)
}
