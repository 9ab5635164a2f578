//! What the build scripts of libraries share: every file of `src/library` becomes a module and an entry of `ALL`.

use std::{env, error::Error, fmt::Write as _, fs, path::PathBuf};

/// Writes the modules and the list, in the order of their names; each file holds one `constant` of this type.
pub fn register(what: &str, constant: &str, of: &str) -> Result<(), Box<dyn Error>> {
    let library = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("src/library");
    println!("cargo::rerun-if-changed={}", library.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(&library)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
    let (mut modules, mut list) = (String::new(), String::new());
    for path in &files {
        let name = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .ok_or("a file name in UTF-8")?;
        writeln!(modules, "#[path = {path:?}]\npub mod {name};")?;
        writeln!(list, "    &{name}::{constant},")?;
    }
    let list =
        format!("/// Every {what}, by name.\npub static ALL: &[&crate::{of}] = &[\n{list}];\n");
    let out = PathBuf::from(env::var("OUT_DIR")?).join("library.rs");
    fs::write(out, modules + &list)?;
    Ok(())
}
