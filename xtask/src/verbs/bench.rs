//! `bench`: times the engine; a bench checks its result before it times it.

use crate::failure::Failure;
use crate::{cargo, step};

pub fn run(arguments: &[String]) -> Result<(), Failure> {
    let mut bench = cargo::cargo(&["bench", "--package", "tests", "--bench", "*", "--"]);
    bench.args(arguments);
    if step::in_view(&mut bench)?.success() {
        Ok(())
    } else {
        Err(Failure::told(
            "A bench failed.",
            "Its message is above; a result that is wrong is never timed.",
        ))
    }
}
