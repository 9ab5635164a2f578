//! Everything a fresh machine lacks, installed once and pinned in the repository's own files.

mod bindgen;
pub mod browser;
mod npm;
pub mod rust;
pub mod splitter;
mod tool;
mod version;

use crate::failure::Failure;
use crate::folders;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The tools outside cargo that building and serving needs.
pub struct Tools {
    pub node: PathBuf,
    pub bindgen: PathBuf,
    pub bindgen_version: String,
    pub splitter: PathBuf,
}

/// Makes sure all tools are there; takes no time when they are.
pub fn ensure() -> Result<Tools, Failure> {
    rust::ensure()?;
    let node = npm::ensure()?;
    let (bindgen, bindgen_version) = bindgen::ensure()?;
    Ok(Tools {
        node,
        bindgen,
        bindgen_version,
        splitter: splitter::ensure()?,
    })
}

impl Tools {
    /// A script from an installed npm package, started by the right Node.
    pub fn script(&self, path: &str) -> Command {
        self.node(folders::root().join("node_modules").join(path))
    }

    /// Node itself on a script or flag.
    pub fn node(&self, first: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(&self.node);
        command.arg(first).current_dir(folders::root());
        command
    }
}

/// True when a program is on PATH and answers.
pub fn starts(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
