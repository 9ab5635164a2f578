//! Runs a law on many seeds and names the one that breaks it.

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
            if std::env::var("SEEDS_ALL").is_err() {
                resume_unwind(why);
            }
        }
    }
}

#[allow(clippy::print_stderr, reason = "a failing test says which seed it was")]
fn complain(seed: u64) {
    eprintln!("the law is broken by seed {seed}: keep it in the list of the test");
}
