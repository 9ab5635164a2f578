//! Returns by year and month: the table everybody knows, coloured by size and sign.

use super::tables_csv::save_months;
use crate::components::grid::tone;
use crate::components::icon::{Icon, icon};
use crate::components::rows::{Cell, Row, Rows};
use crate::components::sideways::Sideways;
use crate::format;
use crate::i18n::{use_words, word};
use crate::state::{data_words, use_lab};
use crate::tables::Year;
use leptos::prelude::*;

/// The panel; a run without a single bar has none.
#[component]
pub fn Calendar() -> impl IntoView {
    let lab = use_lab();
    let rows = Memo::new(move |_| {
        let answer = lab.answer.read();
        answer
            .as_ref()
            .map_or(Vec::new(), |answer| lay_out(&answer.tables.years))
    });
    let none = move || rows.with(Vec::is_empty) && lab.answer.with(Option::is_some);
    let heads = || {
        let w = use_words();
        let months = (1..=12).map(w.month);
        let [year, total] = [w.year, w.total].map(str::to_owned);
        [year].into_iter().chain(months).chain([total]).collect()
    };
    let caption = || format!("{} – {}", use_words().months_title, data_words());
    view! {
        <section class="panel" aria-labelledby="months-title" data-test="months" hidden=none>
            <div class="panel-head">
                <h2 class="panel-title" id="months-title">
                    {word(|| use_words().months_title)}
                    <span class="panel-note">{word(|| use_words().months_note)}</span>
                </h2>
                <button class="button small" type="button" data-test="months-csv" on:click=|_| save_months()>
                    {icon(Icon::Download)}
                    {word(|| use_words().save_csv)}
                </button>
            </div>
            <Sideways label=Signal::derive(|| use_words().months_title.to_owned())>
                <Rows
                    class="calendar"
                    caption=Signal::derive(caption)
                    heads=Signal::derive(heads)
                    rows=rows.into()
                />
            </Sideways>
        </section>
    }
}

fn lay_out(years: &[Year]) -> Vec<Row> {
    let months = years.iter().flat_map(|year| year.months).flatten();
    let largest = months.fold(0.0, |largest: f64, growth| largest.max(growth.abs()));
    let month = |growth: Option<f64>| match growth {
        None => Cell::new(format::NONE, "muted"),
        Some(growth) => {
            let text = points(growth);
            let class = format!("{} shade-{}", tone(&text), shade(growth.abs() / largest));
            Cell::new(text, class)
        }
    };
    let row = |year: &Year| {
        let total = points(year.total);
        let class = format!("total {}", tone(&total));
        let mut row = vec![Cell::new(year.year.to_string(), "")];
        row.extend(year.months.map(month));
        row.push(Cell::new(total, class));
        row
    };
    years.iter().map(row).collect()
}

/// Percent without the sign for it, which stands in the title.
fn points(growth: f64) -> String {
    format::signed(growth * 100.0, 1)
}

/// Shade of a month by its share of the largest one; each shade covers twice the sizes of the one before.
fn shade(share: f64) -> u8 {
    match share {
        share if share > 0.5 => 4,
        share if share > 0.25 => 3,
        share if share > 0.125 => 2,
        _ => 1,
    }
}
