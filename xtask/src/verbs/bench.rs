//! `bench`: times the engine and the numbers, natively and in wasm; a bench checks its result before it times it.

use super::test::compile_numbers;
use crate::cargo::artifact;
use crate::failure::Failure;
use crate::{cargo, setup, step};

pub fn run(arguments: &[String]) -> Result<(), Failure> {
    let mut bench = cargo::cargo(&["bench", "--package", "tests", "--bench", "*", "--"]);
    bench.args(arguments);
    if !step::in_view(&mut bench)?.success() {
        return Err(Failure::told(
            "A bench failed.",
            "Its message is above; a result that is wrong is never timed.",
        ));
    }
    if !arguments.is_empty() {
        return Ok(());
    }
    let tools = setup::ensure()?;
    step::run("compiling the numbers to wasm", &mut compile_numbers())?;
    let mut node = tools.node("tests/wasm/bench.mjs");
    if step::in_view(node.arg(artifact("release", "tests.wasm")))?.success() {
        Ok(())
    } else {
        Err(Failure::told(
            "A bench in wasm took longer than its limit.",
            "The table above marks it with OVER.",
        ))
    }
}
