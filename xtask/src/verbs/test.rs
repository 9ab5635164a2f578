//! `test`: every check there is, one after the other, counted at the end.

use super::{build, fmt, lint, size};
use crate::cargo::{NATIVE, WASM, artifact, cargo};
use crate::failure::Failure;
use crate::report::Report;
use crate::setup::{self, Tools, browser};
use crate::site::Flavour;
use crate::tally::{read_cargo, read_node, read_plain};
use crate::{edge, folders, step};
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

pub fn run(arguments: &[String]) -> Result<(), Failure> {
    super::only(&[], arguments)?;
    let began = Instant::now();
    let mut report = Report::default();
    checks(&mut report)?;
    report.finish(began)
}

fn checks(report: &mut Report) -> Result<(), Failure> {
    let Some(tools) = report.check("set-up", setup::ensure)? else {
        return Ok(());
    };
    let tools = &tools;
    let chrome = report.check("browser", browser::ensure)?;

    for (label, mut command) in fmt::commands(true)? {
        report.command(label, &mut command)?;
    }
    report.command("clippy, native", &mut lint::native())?;
    report.command("clippy, wasm", &mut lint::wasm()?)?;
    report.suite("native tests", &mut native_tests(), read_cargo)?;
    numbers(tools, report)?;

    let site = report.check("build", || build::everything(tools))?;
    let faulty = report.check("build with planted faults", || build::faulty(tools))?;
    if site.is_some() {
        report.check("size", || size::check(tools))?;
    } else {
        report.skip("size");
    }
    let built = site.and(faulty).is_some();
    if built {
        let mut tests = node_tests(tools, "tests/edge");
        report.suite("edge tests", &mut tests, read_node)?;
    } else {
        report.skip("edge tests");
    }
    if let Some(chrome) = chrome.filter(|_| built) {
        let mut tests = node_tests(tools, "tests/e2e");
        report.suite("end-to-end tests", tests.env("CHROME", chrome), read_node)?;
    } else {
        report.skip("end-to-end tests");
    }
    Ok(())
}

fn native_tests() -> Command {
    let mut tests = cargo(&["test", "--no-fail-fast"]);
    tests.args(NATIVE);
    tests
}

/// The same numbers natively and in wasm, compared digest by digest.
fn numbers(tools: &Tools, report: &mut Report) -> Result<(), Failure> {
    let label = "numbers in wasm equal native ones";
    let native = report.check("numbers, native", write_native_numbers)?;
    if !report.command("numbers, compiled to wasm", &mut compile_numbers())? || native.is_none() {
        report.skip(label);
        return Ok(());
    }
    let mut node = tools.node("tests/wasm/run.mjs");
    node.arg(artifact("release", "tests.wasm"))
        .arg(native_numbers());
    report.suite(label, &mut node, read_plain).map(drop)
}

/// The library of the tests as a wasm module of its own; nowhere else is it one.
pub fn compile_numbers() -> Command {
    let mut compile = cargo(&["rustc", "--release", "--package", "tests", "--lib"]);
    compile.args(["--crate-type", "cdylib", "--target", WASM]);
    compile
}

fn native_numbers() -> PathBuf {
    folders::target().join("numeric-native.json")
}

fn write_native_numbers() -> Result<(), Failure> {
    let mut command = cargo(&["run", "--quiet", "--package", "tests", "--bin", "numeric"]);
    let json = step::answer("computing numbers natively", &mut command)?;
    folders::write(&native_numbers(), json)
}

fn node_tests(tools: &Tools, folder: &str) -> Command {
    let mut node = tools.node("--test");
    // One file at a time: two cores already carry a browser and workerd.
    node.args(["--test-concurrency=1", "--test-reporter=tap"])
        // A page that never answers must not hold everything up for ever.
        .arg("--test-timeout=600000")
        .args(test_files(folder))
        .env("NODE", &tools.node)
        .env("BACKCAST_DIST", Flavour::Shipped.folder())
        .env("BACKCAST_TEST_SITE", Flavour::Faulty.folder())
        .env("BACKCAST_NATIVE_NUMBERS", native_numbers())
        .env("BACKCAST_EDGE_TRAP_BUILD", edge::trapping_entry())
        .env("WRANGLER_SEND_METRICS", "false")
        .env("CLOUDFLARE_CF_FETCH_ENABLED", "false");
    node
}

/// Named one by one, since Node's own search differs between versions.
fn test_files(folder: &str) -> Vec<PathBuf> {
    let root = folders::root().join(folder);
    let mut files = folders::files_below(&root).unwrap_or_default();
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    if files.is_empty() {
        // Without a name Node would search everywhere; a name that is not there fails as it should.
        files.push(PathBuf::from("no.test.mjs"));
    }
    files.iter().map(|file| root.join(file)).collect()
}
