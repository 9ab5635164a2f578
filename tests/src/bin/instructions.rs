//! Does one piece of the engine's work once, for a tool that counts instructions: `instructions list` or `instructions INDEX`.
#![allow(clippy::print_stdout, reason = "printing is this program's job")]

use std::hint::black_box;
use tests::speed::{Go, Part, Work, engine};

/// Under a counting tool everything takes some fifty times as long, so that an eighth of a sweep has to do.
const EIGHTH: Part = Part { index: 0, of: 8 };

fn main() -> Result<(), String> {
    let wanted = std::env::args().nth(1).unwrap_or_default();
    let works = engine();
    if wanted == "list" {
        // Ten million bars only repeat what shorter runs say; they stand last and can be asked for by their row.
        for work in works
            .iter()
            .filter(|work| work.splits || work.units < 1_000_000)
        {
            let units = work.units / part(work).of;
            println!("{}\t{units}\t{}", work.name, work.unit);
        }
        return Ok(());
    }
    let index: Option<usize> = wanted.parse().ok();
    let work = index.and_then(|index| works.into_iter().nth(index));
    let work = work.ok_or_else(|| format!("{wanted}: must be list or the row of a work in it"))?;
    let mut go = (work.prepare)()?;
    black_box(one_go(&mut go, part(&work)));
    Ok(())
}

fn part(work: &Work) -> Part {
    if work.splits { EIGHTH } else { Part::WHOLE }
}

/// What is counted; found by its name.
#[inline(never)]
fn one_go(go: &mut Go, part: Part) -> usize {
    black_box(go(black_box(part)))
}
