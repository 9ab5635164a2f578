//! The coverage of a series as a strip: where its bars are, and where they are not.

use leptos::prelude::*;

/// Height of the strip's own coordinates.
const HIGH: usize = 10;

/// How full a cell is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fill {
    None,
    Part,
    All,
}

/// The strip.
#[component]
pub fn Strip(
    /// The share of bars there in equal parts of the span: 0 none, 255 all.
    cells: Vec<u8>,
    /// The same in words.
    said: Signal<String>,
) -> impl IntoView {
    let width = cells.len().max(1);
    let (all, part) = (path(&cells, Fill::All), path(&cells, Fill::Part));
    view! {
        <svg
            class="strip"
            viewBox=format!("0 0 {width} {HIGH}")
            preserveAspectRatio="none"
            role="img"
            aria-label=said
        >
            <path class="strip-all" d=all />
            <path class="strip-part" d=part />
        </svg>
    }
}

/// Neighbours that are equally full are drawn as one.
fn path(cells: &[u8], wanted: Fill) -> String {
    let fill = |cell: u8| match cell {
        0 => Fill::None,
        255 => Fill::All,
        _ => Fill::Part,
    };
    let mut path = String::new();
    let mut from = 0;
    for run in cells.chunk_by(|a, b| fill(*a) == fill(*b)) {
        let width = run.len();
        if run.first().is_some_and(|cell| fill(*cell) == wanted) {
            path.push_str(&format!("M{from} 0h{width}v{HIGH}h-{width}z"));
        }
        from += width;
    }
    path
}

#[cfg(test)]
mod tests {
    use super::{Fill, path};

    #[test]
    fn equal_neighbours_are_one_stroke() {
        let cells = [255, 255, 0, 7, 255];
        assert_eq!(path(&cells, Fill::All), "M0 0h2v10h-2zM4 0h1v10h-1z");
        assert_eq!(path(&cells, Fill::Part), "M3 0h1v10h-1z");
    }
}
