//! The Chromium that end-to-end tests drive.

use crate::failure::Failure;
use crate::step;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

const USUAL_PLACES: [&str; 5] = [
    "/usr/bin/chromium",
    "/snap/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/// Finds a browser; on Debian as root it installs one.
pub fn ensure() -> Result<PathBuf, Failure> {
    if let Some(given) = env::var_os("CHROME").filter(|given| !given.is_empty()) {
        let given = PathBuf::from(given);
        return if given.is_file() {
            Ok(given)
        } else {
            Err(Failure::told(
                format!("CHROME names {}, which is not a file.", given.display()),
                "Set CHROME to a Chromium or Chrome binary, or unset it.",
            ))
        };
    }
    if let Some(found) = find() {
        return Ok(found);
    }
    if Path::new("/etc/debian_version").exists() && is_root() {
        install()?;
        if let Some(found) = find() {
            return Ok(found);
        }
    }
    Err(Failure::told(
        "End-to-end tests need Chromium or Chrome, and none was found.",
        "Install one (Debian: `sudo apt-get install chromium fonts-noto-cjk`) or set CHROME to its binary, then run again.",
    ))
}

fn find() -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let on_path = env::split_paths(&path)
        .flat_map(|folder| NAMES.map(|name| folder.join(name)))
        .collect::<Vec<_>>();
    on_path
        .into_iter()
        .chain(USUAL_PLACES.map(PathBuf::from))
        .find(|candidate| candidate.is_file())
}

fn install() -> Result<(), Failure> {
    step::must(
        "reading the Debian package list",
        Command::new("apt-get").args(["update", "--quiet"]),
    )?;
    step::must(
        "installing chromium and Korean fonts",
        Command::new("apt-get")
            .args(["install", "--yes", "--no-install-recommends"])
            .args(["chromium", "fonts-noto-cjk"])
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )?;
    Ok(())
}

#[cfg(unix)]
fn is_root() -> bool {
    nix::unistd::geteuid().is_root()
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}
