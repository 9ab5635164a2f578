//! Scripts and styles, bundled and minified by esbuild.

use crate::failure::Failure;
use crate::setup::Tools;
use crate::{folders, step};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Bundles each entry into `<name>.js` or `<name>.css`.
pub fn run(
    tools: &Tools,
    label: &str,
    entries: &[(&str, PathBuf)],
) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let folder = folders::work(label);
    folders::clear(&folder)?;
    let mut esbuild = tools.script("esbuild/bin/esbuild");
    for (name, path) in entries {
        esbuild.arg(format!("{name}={}", path.display()));
    }
    esbuild
        .args(["--bundle", "--minify", "--format=esm", "--target=es2022"])
        .args(["--charset=utf8", "--log-level=warning"])
        .arg(format!("--outdir={}", folder.display()));
    step::must("bundling scripts and styles", &mut esbuild)?;
    folders::files_below(&folder)?
        .into_iter()
        .map(|file| {
            Ok((
                file.display().to_string(),
                folders::read(&folder.join(&file))?,
            ))
        })
        .collect()
}
