//! The trades: sortable, any number of them, and as a file.

use super::curve_panel::zone_name;
use super::trades_csv::save_csv;
use super::url::use_editor;
use crate::components::grid::{Cell, Column, Grid, Sort};
use crate::components::icon::{Icon, icon};
use crate::format;
use crate::i18n::use_words;
use crate::question::{Draft, short_code};
use crate::settings::use_settings;
use crate::state::use_lab;
use domain::{Execution, Trade};
use leptos::prelude::*;
use std::cmp::Ordering;

/// The columns, in the order they stand in.
#[derive(Clone, Copy, PartialEq)]
enum Of {
    Entry,
    Symbol,
    EntryPrice,
    Exit,
    ExitPrice,
    Reason,
    Quantity,
    Fees,
    Gain,
    Return,
    Held,
}

const COLUMNS: [Of; 11] = [
    Of::Entry,
    Of::Symbol,
    Of::EntryPrice,
    Of::Exit,
    Of::ExitPrice,
    Of::Reason,
    Of::Quantity,
    Of::Fees,
    Of::Gain,
    Of::Return,
    Of::Held,
];

/// The list.
#[component]
pub fn Trades() -> impl IntoView {
    let lab = use_lab();
    let count = Memo::new(move |_| {
        lab.answer.with(|answer| {
            answer
                .as_ref()
                .map_or(0, |answer| answer.report.record.trades.len())
        })
    });
    let open = Memo::new(move |_| {
        lab.answer.with(|answer| {
            let trades = answer
                .iter()
                .flat_map(|answer| &answer.report.record.trades);
            trades.filter(|trade| trade.open).count()
        })
    });
    let heading = move || {
        let closed = count.get().saturating_sub(open.get());
        (use_words().trades_count)(&format::number(closed as f64, 0), open.get())
    };
    let none = move || count.get() == 0 && lab.answer.with(Option::is_some);
    view! {
        <section class="panel" aria-labelledby="trades-title">
            <div class="panel-head">
                <h2 class="panel-title" id="trades-title">{heading}</h2>
                <div class="tools">
                    <button
                        class="button small"
                        type="button"
                        data-test="trades-csv"
                        disabled=move || count.get() == 0
                        on:click=|_| save_csv()
                    >
                        {icon(Icon::Download)}
                        {move || use_words().save_csv}
                    </button>
                </div>
            </div>
            <Show when=none fallback=move || view! { <TradeGrid count /> }>
                <NoTrades />
            </Show>
        </section>
    }
}

#[component]
fn NoTrades() -> impl IntoView {
    let editor = use_editor();
    view! {
        <div class="empty small" data-test="no-trades">
            <h3>{move || use_words().no_trades}</h3>
            <p>{move || use_words().no_trades_why}</p>
            <button
                class="button"
                type="button"
                on:click=move |_| editor.change(Draft::reset_params)
            >
                {move || use_words().use_default}
            </button>
        </div>
    }
}

#[component]
fn TradeGrid(count: Memo<usize>) -> impl IntoView {
    let lab = use_lab();
    let settings = use_settings();
    let sort = RwSignal::new(Sort {
        column: 0,
        descending: true,
    });
    let order = Memo::new(move |_| {
        let Sort { column, descending } = sort.get();
        let of = COLUMNS.get(column).copied().unwrap_or(Of::Entry);
        lab.answer.with(|answer| {
            let trades = answer
                .as_ref()
                .map_or(&[][..], |answer| &answer.report.record.trades);
            let mut order: Vec<usize> = (0..trades.len()).collect();
            order.sort_by(|&a, &b| {
                let by = compare(of, &trades[a], &trades[b]);
                if descending { by.reverse() } else { by }
            });
            order
        })
    });
    let cell = move |row: usize, column: usize| {
        let (lang, zone) = (settings.lang.get(), settings.zone.get());
        let found = order.with(|order| order.get(row).copied());
        lab.answer.with(|answer| {
            let trades = answer
                .as_ref()
                .map_or(&[][..], |answer| &answer.report.record.trades);
            let Some(trade) = found.and_then(|index| trades.get(index)) else {
                return Cell::default();
            };
            let moment = |end: &Execution| Cell::new(format::minute(zone.clock(end.time)));
            match COLUMNS[column] {
                Of::Entry => moment(&trade.entry),
                Of::Symbol => Cell::new(short_code(&trade.symbol)),
                Of::EntryPrice => Cell::new(format::price(trade.entry.price.get())),
                Of::Exit => moment(&trade.exit),
                Of::ExitPrice => Cell::new(format::price(trade.exit.price.get())),
                Of::Reason => Cell::new(trade.exit.reason.text().get(lang)),
                Of::Quantity => Cell::new(format::quantity(trade.qty.get())),
                Of::Fees => Cell::new(format::number(trade.fees.get(), 0)),
                Of::Gain => Cell::toned(format::signed(trade.pnl.get(), 0)),
                Of::Return => Cell::toned(format::signed_percent(trade.return_ratio, 2)),
                Of::Held => Cell::new(trade.bars_held.to_string()),
            }
        })
    };
    view! {
        <Grid
            caption=Signal::derive(|| format!("{} – {}", use_words().trades, use_words().sample_short))
            columns=columns()
            rows=count
            cell
            sort
            test="trades"
        />
    }
}

fn columns() -> Vec<Column> {
    let words = |id, width, numeric, label: fn() -> String| Column {
        id,
        label: Signal::derive(label),
        numeric,
        width,
    };
    vec![
        words("entry", 126, false, || {
            format!("{} ({})", use_words().entry, zone_name())
        }),
        words("symbol", 54, false, || use_words().symbol.to_owned()),
        words("entry-price", 90, true, || {
            format!("{} {}", use_words().entry, use_words().price)
        }),
        words("exit", 118, false, || {
            format!("{} ({})", use_words().exit, zone_name())
        }),
        words("exit-price", 90, true, || {
            format!("{} {}", use_words().exit, use_words().price)
        }),
        words("reason", 104, false, || use_words().reason.to_owned()),
        words("quantity", 78, true, || use_words().quantity.to_owned()),
        words("fees", 58, true, || use_words().fees.to_owned()),
        words("gain", 92, true, || use_words().pnl.to_owned()),
        words("return", 68, true, || use_words().return_.to_owned()),
        words("held", 58, true, || use_words().bars_held.to_owned()),
    ]
}

fn compare(of: Of, a: &Trade, b: &Trade) -> Ordering {
    let number = |value: fn(&Trade) -> f64| value(a).total_cmp(&value(b));
    let by = match of {
        Of::Entry => a.entry.time.cmp(&b.entry.time),
        Of::Symbol => a.symbol.cmp(&b.symbol),
        Of::EntryPrice => number(|trade| trade.entry.price.get()),
        Of::Exit => a.exit.time.cmp(&b.exit.time),
        Of::ExitPrice => number(|trade| trade.exit.price.get()),
        Of::Reason => a.exit.reason.text().en.cmp(b.exit.reason.text().en),
        Of::Quantity => number(|trade| trade.qty.get()),
        Of::Fees => number(|trade| trade.fees.get()),
        Of::Gain => number(|trade| trade.pnl.get()),
        Of::Return => number(|trade| trade.return_ratio),
        Of::Held => a.bars_held.cmp(&b.bars_held),
    };
    by.then_with(|| a.entry.time.cmp(&b.entry.time))
}
