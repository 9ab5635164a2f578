//! The coverage of a series of the list: its strip, and the same in words.

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
