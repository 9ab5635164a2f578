//! The command that takes the parts that can wait out of the page's program.

use super::tool::{self, Tool};
use crate::failure::Failure;
use std::path::PathBuf;

/// Reads the marks that `wasm_split_helpers` 0.2 leaves in a program.
pub const VERSION: &str = "0.2.4";

/// Answers the binary.
pub fn ensure() -> Result<PathBuf, Failure> {
    tool::ensure(&Tool {
        name: "wasm-split",
        package: "wasm_split_cli_support",
        version: VERSION,
        binary: "wasm-split-cli",
        arguments: &["--locked", "--features", "build-binary"],
    })
}
