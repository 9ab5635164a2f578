//! A small table with all of its rows. The roles are written out, since a narrow screen may lay a row out as a card.

use leptos::prelude::*;

/// A row: its cells, the first of which names it. A row whose words change is a new row, so that no figure moves.
pub type Row = Vec<Cell>;

/// What stands in a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Cell {
    /// The text.
    pub text: String,
    /// How it looks.
    pub class: String,
    /// The name of its column, for cards.
    pub label: Option<&'static str>,
}

impl Cell {
    /// A cell that looks so.
    pub fn new(text: impl Into<String>, class: impl Into<String>) -> Cell {
        Cell {
            text: text.into(),
            class: class.into(),
            label: None,
        }
    }

    /// The same with the name of its column.
    pub fn labelled(self, label: &'static str) -> Cell {
        Cell {
            label: Some(label),
            ..self
        }
    }
}

/// The table.
#[component]
pub fn Rows(
    /// Its class, which is also its name for tests.
    class: &'static str,
    /// What it holds, for screen readers.
    caption: Signal<String>,
    /// The names of its columns.
    heads: Signal<Vec<String>>,
    /// Its rows.
    rows: Signal<Vec<Row>>,
) -> impl IntoView {
    let head = |text: String| view! { <th role="columnheader" scope="col">{text}</th> };
    let heads = move || heads.get().into_iter().map(head).collect_view();
    view! {
        <table class=class role="table" data-test=format!("{class}-table")>
            <caption class="visually-hidden">{caption}</caption>
            <thead role="rowgroup">
                <tr role="row">{heads}</tr>
            </thead>
            <tbody role="rowgroup">
                <For each=move || rows.get() key=Row::clone children=row />
            </tbody>
        </table>
    }
}

fn row(cells: Row) -> impl IntoView {
    let mut cells = cells.into_iter();
    let name = cells.next().unwrap_or_default();
    let cell = |cell: Cell| {
        view! {
            <td role="cell" class=cell.class data-label=cell.label>
                {cell.text}
            </td>
        }
    };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" class=name.class>
                {name.text}
            </th>
            {cells.map(cell).collect_view()}
        </tr>
    }
}
