//! The coverage of a series: its strip, the same in words, and what damage leaves out.

use super::text::count;
use super::words::{filled, words};
use crate::components::strip::Strip as Cells;
use leptos::prelude::*;

/// The strip.
#[component]
pub fn Strip(
    /// The share of bars there in equal parts of the span: 0 none, 255 all.
    cells: Vec<u8>,
    /// Stretches without bars.
    gaps: u32,
    /// Bars missing in them.
    missing: u64,
) -> impl IntoView {
    view! { <Cells cells said=Signal::derive(move || in_words(gaps, missing)) /> }
}

/// The same in words.
pub fn in_words(gaps: u32, missing: u64) -> String {
    let w = words();
    match gaps {
        0 => w.coverage_full.to_owned(),
        _ => filled(
            w.coverage_holes,
            &[&count(u64::from(gaps)), &count(missing)],
        ),
    }
}

/// Says that bars are missing on show because their files are damaged.
#[component]
pub fn LeftOut(
    /// How many files.
    damaged: Signal<u32>,
) -> impl IntoView {
    let said = move || match damaged.get() {
        0 => String::new(),
        files => filled(words().left_out, &[&count(u64::from(files))]),
    };
    view! { <span class="data-damage" role="status" data-test="left-out">{said}</span> }
}
