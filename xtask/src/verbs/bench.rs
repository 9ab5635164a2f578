//! `bench`: times the engine and the numbers, natively, in wasm and in Chromium; a bench checks its result before it times it.

use super::instructions;
use super::test::compile_numbers;
use crate::cargo::artifact;
use crate::failure::Failure;
use crate::setup::browser;
use crate::site::{self, Flavour, wasm};
use crate::{cargo, edge, setup, step};

pub fn run(arguments: &[String]) -> Result<(), Failure> {
    if arguments == ["--instructions"] {
        return instructions::count();
    }
    let mut bench = cargo::cargo(&["bench", "--no-fail-fast", "--package", "tests"]);
    bench.args(["--bench", "*", "--"]).args(arguments);
    let mut kept = step::in_view(&mut bench)?.success();
    if arguments.is_empty() {
        kept &= in_wasm()?;
        kept &= of_the_library()?;
    }
    if kept {
        return Ok(());
    }
    Err(Failure::told(
        "A bench took longer than its limit, or a result was wrong.",
        "OVER in the tables above marks what is too slow; a result that is wrong is named and never timed.",
    ))
}

/// In one thread under Node, then in workers of Chromium; true when every limit was kept.
fn in_wasm() -> Result<bool, Failure> {
    let tools = setup::ensure()?;
    let chrome = browser::ensure()?;
    step::run("compiling the numbers to wasm", &mut compile_numbers())?;
    let module = wasm::optimise_bare(&tools, &artifact("release", "tests.wasm"))?;
    let mut kept = true;
    for script in ["tests/wasm/bench.mjs", "tests/wasm/browser.mjs"] {
        let mut node = tools.node(script);
        kept &= step::in_view(node.arg(&module).env("CHROME", &chrome))?.success();
    }
    Ok(kept)
}

/// Files in, bars on the browser's disk, bars into a run, bars from an exchange; true when every limit was kept.
fn of_the_library() -> Result<bool, Failure> {
    let tools = setup::ensure()?;
    let chrome = browser::ensure()?;
    site::build(&tools, Flavour::Faulty)?;
    edge::build(&tools)?;
    let mut kept = true;
    for script in [
        "tests/e2e/library_bench.mjs",
        "tests/e2e/backfill_bench.mjs",
    ] {
        let mut node = tools.node(script);
        let node = node.env("BACKCAST_TEST_SITE", Flavour::Faulty.folder());
        kept &= step::in_view(node.env("CHROME", &chrome))?.success();
    }
    Ok(kept)
}
