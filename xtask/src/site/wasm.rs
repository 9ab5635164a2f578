//! From cargo's wasm to a shippable one: split where it may be, wasm-bindgen, then wasm-opt, skipped when the input did
//! not change.

use crate::failure::Failure;
use crate::setup::{Tools, splitter};
use crate::{folders, hash, step};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One compiled module and how to finish it.
pub struct Module<'a> {
    /// Names the step and the cache; modules with different labels do not push each other out.
    pub label: &'a str,
    pub raw: PathBuf,
    pub out_name: &'a str,
    /// The flavour of glue wasm-bindgen writes.
    pub target: &'a str,
    /// Are there parts to take out, each into a file of its own?
    pub split: bool,
    /// `-Oz` or `-O3`.
    pub level: &'a str,
    /// More flags for wasm-bindgen.
    pub bind: &'a [&'a str],
    /// More flags for wasm-opt.
    pub optimise: &'a [&'a str],
}

/// What rustc emits for this target; wasm-opt refuses anything it was not told to expect.
const FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-simd",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Rounds of optimising: what the first has drawn together lets the second leave more out.
const ROUNDS: usize = 2;

/// How hard the worker is optimised.
pub const WORKER_LEVEL: &str = "-O3";

/// Answers a folder with `<out_name>.js`, `<out_name>_bg.wasm`, the parts and what else was written.
pub fn prepare(tools: &Tools, module: &Module) -> Result<PathBuf, Failure> {
    let raw = folders::read(&module.raw)?;
    let lock = folders::read(&folders::root().join("package-lock.json"))?;
    let flags = [
        module.target,
        module.out_name,
        &module.level.repeat(ROUNDS),
        if module.split { splitter::VERSION } else { "" },
        &module.bind.concat(),
        &module.optimise.concat(),
        &FEATURES.concat(),
    ]
    .concat();
    let key = hash::hex(
        16,
        [
            &raw[..],
            &lock[..],
            tools.bindgen_version.as_bytes(),
            flags.as_bytes(),
        ],
    );
    let shelf = folders::work("wasm").join(module.label);
    let done = shelf.join(&key);
    if done.is_dir() {
        return Ok(done);
    }
    folders::clear(&shelf)?;
    let fresh = shelf.join("fresh");
    folders::create(&fresh)?;
    if module.split {
        let main = split(tools, module, &fresh)?;
        // The parts find what they share with the rest by the names the linker gave.
        let names = ["--keep-lld-exports", "--no-demangle"];
        bind(tools, module, &main, &names, &fresh)?;
        fs::remove_file(&main).map_err(|error| Failure::io("remove", &main, &error))?;
    } else {
        bind(tools, module, &module.raw, &[], &fresh)?;
    }
    for file in folders::files_below(&fresh)? {
        if file.extension().is_some_and(|kind| kind == "wasm") {
            optimise(tools, module, &fresh.join(file))?;
        }
    }
    fs::rename(&fresh, &done).map_err(|error| Failure::io("move into place", &fresh, &error))?;
    Ok(done)
}

/// Writes the parts and the script that loads them, and answers what is left of the program.
fn split(tools: &Tools, module: &Module, folder: &Path) -> Result<PathBuf, Failure> {
    let mut splitter = Command::new(&tools.splitter);
    splitter
        .arg(&module.raw)
        .arg(folder)
        .args(["--out-name", module.out_name]);
    step::must(&format!("splitting {}", module.label), &mut splitter)?;
    Ok(folder.join(format!("{}.wasm", module.out_name)))
}

fn bind(
    tools: &Tools,
    module: &Module,
    from: &Path,
    flags: &[&str],
    folder: &Path,
) -> Result<(), Failure> {
    let mut bindgen = Command::new(&tools.bindgen);
    bindgen
        .arg(from)
        .arg("--out-dir")
        .arg(folder)
        .args(["--out-name", module.out_name, "--target", module.target])
        .args([
            "--no-typescript",
            "--remove-name-section",
            "--remove-producers-section",
        ])
        .args(flags)
        .args(module.bind);
    step::must(&format!("binding {}", module.label), &mut bindgen)?;
    Ok(())
}

fn optimise(tools: &Tools, module: &Module, wasm: &Path) -> Result<(), Failure> {
    let smaller = wasm.with_extension("opt");
    let mut opt = optimiser(tools, wasm, &smaller, module.level);
    opt.args(module.optimise);
    step::must(&format!("optimising {}", module.label), &mut opt)?;
    fs::rename(&smaller, wasm).map_err(|error| Failure::io("move into place", &smaller, &error))
}

/// Optimises a module that needs no glue, as the worker's is optimised, so that its speed is the worker's.
pub fn optimise_bare(tools: &Tools, raw: &Path) -> Result<PathBuf, Failure> {
    let name = raw.file_name().unwrap_or_default();
    let out = folders::work("wasm").join(name);
    if let Some(folder) = out.parent() {
        folders::create(folder)?;
    }
    let mut opt = optimiser(tools, raw, &out, WORKER_LEVEL);
    step::must(&format!("optimising {}", name.to_string_lossy()), &mut opt)?;
    Ok(out)
}

fn optimiser(tools: &Tools, from: &Path, to: &Path, level: &str) -> Command {
    let mut opt = tools.script("binaryen/bin/wasm-opt");
    opt.arg(from).arg("-o").arg(to);
    opt.args([level; ROUNDS]).args(FEATURES);
    opt
}
