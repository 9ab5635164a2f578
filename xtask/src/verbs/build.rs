//! `build`: the page into `dist/` and the edge into `functions/build/`.

use crate::failure::Failure;
use crate::site::{self, Flavour};
use crate::{edge, setup};

const TEST_BUILD: &str = "--test-build";

pub fn run(arguments: &[String]) -> Result<(), Failure> {
    super::only(&[TEST_BUILD], arguments)?;
    let tools = setup::ensure()?;
    if arguments.iter().any(|argument| argument == TEST_BUILD) {
        faulty(&tools)?;
        println!(
            "The page with planted faults is in {}, the edge that traps in {}.",
            Flavour::Faulty.folder().display(),
            edge::trapping_entry().display()
        );
        return Ok(());
    }
    everything(&tools)?;
    println!("The page is in dist/ and the edge in functions/build/.");
    Ok(())
}

/// All that tests need besides.
pub fn faulty(tools: &setup::Tools) -> Result<(), Failure> {
    site::build(tools, Flavour::Faulty)?;
    edge::build_trapping(tools)
}

/// All that people get.
pub fn everything(tools: &setup::Tools) -> Result<(), Failure> {
    site::build(tools, Flavour::Shipped)?;
    edge::build(tools)
}
