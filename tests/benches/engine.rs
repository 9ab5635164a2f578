//! Times sweeps and runs natively on one core, with the limits they have; the same work is timed in wasm and in a browser.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench measures time and prints it"
)]

use std::process::ExitCode;
use std::time::Instant;
use tests::speed::{Part, Work, engine};

/// Goes of each; the middle one counts.
const GOES: usize = 5;

/// Goes of what takes longer than this many milliseconds: by then the answer is clear.
const FEW_GOES: usize = 3;
const LONG_MS: f64 = 2_000.0;

fn main() -> Result<ExitCode, String> {
    println!(
        "{:<40} {:>12} {:>24}",
        "natively, one core", "median", "rate"
    );
    // A word picks the works that have it in their names; cargo itself adds a flag.
    let word = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    let picked = |work: &Work| word.as_ref().is_none_or(|word| work.name.contains(word));
    let mut late = false;
    for work in engine().into_iter().filter(picked) {
        let go = (work.prepare)();
        let go = go.map_err(|wrong| format!("{}: {wrong}, nothing to time", work.name))?;
        late |= time(&work, go);
    }
    Ok(ExitCode::from(u8::from(late)))
}

/// Times one and says whether it took too long.
fn time(work: &Work, mut go: tests::speed::Go) -> bool {
    let mut times = Vec::new();
    let mut counted = 0;
    let mut goes = GOES;
    while times.len() < goes {
        let start = Instant::now();
        counted = go(Part::WHOLE);
        let took = start.elapsed().as_secs_f64() * 1e3;
        if took > LONG_MS {
            goes = FEW_GOES;
        }
        times.push(took);
    }
    times.sort_by(f64::total_cmp);
    let median = times[times.len() / 2];
    let rate = work.units as f64 / median / 1e3;
    let limit = work.limits.native;
    let over = limit.is_some_and(|limit| median > limit);
    let told = limit.map(|limit| {
        let word = if over { "OVER" } else { "within" };
        format!("  {word} {limit} ms")
    });
    println!(
        "{:<40} {:>12} {:>24}  {counted} trades{}",
        work.name,
        format!("{median:.2} ms"),
        format!("{rate:.1} M {}/s", work.unit),
        told.unwrap_or_default()
    );
    over
}
