//! The edge functions: one wasm module with its glue, ready for workerd.

use crate::failure::Failure;
use crate::setup::Tools;
use crate::site::wasm::{self, Module};
use crate::{cargo, folders, step};
use std::path::{Path, PathBuf};

/// Builds `functions/build/`.
pub fn build(tools: &Tools) -> Result<(), Failure> {
    let place = folders::root().join("functions/build");
    assemble(tools, "edge", &[], &place)
}

/// Builds an edge with a route that traps, which only a test may start.
pub fn build_trapping(tools: &Tools) -> Result<(), Failure> {
    let features = ["--features", "trap-route"];
    assemble(tools, "edge-trap", &features, &trapping())
}

/// The entry of the edge that traps.
pub fn trapping_entry() -> PathBuf {
    trapping().join("index.js")
}

fn trapping() -> PathBuf {
    folders::work("edge-trap")
}

fn assemble(tools: &Tools, label: &str, features: &[&str], place: &Path) -> Result<(), Failure> {
    let mut compile = cargo::cargo(&[
        "build",
        "--profile",
        "small",
        "--target",
        cargo::WASM,
        "--package",
        "functions",
    ]);
    compile.args(features);
    step::must(&format!("compiling the {label} to wasm"), &mut compile)?;
    let module = wasm::prepare(
        tools,
        &Module {
            label,
            raw: cargo::artifact("small", "functions.wasm"),
            out_name: "functions",
            target: "web",
            split: false,
            level: "-Oz",
            // A trap in one request must not take the isolate's next requests with it.
            bind: &[
                "--experimental-reset-state-function",
                "--force-enable-abort-handler",
            ],
            // The abort handler catches traps at the import boundary with it.
            optimise: &["--enable-exception-handling"],
        },
    )?;
    let fresh = place.with_extension("new");
    folders::clear(&fresh)?;
    for file in folders::files_below(&module)? {
        folders::write(&fresh.join(&file), folders::read(&module.join(&file))?)?;
    }
    let shim = folders::root().join("functions/shim.js");
    folders::write(&fresh.join("index.js"), folders::read(&shim)?)?;
    folders::swap_in(&fresh, place)
}
