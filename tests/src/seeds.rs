//! Runs a law on many seeds and names the one that breaks it.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// Tries the seeds that once broke the law, then `count` others; the first that fails is named before the test stops.
///
/// `SEEDS_FROM` moves the others somewhere else, for a longer search than every test run can afford.
pub fn each(once_broken: &[u64], count: u64, law: impl Fn(u64)) {
    let from = std::env::var("SEEDS_FROM").ok();
    let from = from.and_then(|text| text.parse().ok()).unwrap_or(0);
    for seed in once_broken.iter().copied().chain(from..from + count) {
        if let Err(why) = catch_unwind(AssertUnwindSafe(|| law(seed))) {
            complain(seed);
            resume_unwind(why);
        }
    }
}

/// As [`each`] for a law that has nothing to say about some seeds; it must speak for a sixth of them, or it tests nothing.
pub fn telling(once_broken: &[u64], count: u64, law: impl Fn(u64) -> Option<()>) {
    let told = Cell::new(0);
    each(once_broken, count, |seed| {
        told.set(told.get() + u64::from(law(seed).is_some()));
    });
    let told = told.get();
    assert!(told * 6 >= count, "{told} of {count} seeds say something");
}

#[allow(clippy::print_stderr, reason = "a failing test says which seed it was")]
fn complain(seed: u64) {
    eprintln!("the law is broken by seed {seed}: keep it in the list of the test");
}
