//! The deepest falls of the account, from which peak to which recovery.

use super::curve_panel::zone_name;
use super::tables_csv::save_drawdowns;
use crate::components::icon::{Icon, icon};
use crate::components::rows::{Cell, Row, Rows};
use crate::format;
use crate::i18n::{use_words, word};
use crate::settings::{Zone, use_settings};
use crate::state::{data_words, use_lab};
use crate::tables::{Drawdown, MOST_DRAWDOWNS};
use domain::{Digest, Ts};
use leptos::prelude::*;

/// Room for rows, and the strategy and data it was made for.
#[derive(PartialEq)]
struct Room {
    about: Option<(&'static str, Digest)>,
    most: usize,
}

/// The panel.
#[component]
pub fn Drawdowns() -> impl IntoView {
    let (lab, zone) = (use_lab(), use_settings().zone);
    let rows = Memo::new(move |_| {
        let (answer, zone) = (lab.answer.read(), zone.get());
        let falls = answer.iter().flat_map(|answer| &answer.tables.drawdowns);
        let row = |(rank, fall)| row(rank, fall, zone);
        (1..).zip(falls).map(row).collect::<Vec<_>>()
    });
    let none = move || rows.with(Vec::is_empty) && lab.answer.with(Option::is_some);
    // As many rows as there were since another strategy or market was chosen: what follows stays where it is while a
    // slider is dragged, and a run with few falls has a small panel.
    let room = Memo::new(move |before: Option<&Room>| {
        let about = lab.answer.with(|answer| {
            let answer = answer.as_ref()?;
            let strategy = answer.spec.strategy.id().and_then(strategies::find);
            Some((strategy?.id, answer.report.record.data_hash))
        });
        let most = match (&about, before) {
            (None, _) => MOST_DRAWDOWNS,
            (_, Some(room)) if room.about == about => room.most.max(rows.with(Vec::len)),
            _ => rows.with(Vec::len),
        };
        Room { about, most }
    });
    let heads = || {
        let w = use_words();
        let names = ["#", w.drawdown, w.peak, w.valley, w.recovery, w.length];
        names.map(str::to_owned).to_vec()
    };
    let caption = || {
        let w = use_words();
        format!("{} – {}", w.drawdowns_title, data_words())
    };
    view! {
        <section class="panel" aria-labelledby="drawdowns-title" data-test="drawdowns">
            <div class="panel-head">
                <h2 class="panel-title" id="drawdowns-title">
                    {word(|| use_words().drawdowns_title)}
                    <span class="panel-note">{move || (use_words().dates_in)(&zone_name())}</span>
                </h2>
                <button
                    class="button small"
                    type="button"
                    data-test="drawdowns-csv"
                    disabled=none
                    on:click=|_| save_drawdowns()
                >
                    {icon(Icon::Download)}
                    {word(|| use_words().save_csv)}
                </button>
            </div>
            <div
                class="drawdowns-body"
                style=("--rows", move || room.with(|room| room.most.to_string()))
            >
                <p class="panel-empty" hidden=move || !none()>{word(|| use_words().no_drawdown)}</p>
                <div hidden=none>
                    <Rows
                        class="drawdowns"
                        caption=Signal::derive(caption)
                        heads=Signal::derive(heads)
                        rows=rows.into()
                    />
                </div>
            </div>
        </section>
    }
}

fn row(rank: usize, fall: &Drawdown, zone: Zone) -> Row {
    let w = use_words();
    let date = |at: Ts| format::date(zone.clock(at));
    let recovery = match fall.recovery {
        Some(at) => Cell::new(date(at), ""),
        None => Cell::new(w.not_yet, "muted"),
    };
    vec![
        Cell::new(rank.to_string(), ""),
        Cell::new(format::percent(fall.depth, 2), "depth"),
        Cell::new(date(fall.peak), "").labelled(w.peak),
        Cell::new(date(fall.valley), "").labelled(w.valley),
        recovery.labelled(w.recovery),
        Cell::new((w.days)(&format::tenths(fall.days())), "length"),
    ]
}
