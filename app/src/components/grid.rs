//! A table of any length: only the rows in view exist, so a hundred thousand of them scroll like ten.

use crate::components::sideways::ScrollHint;
use crate::i18n::{use_words, word};
use leptos::prelude::*;

/// Height of a row in pixels; the style sheet uses the same number.
const ROW: f64 = 32.0;
/// Rows drawn above and below the view, so that fast scrolling meets no blank.
const SPARE: usize = 8;

/// A column.
#[derive(Clone, Copy)]
pub struct Column {
    /// Its name for tests.
    pub id: &'static str,
    /// Its name for people.
    pub label: Signal<String>,
    /// Numbers stand on the right.
    pub numeric: bool,
    /// Least width in pixels; fixed, so that no column moves when its content does.
    pub width: u16,
}

/// A row in view: its index and its cells.
type Row = (usize, Vec<Cell>);

/// What stands in a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Cell {
    /// The text.
    pub text: String,
    /// `gain`, `loss` or nothing.
    pub tone: &'static str,
}

impl Cell {
    /// Plain text.
    pub fn new(text: impl Into<String>) -> Cell {
        Cell {
            text: text.into(),
            tone: "",
        }
    }

    /// Coloured by the sign that stands before it.
    pub fn toned(text: String) -> Cell {
        Cell {
            tone: tone(&text),
            text,
        }
    }
}

/// The class that colours a gain or a loss. It goes by the sign one reads: what rounds to nothing has no colour.
pub fn tone(signed: &str) -> &'static str {
    match signed.chars().next() {
        Some('+') => "gain",
        Some('−') => "loss",
        _ => "",
    }
}

/// Which column sorts, and whether the largest comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// Index of the column.
    pub column: usize,
    /// Largest first?
    pub descending: bool,
}

/// The table.
#[component]
pub fn Grid(
    /// What the table holds, for screen readers.
    caption: Signal<String>,
    /// Its columns.
    columns: Vec<Column>,
    /// How many rows.
    #[prop(into)]
    rows: Signal<usize>,
    /// The cell of a row and a column.
    cell: impl Fn(usize, usize) -> Cell + Copy + Send + Sync + 'static,
    /// Present when the table can be sorted.
    #[prop(optional)]
    sort: Option<RwSignal<Sort>>,
    /// For tests.
    test: &'static str,
) -> impl IntoView {
    let scroller = NodeRef::<leptos::html::Div>::new();
    let top = RwSignal::new(0.0);
    let width = columns.len();
    let view = Memo::new(move |_| {
        let first = (top.get() / ROW) as usize;
        let rows = rows.get();
        let from = first.saturating_sub(SPARE).min(rows);
        // The view is never taller than thirty rows.
        (from, (first + 30 + SPARE).min(rows))
    });
    // A row whose words change is a new row: rewritten in place, every figure that gets a digit more would move.
    let visible = move || {
        let (from, to) = view.get();
        let row = |index| -> Row {
            (
                index,
                (0..width).map(|column| cell(index, column)).collect(),
            )
        };
        (from..to).map(row).collect::<Vec<_>>()
    };
    let row = |(index, cells): Row| {
        let cells = cells
            .into_iter()
            .map(|Cell { text, tone }| view! { <td class=tone>{text}</td> });
        view! { <tr aria-rowindex=index + 2>{cells.collect_view()}</tr> }
    };
    let total: u16 = columns.iter().map(|column| column.width).sum();
    let widths = columns.iter().map(move |column| {
        let share = f64::from(column.width) / f64::from(total) * 100.0;
        view! { <col style:width=format!("{share:.3}%") /> }
    });
    let space = move |count: usize| format!("{}px", count as f64 * ROW);
    let heads = columns.iter().enumerate().map(|(index, column)| {
        view! { <Head index column=*column sort /> }
    });
    // Which columns hold numbers, counted from 1: the style sheet aligns them by it, so that no cell needs a class.
    let numeric = columns.iter().zip(1..).filter(|(column, _)| column.numeric);
    let numeric: Vec<String> = numeric.map(|(_, place)| i32::to_string(&place)).collect();
    let numeric = numeric.join(" ");
    view! {
        <ScrollHint scroller />
        <div
            class="grid"
            tabindex="0"
            role="group"
            aria-label=caption
            node_ref=scroller
            on:scroll=move |_| {
                if let Some(scroller) = scroller.get_untracked() {
                    top.set(f64::from(scroller.scroll_top()));
                }
            }
        >
            <table style:min-width=format!("{total}px") data-test=test data-numeric=numeric aria-rowcount=move || rows.get() + 1>
                <caption class="visually-hidden">{caption}</caption>
                <colgroup>{widths.collect_view()}</colgroup>
                <thead>
                    <tr aria-rowindex="1">{heads.collect_view()}</tr>
                </thead>
                <tbody>
                    <tr class="space" aria-hidden="true">
                        <td colspan=width style:height=move || space(view.get().0)></td>
                    </tr>
                    <For each=visible key=Row::clone children=row />
                    <tr class="space" aria-hidden="true">
                        <td
                            colspan=width
                            style:height=move || space(rows.get() - view.get().1.min(rows.get()))
                        ></td>
                    </tr>
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn Head(index: usize, column: Column, sort: Option<RwSignal<Sort>>) -> impl IntoView {
    let class = if column.numeric { "numeric" } else { "" };
    let Some(sort) = sort else {
        return view! { <th scope="col" class=class>{column.label}</th> }.into_any();
    };
    let order = move || match sort.get() {
        Sort { column, descending } if column == index => {
            if descending {
                "descending"
            } else {
                "ascending"
            }
        }
        _ => "none",
    };
    let flip = move |_| {
        sort.update(|sort| {
            *sort = Sort {
                column: index,
                // Numbers are mostly asked for largest first.
                descending: if sort.column == index {
                    !sort.descending
                } else {
                    column.numeric
                },
            }
        });
    };
    view! {
        <th scope="col" class=class aria-sort=order>
            <button
                class="sort"
                type="button"
                data-test=format!("sort-{}", column.id)
                title=word(|| use_words().sort)
                on:click=flip
            >
                {column.label}
            </button>
        </th>
    }
    .into_any()
}
