//! The run under every way to fill and at other costs: a table whose rows are also drawn around nothing gained.

use super::curve_panel::file_name;
use crate::audit::{AuditAnswer, BandRow, bar};
use crate::components::download;
use crate::components::grid::tone;
use crate::components::sideways::Sideways;
use crate::csv::{Cell, Csv};
use crate::format;
use crate::honesty::use_check;
use crate::i18n::{use_words, word};
use crate::settings::use_settings;
use crate::state::data;
use leptos::prelude::*;

/// Every bar of a gain or loss can be seen, however small beside the largest; percent of the picture.
const THINNEST: f64 = 0.8;

/// The table.
#[component]
pub(super) fn FillBand() -> impl IntoView {
    let said = move || {
        let lang = use_settings().lang.get();
        let answer = use_check().answer();
        answer.map(|answer| answer.band_said.get(lang).to_owned())
    };
    let hangs = move || use_check().answer().is_some_and(|answer| answer.hangs);
    let rows = move || {
        let answer = use_check().answer();
        answer.map(|answer| rows(&answer).collect_view())
    };
    view! {
        <div class="honesty-part">
            <h3 class="part-title">{word(|| use_words().band)}</h3>
            <p
                class="band-said"
                class:hangs=hangs
                data-test="band-said"
                data-hangs=move || hangs().to_string()
            >
                {said}
            </p>
            <Sideways label=Signal::derive(|| use_words().band.to_owned())>
                <table class="band" data-test="band-table">
                    <caption class="visually-hidden">{word(|| use_words().band)}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{word(|| use_words().fill)}</th>
                            <th scope="col" class="numeric">{word(|| use_words().cost_multiple)}</th>
                            <th scope="col" class="numeric">{word(|| use_words().return_)}</th>
                            <td class="band-bar"></td>
                            <th scope="col" class="numeric">{word(|| use_words().drawdown)}</th>
                            <th scope="col" class="numeric">{word(|| use_words().trades)}</th>
                            <th scope="col" class="numeric">{word(|| use_words().profit_factor)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </Sideways>
        </div>
    }
}

fn rows(answer: &AuditAnswer) -> impl Iterator<Item = impl IntoView + use<>> + use<> {
    let reach = answer.reach();
    answer.band.clone().into_iter().map(move |row| {
        let (w, lang) = (use_words(), use_settings().lang.get());
        let gain = format::signed_percent(row.total_return, 2);
        let colour = tone(&gain);
        view! {
            <tr class:asked=row.asked aria-current=row.asked.then_some("true")>
                <th scope="row">
                    {row.fill.name().get(lang)}
                    {row.asked.then(|| view! { " " <span class="asked-tag">{w.this_run}</span> })}
                </th>
                <td class="numeric">{(w.times)(&format::plain(row.costs))}</td>
                <td class=format!("numeric {colour}")>{gain}</td>
                <td class="band-bar">{picture(row, reach, colour)}</td>
                <td class="numeric">{format::percent(row.drawdown, 2)}</td>
                <td class="numeric">{format::number(f64::from(row.trades), 0)}</td>
                <td class="numeric">
                    {row.profit_factor.map_or(format::NONE.to_owned(), |factor| format::number(factor, 2))}
                </td>
            </tr>
        }
    })
}

/// The return as a bar that begins at nothing; the number beside it says the same.
fn picture(row: BandRow, reach: (f64, f64), colour: &'static str) -> impl IntoView {
    let (from, width) = bar(row.total_return, reach);
    let (zero, _) = bar(0.0, reach);
    let shown = width.max(if row.total_return == 0.0 {
        0.0
    } else {
        THINNEST
    });
    let from = if row.total_return < 0.0 {
        zero - shown
    } else {
        from
    };
    view! {
        <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <rect class=colour x=from y="1" width=shown height="8" />
            <line x1=zero x2=zero y1="0" y2="10" vector-effect="non-scaling-stroke" />
        </svg>
    }
}

/// A row for each assumption: unrounded.
pub(super) fn save_band() {
    let header = [
        "fill",
        "cost_multiple",
        "total_return",
        "max_drawdown",
        "trades",
        "profit_factor",
        "asked",
        "data",
    ];
    let (Some(name), Some(answer)) = (file_name("fill-band.csv"), untrack(|| use_check().answer()))
    else {
        return;
    };
    let mut csv = Csv::new(&header);
    for row in &answer.band {
        csv.row([
            Cell::Text(row.fill.id()),
            Cell::Number(row.costs),
            Cell::Number(row.total_return),
            Cell::Number(row.drawdown),
            Cell::Number(f64::from(row.trades)),
            row.profit_factor.map_or(Cell::Text(""), Cell::Number),
            Cell::Text(if row.asked { "yes" } else { "no" }),
            Cell::Text(data()),
        ]);
    }
    // The browser says so itself when it refuses a download.
    let _ = download::save_text(&name, "text/csv;charset=utf-8", &csv.finish());
}
