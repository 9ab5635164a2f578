//! The equity curve: chart, table twin, picture and file.

use super::answer::ends;
use crate::charts::{EquityChart, Save};
use crate::components::download;
use crate::components::grid::{Cell, Column, Grid};
use crate::components::icon::{Icon, icon};
use crate::csv::{self, Csv};
use crate::format;
use crate::i18n::{use_words, word};
use crate::pool::protocol::CURVE_WIDTH;
use crate::settings::use_settings;
use crate::state::{Answer, data, data_words, quote, use_lab};
use domain::{Ts, Venue};
use leptos::prelude::*;

/// The panel.
#[component]
pub fn CurvePanel() -> impl IntoView {
    let table = RwSignal::new(false);
    let log = RwSignal::new(false);
    let save: Save = StoredValue::new_local(None);
    let picture = move |_| {
        if let Some(name) = file_name("equity.png") {
            save.with_value(|save| save.as_ref().map(|save| save(&name)));
        }
    };
    view! {
        <section class="panel" aria-labelledby="curve-title">
            <div class="panel-head">
                <h2 class="panel-title" id="curve-title">{word(|| use_words().curve_title)}</h2>
                <div class="tools">
                    <button
                        class="button small"
                        type="button"
                        data-test="log-scale"
                        aria-pressed=move || log.get().to_string()
                        on:click=move |_| log.update(|log| *log = !*log)
                    >
                        {word(|| use_words().log_scale)}
                    </button>
                    <button
                        class="button small"
                        type="button"
                        data-test="curve-table"
                        aria-pressed=move || table.get().to_string()
                        on:click=move |_| table.update(|table| *table = !*table)
                    >
                        {icon(Icon::Table)}
                        {word(|| use_words().as_table)}
                    </button>
                    <button class="button small" type="button" data-test="curve-png" on:click=picture>
                        {icon(Icon::Download)}
                        {word(|| use_words().save_png)}
                    </button>
                    <button class="button small" type="button" data-test="curve-csv" on:click=|_| save_csv()>
                        {icon(Icon::Download)}
                        {word(|| use_words().save_csv)}
                    </button>
                </div>
            </div>
            // The chart stays alive behind its table: its zoom is not lost.
            <div class="panel-body" hidden=table>
                <EquityChart log summary=Signal::derive(summary) save />
            </div>
            <Show when=move || table.get()>
                <CurveTable />
            </Show>
        </section>
    }
}

#[component]
fn CurveTable() -> impl IntoView {
    let lab = use_lab();
    let zone = use_settings().zone;
    let rows = move || lab.answer.with(|answer| answer.as_ref().map_or(0, points));
    let cell = move |row: usize, column: usize| {
        lab.answer.with(|answer| {
            let Some(answer) = answer else {
                return Cell::default();
            };
            let [time, equity, drawdown] = point(answer, row);
            match column {
                0 => Cell::new(format::minute(zone.get().clock(Ts(time as i64)))),
                1 => Cell::new(format::number(equity, 0)),
                _ => Cell::new(format::percent(drawdown, 2)),
            }
        })
    };
    let time = move || format!("{} ({})", use_words().time, zone_name());
    let columns = vec![
        Column {
            id: "time",
            label: Signal::derive(time),
            numeric: false,
            width: 130,
        },
        Column {
            id: "equity",
            label: Signal::derive(|| format!("{} ({})", use_words().equity, quote())),
            numeric: true,
            width: 90,
        },
        Column {
            id: "drawdown",
            label: Signal::derive(|| use_words().drawdown.to_owned()),
            numeric: true,
            width: 90,
        },
    ];
    view! {
        <Grid
            caption=Signal::derive(|| format!("{} – {}", use_words().curve_title, data_words()))
            columns
            rows=Signal::derive(rows)
            cell
            test="curve-rows"
        />
    }
}

/// The clock in use, by name.
pub(super) fn zone_name() -> String {
    let zone = use_settings().zone.get();
    let last = use_lab()
        .answer
        .with(|answer| answer.as_ref().and_then(ends));
    zone.name(last.map_or(Ts(0), |(_, to)| to))
}

/// A file name that says what is inside, first of all whose bars.
pub(super) fn file_name(what: &str) -> Option<String> {
    use_lab().answer.with_untracked(|answer| {
        let answer = answer.as_ref()?;
        let hash = answer.hash.get(..8).unwrap_or_default();
        let spec = &answer.spec;
        Some(format!(
            "{}-{}-{}-{hash}-{what}",
            answer.venue().map_or("sample", Venue::id),
            spec.strategy.id().unwrap_or("plan"),
            spec.market.timeframe
        ))
    })
}

/// The name of a column of amounts, with the money they are in.
pub(super) fn in_money(name: &str) -> String {
    match untrack(quote) {
        "" => name.to_owned(),
        quote => format!("{name}_{}", quote.to_ascii_lowercase()),
    }
}

fn points(answer: &Answer) -> usize {
    (answer.curve.length() / CURVE_WIDTH) as usize
}

fn point(answer: &Answer, index: usize) -> [f64; 3] {
    let from = index as u32 * CURVE_WIDTH;
    [0, 1, 2].map(|column| answer.curve.get_index(from + column))
}

fn save_csv() {
    let Some(name) = file_name("equity.csv") else {
        return;
    };
    let mut csv = Csv::new(&["time_utc", &in_money("equity"), "drawdown", "data"]);
    use_lab().answer.with_untracked(|answer| {
        let Some(answer) = answer else { return };
        for index in 0..points(answer) {
            let [time, equity, drawdown] = point(answer, index);
            csv.row([
                csv::Cell::Text(&Ts(time as i64).to_string()),
                csv::Cell::Number(equity),
                csv::Cell::Number(drawdown),
                csv::Cell::Text(data()),
            ]);
        }
    });
    // The browser says so itself when it refuses a download.
    let _ = download::save_text(&name, "text/csv;charset=utf-8", &csv.finish());
}

/// The chart in a sentence.
fn summary() -> String {
    let w = use_words();
    let zone = use_settings().zone.get();
    use_lab().answer.with(|answer| {
        let Some(answer) = answer else {
            return w.no_answer.to_owned();
        };
        let metric = |id| answer.report.metric(id).and_then(Result::ok);
        let (Some((from, to)), Some(gain), Some(depth)) =
            (ends(answer), metric("total_return"), metric("max_drawdown"))
        else {
            return w.curve_title.to_owned();
        };
        let start = answer.report.record.start.get();
        (w.chart_summary)(
            &format::date(zone.clock(from)),
            &format::date(zone.clock(to)),
            &format::number(start, 0),
            &format::number(start * (1.0 + gain), 0),
            &format::signed_percent(gain, 2),
            &format::percent(depth, 2),
        )
    })
}
