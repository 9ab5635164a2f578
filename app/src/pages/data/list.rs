//! The list of series: a row each, filtered and sorted as the address says, with a CSV of what it shows.

use super::address::{Address, name_of, use_address};
use super::shelf::use_shelf;
use super::strip::{Strip, in_words};
use super::text::{ago, bytes, count, minute, source, span, zone};
use super::words::{filled, words};
use crate::components::download;
use crate::components::icon::{Icon, icon};
use crate::csv::{self, Csv};
use crate::i18n::word;
use crate::library::protocol::SeriesRow;
use domain::Lang;
use leptos::prelude::*;
use std::cmp::Ordering;

/// What a row can be sorted by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Name,
    Interval,
    Span,
    Bars,
    Size,
    Updated,
    Age,
    Coverage,
}

const COLUMNS: [By; 8] = [
    By::Name,
    By::Interval,
    By::Span,
    By::Bars,
    By::Size,
    By::Age,
    By::Updated,
    By::Coverage,
];

impl By {
    const fn id(self) -> &'static str {
        match self {
            By::Name => "name",
            By::Interval => "interval",
            By::Span => "span",
            By::Bars => "bars",
            By::Size => "size",
            By::Updated => "updated",
            By::Age => "age",
            By::Coverage => "coverage",
        }
    }

    fn label(self) -> &'static str {
        let w = words();
        match self {
            By::Name => w.series,
            By::Interval => w.interval,
            By::Span => w.span,
            By::Bars => w.bars,
            By::Size => w.size,
            By::Updated => w.updated,
            By::Age => w.age,
            By::Coverage => w.coverage,
        }
    }

    const fn numeric(self) -> bool {
        matches!(self, By::Bars | By::Size)
    }

    fn compare(self, a: &SeriesRow, b: &SeriesRow) -> Ordering {
        let end = |row: &SeriesRow| row.span.map(|span| span.end);
        let start = |row: &SeriesRow| row.span.map(|span| span.start);
        let by = match self {
            // By what stands first in a row.
            By::Name => a.key.symbol.cmp(&b.key.symbol),
            By::Interval => a.key.timeframe.cmp(&b.key.timeframe),
            By::Span => start(a).cmp(&start(b)),
            By::Bars => a.bars.cmp(&b.bars),
            By::Size => a.bytes.cmp(&b.bytes),
            By::Updated => a.updated.cmp(&b.updated),
            By::Age => end(a).cmp(&end(b)),
            By::Coverage => a.missing.cmp(&b.missing),
        };
        by.then_with(|| a.key.cmp(&b.key))
    }
}

fn order(address: Address) -> (By, bool) {
    let text = address.sort.get();
    let (name, descending) = match text.strip_prefix('-') {
        Some(name) => (name, true),
        None => (text.as_str(), false),
    };
    let by = COLUMNS.into_iter().find(|by| by.id() == name);
    (by.unwrap_or(By::Name), descending)
}

/// The list.
#[component]
pub fn List() -> impl IntoView {
    let (shelf, address) = (use_shelf(), use_address());
    let shown = Memo::new(move |_| {
        let filter = address.filter.get().to_lowercase();
        let (by, descending) = order(address);
        let mut rows = shelf.series.get().unwrap_or_default();
        rows.retain(|row| fits(row, &filter));
        rows.sort_by(|a, b| {
            let by = by.compare(a, b);
            if descending { by.reverse() } else { by }
        });
        rows
    });
    let counted = move || {
        let all = shelf
            .series
            .with(|series| series.as_ref().map_or(0, Vec::len));
        filled(words().series_count, &[&count(all as u64)])
    };
    let save = move |_| {
        // The browser says so itself when it refuses a download.
        let _ = download::save_text(
            "series.csv",
            "text/csv;charset=utf-8",
            &shown.with_untracked(|rows| table(rows)),
        );
    };
    view! {
        <section class="panel data-list" aria-labelledby="series-title">
            <div class="panel-head">
                <h2 class="panel-title" id="series-title">{counted}</h2>
                <div class="tools">
                    <input
                        class="input find"
                        type="search"
                        autocomplete="off"
                        spellcheck="false"
                        data-test="filter"
                        aria-label=word(|| words().find_series)
                        placeholder=word(|| words().find_series)
                        prop:value=move || address.filter.get()
                        on:input=move |event| address.filter.set(event_target_value(&event))
                    />
                    <button class="button small" type="button" data-test="list-csv" on:click=save>
                        {icon(Icon::Download)}
                        {word(|| words().save_csv)}
                    </button>
                </div>
            </div>
            <table class="series-table" role="table" data-test="series">
                <caption class="visually-hidden">{word(|| words().series)}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        {COLUMNS.map(|by| view! { <Head by address /> }).into_iter().collect_view()}
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    <For each=move || shown.get() key=|row| row_key(row) children=move |row| view! { <Row row address /> } />
                </tbody>
            </table>
            <p class="data-note" role="status" hidden=move || shown.with(|rows| !rows.is_empty())>
                {word(|| words().none_fits)}
            </p>
        </section>
    }
}

/// A row whose content changes is a new row.
fn row_key(row: &SeriesRow) -> String {
    format!(
        "{}{}{:?}{:?}",
        name_of(row.key),
        row.hash,
        row.policy,
        row.updated
    )
}

fn fits(row: &SeriesRow, filter: &str) -> bool {
    let venue = row.key.venue.name();
    let text = format!("{} {} {} {}", row.key, venue.en, venue.ko, source(row)).to_lowercase();
    filter.split_whitespace().all(|word| text.contains(word))
}

#[component]
fn Head(by: By, address: Address) -> impl IntoView {
    let sorted = move || match order(address) {
        (now, true) if now == by => "descending",
        (now, false) if now == by => "ascending",
        _ => "none",
    };
    let flip = move |_| {
        let descending = match untrack(|| order(address)) {
            (now, descending) if now == by => !descending,
            _ => by.numeric(),
        };
        let sign = if descending { "-" } else { "" };
        address.sort.set(format!("{sign}{}", by.id()));
    };
    view! {
        <th role="columnheader" scope="col" class:numeric=by.numeric() aria-sort=sorted>
            <button class="sort" type="button" data-test=format!("sort-{}", by.id()) on:click=flip>
                {move || by.label()}
            </button>
        </th>
    }
}

#[component]
fn Row(row: SeriesRow, address: Address) -> impl IntoView {
    let shelf = use_shelf();
    let name = name_of(row.key);
    let chosen = {
        let name = name.clone();
        Signal::derive(move || (address.series.get() == name).to_string())
    };
    let open = {
        let name = name.clone();
        move |_| {
            let open = untrack(|| address.series.get()) == name;
            address.range.set("");
            address.row.set("");
            address
                .series
                .set(if open { String::new() } else { name.clone() });
        }
    };
    let key = row.key;
    let (row_span, updated) = (row.span, row.updated);
    let age = move || match row_span {
        Some(span) => ago(span.end, shelf.now.get()),
        None => crate::format::NONE.to_owned(),
    };
    let lang = crate::settings::use_settings().lang;
    view! {
        <tr role="row" data-test="series-row" data-series=name aria-current=chosen>
            <th role="rowheader" scope="row">
                <button class="series-name" type="button" aria-expanded=chosen on:click=open>
                    <strong>{key.symbol.as_str().to_owned()}</strong>
                    <span class="muted">{move || key.venue.name().get(lang.get())}</span>
                </button>
            </th>
            <td role="cell" data-label=move || words().interval>{key.timeframe.to_string()}</td>
            <td role="cell" class="wide" data-label=move || words().span>{move || span(row_span, key.timeframe)}</td>
            <td role="cell" class="numeric" data-label=move || words().bars>{count(row.bars)}</td>
            <td role="cell" class="numeric" data-label=move || words().size>{bytes(row.bytes)}</td>
            <td role="cell" data-label=move || words().age>{age}</td>
            <td role="cell" class="wide" data-label=move || words().updated>{move || format!("{} {}", minute(updated), zone())}</td>
            <td role="cell" class="coverage wide" data-label=move || words().coverage>
                <Strip cells=row.coverage gaps=row.gaps missing=row.missing />
            </td>
        </tr>
    }
}

/// The list as a file.
fn table(rows: &[SeriesRow]) -> String {
    let mut csv = Csv::new(&[
        "venue",
        "symbol",
        "interval",
        "from_utc",
        "to_utc",
        "bars",
        "bytes",
        "updated_utc",
        "gaps",
        "missing",
        "duplicates",
        "outliers",
        "gap_policy",
        "coverage",
        "source",
        "sha256",
    ]);
    for row in rows {
        let moment = |at: Option<domain::Ts>| at.map(|at| at.to_string()).unwrap_or_default();
        let (from, to) = (
            moment(row.span.map(|span| span.start)),
            moment(row.span.map(|span| span.end)),
        );
        let coverage = untrack(|| in_words(row.gaps, row.missing));
        csv.row([
            csv::Cell::Text(row.key.venue.name().get(Lang::En)),
            csv::Cell::Text(row.key.symbol.as_str()),
            csv::Cell::Text(row.key.timeframe.as_str()),
            csv::Cell::Text(&from),
            csv::Cell::Text(&to),
            csv::Cell::Number(row.bars as f64),
            csv::Cell::Number(row.bytes as f64),
            csv::Cell::Text(&row.updated.to_string()),
            csv::Cell::Number(f64::from(row.gaps)),
            csv::Cell::Number(row.missing as f64),
            csv::Cell::Number(row.duplicates as f64),
            csv::Cell::Number(row.outliers as f64),
            csv::Cell::Text(row.policy.id()),
            csv::Cell::Text(&coverage),
            csv::Cell::Text(&untrack(|| source(row))),
            csv::Cell::Text(&row.hash.to_string()),
        ]);
    }
    csv.finish()
}
