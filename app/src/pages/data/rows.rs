//! The bars of a series as a table: a page of rows at a time, from wherever one wants to look.

use super::address::use_address;
use super::get::day;
use super::shelf::use_shelf;
use super::strip::LeftOut;
use super::text::{called, count, moment, zone};
use super::words::{filled, words};
use crate::components::grid::{Cell, Column, Grid};
use crate::format;
use crate::i18n::word;
use crate::library::client::library;
use crate::library::line::Heard;
use crate::library::protocol::{Answer, Ask, RowsHead, SeriesKey};
use domain::{Span, Ts};
use js_sys::{BigInt64Array, Float64Array, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// Rows of a page; a table of five million could not be scrolled by hand anyway.
const PAGE: u32 = 1000;

/// A page of rows.
#[derive(Clone)]
struct Page {
    head: RowsHead,
    time: Vec<i64>,
    prices: Vec<Vec<f64>>,
    made_up: Vec<u8>,
}

impl Page {
    fn of(heard: &Heard) -> Option<Page> {
        let Answer::Rows(head) = heard.answer else {
            return None;
        };
        let [time, prices @ .., made_up] = heard.parts.as_slice() else {
            return None;
        };
        let numbers = prices
            .iter()
            .map(|column| Float64Array::new(column).to_vec());
        Some(Page {
            head,
            time: BigInt64Array::new(time).to_vec(),
            prices: numbers.collect(),
            made_up: Uint8Array::new(made_up).to_vec(),
        })
    }
}

/// The table.
#[component]
pub fn Rows(
    /// Which series.
    key: SeriesKey,
    /// Changes when its content does.
    #[prop(into)]
    content: Signal<String>,
) -> impl IntoView {
    let (shelf, address) = (use_shelf(), use_address());
    let page = RwSignal::new_local(None::<Page>);
    let first = Memo::new(move |_| address.row.get().parse::<u64>().unwrap_or(0));
    let turn = StoredValue::new(0_u32);
    Effect::new(move |_| {
        // Read, since what is computed when it is read hears of nothing before.
        content.with(|_| ());
        let from = first.get();
        turn.update_value(|turn| *turn += 1);
        let own = turn.get_value();
        spawn_local(async move {
            let ask = Ask::Rows {
                key,
                from,
                count: PAGE,
            };
            let heard = library().ask(ask).await;
            if turn.try_get_value() != Some(own) {
                return;
            }
            match heard {
                Ok(heard) => page.set(Page::of(&heard)),
                Err(trouble) => shelf.trouble.set(Some(trouble)),
            }
        });
    });
    let of = move || page.with(|page| page.as_ref().map_or(0, |page| page.head.of));
    let go = move |row: u64| {
        let last = of_untracked(page).saturating_sub(1);
        let row = row.min(last);
        address.row.set(if row == 0 {
            String::new()
        } else {
            row.to_string()
        });
    };
    let to_date = move |event| {
        let Some(start) = day(&event_target_value(&event)) else {
            return;
        };
        let span = Some(Span {
            start,
            end: Ts(i64::MAX / 2),
        });
        let ask = Ask::Candles { key, span, most: 1 };
        shelf.act(ask, move |heard| {
            if let Answer::Candles(head) = heard.answer {
                go(head.rows.0);
            }
        });
    };
    let rows = move || page.with(|page| page.as_ref().map_or(0, |page| page.time.len()));
    let cell = move |row: usize, column: usize| {
        page.with(|page| {
            let Some(page) = page else {
                return Cell::default();
            };
            let number = |column: usize| page.prices.get(column).and_then(|values| values.get(row));
            match column {
                0 => Cell::new(
                    page.time
                        .get(row)
                        .map(|at| moment(Ts(*at)))
                        .unwrap_or_default(),
                ),
                5 => Cell::new(
                    number(4)
                        .map(|value| format::quantity(*value))
                        .unwrap_or_default(),
                ),
                6 => {
                    let made_up = page.made_up.get(row).is_some_and(|flag| *flag != 0);
                    Cell::new(if made_up { words().yes } else { "" })
                }
                price => Cell::new(
                    number(price - 1)
                        // Where one looks for a single wrong digit, none may be rounded away.
                        .map(|value| format::quantity(*value))
                        .unwrap_or_default(),
                ),
            }
        })
    };
    let column = |id, width, numeric, label: fn() -> String| Column {
        id,
        label: Signal::derive(label),
        numeric,
        width,
    };
    let columns = vec![
        column("time", 130, false, || {
            format!("{} ({})", words().time, zone())
        }),
        column("open", 90, true, || words().open.to_owned()),
        column("high", 90, true, || words().high.to_owned()),
        column("low", 90, true, || words().low.to_owned()),
        column("close", 90, true, || words().close_price.to_owned()),
        column("volume", 90, true, || words().volume.to_owned()),
        column("made-up", 60, false, || words().made_up.to_owned()),
    ];
    let caption = move || filled(words().bars_title, &[&called(key)]);
    let shown = move || {
        page.with(|page| {
            let Some(page) = page else {
                return String::new();
            };
            let from = page.head.from;
            let to = from + u64::from(page.head.count);
            filled(
                words().rows_of,
                &[&count(from + 1), &count(to), &count(page.head.of)],
            )
        })
    };
    let button = move |label: fn() -> &'static str, test: &'static str, to: fn(u64, u64) -> u64| {
        view! {
            <button
                class="button small"
                type="button"
                data-test=test
                on:click=move |_| go(to(first.get_untracked(), of_untracked(page)))
            >
                {label}
            </button>
        }
    };
    view! {
        <div class="tools candle-tools">
            {button(|| words().first_rows, "rows-first", |_, _| 0)}
            {button(|| words().earlier, "rows-earlier", |now, _| now.saturating_sub(u64::from(PAGE)))}
            {button(|| words().later, "rows-later", |now, of| (now + u64::from(PAGE)).min(of.saturating_sub(u64::from(PAGE)).max(now)))}
            {button(|| words().last_rows, "rows-last", |_, of| of.saturating_sub(u64::from(PAGE)))}
            <label class="data-every">
                <span>{word(|| words().go_to_date)}</span>
                <input class="input" type="date" data-test="rows-date" on:change=to_date />
            </label>
            <span class="muted" role="status" data-test="rows-shown">{shown}</span>
            <LeftOut damaged=Signal::derive(move || page.with(|page| page.as_ref().map_or(0, |page| page.head.damaged))) />
        </div>
        <div hidden=move || of() == 0>
            <Grid caption=Signal::derive(caption) columns rows=Signal::derive(rows) cell test="bars" />
        </div>
    }
}

fn of_untracked(page: RwSignal<Option<Page>, LocalStorage>) -> u64 {
    page.with_untracked(|page| page.as_ref().map_or(0, |page| page.head.of))
}
