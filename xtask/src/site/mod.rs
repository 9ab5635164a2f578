//! The static site: wasm, scripts and styles under hashed names, and the pages that name them.

mod bundle;
mod parts;
pub mod stamp;
pub mod wasm;

use crate::failure::Failure;
use crate::setup::Tools;
use crate::{cargo, folders, step};
use stamp::{Facts, Source};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm::Module;

/// Which site to build.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// What people get.
    Shipped,
    /// The same with jobs that fail on purpose, for end-to-end tests only.
    Faulty,
}

impl Flavour {
    pub fn folder(self) -> PathBuf {
        match self {
            Self::Shipped => folders::root().join("dist"),
            Self::Faulty => folders::target().join("site-test"),
        }
    }

    fn label(self, name: &str) -> String {
        match self {
            Self::Shipped => name.to_owned(),
            Self::Faulty => format!("{name}-faulty"),
        }
    }
}

/// Files next to the page's sources that are filled in and shipped under a hashed name.
const SCRIPTS: [&str; 3] = ["boot.js", "worker_boot.js", "library_boot.js"];

/// The program whose parts load on demand.
const SPLIT: &str = "app";

pub fn build(tools: &Tools, flavour: Flavour) -> Result<(), Failure> {
    let page = compile(tools, flavour, "app", "small", "page", "-Oz")?;
    let worker = compile(
        tools,
        flavour,
        "worker",
        "release",
        "worker",
        wasm::WORKER_LEVEL,
    )?;
    let library = compile(
        tools,
        flavour,
        "library",
        "release",
        "library",
        wasm::WORKER_LEVEL,
    )?;

    let app = folders::root().join("app");
    let mut source = Source {
        leaves: bundle::run(
            tools,
            &flavour.label("bundle"),
            &[
                ("app", page.join("app.js")),
                ("worker", worker.join("worker.js")),
                ("library", library.join("library.js")),
                ("echarts", app.join("charts/echarts.js")),
                ("style", app.join("style.css")),
            ],
        )?,
        ..Source::default()
    };
    parts::place(&page, "app.js", &mut source)?;
    for (name, folder) in [("app", &page), ("worker", &worker), ("library", &library)] {
        let bytes = folders::read(&folder.join(format!("{name}_bg.wasm")))?;
        source.leaves.insert(format!("{name}.wasm"), bytes);
    }
    for name in SCRIPTS {
        let text = folders::read_text(&app.join(name))?;
        source.scripts.insert(name.to_owned(), text);
    }
    let index = folders::read_text(&app.join("index.html"))?;
    source.pages.insert("index.html".to_owned(), index);
    add_public(&mut source)?;

    let facts = Facts {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        commit: commit(),
    };
    let files = stamp::stamp(&source, &facts).map_err(|wrong| {
        Failure::told(wrong.to_string(), "Correct the file named, then run again.")
    })?;
    write(&files, &flavour.folder())
}

fn compile(
    tools: &Tools,
    flavour: Flavour,
    bin: &str,
    profile: &str,
    feature: &str,
    level: &'static str,
) -> Result<PathBuf, Failure> {
    let mut features = feature.to_owned();
    if flavour == Flavour::Faulty {
        features.push_str(",planted-faults");
    }
    let arguments = [
        "rustc",
        "--profile",
        profile,
        "--target",
        cargo::WASM,
        "--package",
        "app",
        "--bin",
        bin,
        "--no-default-features",
        "--features",
        &features,
    ];
    let name = flavour.label(bin);
    let split = bin == SPLIT;
    let mut compile = cargo::cargo(&arguments);
    if split {
        // Splitting asks who calls whom, which only the linker knows.
        compile.args(["--", "-C", "link-arg=--emit-relocs"]);
    }
    step::must(&format!("compiling {name} to wasm"), &mut compile)?;
    wasm::prepare(
        tools,
        &Module {
            label: &name,
            raw: cargo::artifact(profile, &format!("{bin}.wasm")),
            out_name: bin,
            target: "web",
            split,
            level,
            bind: &[],
            optimise: &[],
        },
    )
}

fn add_public(source: &mut Source) -> Result<(), Failure> {
    let public = folders::root().join("public");
    for file in folders::files_below(&public)? {
        let path = public.join(&file);
        let name = file.to_string_lossy().replace('\\', "/");
        if stamp::is_text(&name) {
            source.pages.insert(name, folders::read_text(&path)?);
        } else {
            source.copies.insert(name, folders::read(&path)?);
        }
    }
    Ok(())
}

fn write(files: &BTreeMap<String, Vec<u8>>, place: &Path) -> Result<(), Failure> {
    let fresh = place.with_extension("new");
    folders::clear(&fresh)?;
    for (name, bytes) in files {
        folders::write(&fresh.join(name), bytes)?;
    }
    if same(&fresh, place)? {
        return folders::clear(&fresh);
    }
    folders::swap_in(&fresh, place)
}

/// A site that did not change stays where it is, so a running server keeps it open.
fn same(fresh: &Path, place: &Path) -> Result<bool, Failure> {
    if !place.is_dir() || folders::files_below(fresh)? != folders::files_below(place)? {
        return Ok(false);
    }
    Ok(folders::files_below(fresh)?
        .iter()
        .all(|file| fs::read(fresh.join(file)).ok() == fs::read(place.join(file)).ok()))
}

fn commit() -> String {
    Command::new("git")
        .args(["rev-parse", "--short", "HEAD"])
        .current_dir(folders::root())
        .output()
        .ok()
        .filter(|output| output.status.success())
        .and_then(|output| String::from_utf8(output.stdout).ok())
        .map_or_else(|| "unknown".to_owned(), |text| text.trim().to_owned())
}
