//! Registers metrics by file: every `src/list/<category>/*.rs` becomes a module and its `METRICS` part of the list.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a build script runs on the host"
)]

use std::{env, error::Error, fmt::Write as _, fs, path::PathBuf};

/// Folders in the order tables show them; in a folder, files stand in the order of their names.
const CATEGORIES: [&str; 6] = [
    "returns",
    "risk",
    "adjusted",
    "trades",
    "distribution",
    "benchmark",
];

fn main() -> Result<(), Box<dyn Error>> {
    let list = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("src/list");
    println!("cargo::rerun-if-changed={}", list.display());
    let (mut modules, mut files) = (String::new(), String::new());
    for category in CATEGORIES {
        let mut paths = Vec::new();
        for entry in fs::read_dir(list.join(category))? {
            let path = entry?.path();
            if path.extension().is_some_and(|ending| ending == "rs") {
                paths.push(path);
            }
        }
        paths.sort();
        writeln!(modules, "mod {category} {{")?;
        for path in &paths {
            let name = path
                .file_stem()
                .and_then(|stem| stem.to_str())
                .ok_or("a file name in UTF-8")?;
            writeln!(modules, "#[path = {path:?}]\npub mod {name};")?;
            writeln!(files, "    {category}::{name}::METRICS,")?;
        }
        writeln!(modules, "}}")?;
    }
    let files = format!("const FILES: &[&[Metric]] = &[\n{files}];\n");
    let out = PathBuf::from(env::var("OUT_DIR")?).join("list.rs");
    fs::write(out, modules + &files)?;
    Ok(())
}
