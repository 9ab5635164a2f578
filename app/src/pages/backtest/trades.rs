//! The trades: sortable, any number of them, and as a file.

use super::curve_panel::zone_name;
use super::trades_csv::save_csv;
use super::url::use_editor;
use crate::components::grid::{Cell, Column, Grid, Sort};
use crate::components::icon::{Icon, icon};
use crate::format;
use crate::i18n::{use_words, word};
use crate::question::{Draft, short_code};
use crate::settings::use_settings;
use crate::state::{data_words, use_lab};
use domain::{Execution, Side, Trade};
use leptos::prelude::*;
use std::cmp::Ordering;

/// The columns, in the order they stand in.
#[derive(Clone, Copy, PartialEq)]
enum Of {
    Entry,
    Symbol,
    Side,
    EntryPrice,
    Exit,
    ExitPrice,
    Reason,
    Quantity,
    Fees,
    Funding,
    Gain,
    Return,
    Held,
}

const COLUMNS: [Of; 13] = [
    Of::Entry,
    Of::Symbol,
    Of::Side,
    Of::EntryPrice,
    Of::Exit,
    Of::ExitPrice,
    Of::Reason,
    Of::Quantity,
    Of::Fees,
    Of::Funding,
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
    // A column of nothing but zeros would only take room from the others.
    let funded = Memo::new(move |_| {
        lab.answer.with(|answer| {
            let mut trades = answer
                .iter()
                .flat_map(|answer| &answer.report.record.trades);
            trades.any(|trade| trade.funding.get() != 0.0)
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
                        {word(|| use_words().save_csv)}
                    </button>
                </div>
            </div>
            <Show when=none fallback=move || move || view! { <TradeGrid count funded=funded.get() /> }>
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
            <h3>{word(|| use_words().no_trades)}</h3>
            <p>{word(|| use_words().no_trades_why)}</p>
            <button
                class="button"
                type="button"
                on:click=move |_| editor.change(Draft::reset_params)
            >
                {word(|| use_words().use_default)}
            </button>
        </div>
    }
}

#[component]
fn TradeGrid(count: Memo<usize>, funded: bool) -> impl IntoView {
    let shown = |of: &Of| *of != Of::Funding || funded;
    let columns: Vec<Of> = COLUMNS.into_iter().filter(shown).collect();
    let heads: Vec<Column> = columns.iter().map(|of| head(*of)).collect();
    let columns = StoredValue::new(columns);
    let lab = use_lab();
    let settings = use_settings();
    let sort = RwSignal::new(Sort {
        column: 0,
        descending: true,
    });
    let order = Memo::new(move |_| {
        let Sort { column, descending } = sort.get();
        let of = columns.with_value(|columns| columns.get(column).copied());
        let of = of.unwrap_or(Of::Entry);
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
            let Some(of) = columns.with_value(|columns| columns.get(column).copied()) else {
                return Cell::default();
            };
            match of {
                Of::Entry => moment(&trade.entry),
                Of::Symbol => Cell::new(short_code(&trade.symbol)),
                Of::Side => Cell::new(match trade.side {
                    Side::Buy => use_words().long,
                    Side::Sell => use_words().short,
                }),
                Of::EntryPrice => Cell::new(format::price(trade.entry.price.get())),
                Of::Exit => moment(&trade.exit),
                Of::ExitPrice => Cell::new(format::price(trade.exit.price.get())),
                Of::Reason => Cell::new(trade.exit.reason.text().get(lang)),
                Of::Quantity => Cell::new(format::quantity(trade.qty.get())),
                Of::Fees => Cell::new(format::number(trade.fees.get(), 0)),
                Of::Funding => Cell::new(format::number(trade.funding.get(), 0)),
                Of::Gain => Cell::toned(format::signed(trade.pnl.get(), 0)),
                Of::Return => Cell::toned(format::signed_percent(trade.return_ratio, 2)),
                Of::Held => Cell::new(trade.bars_held.to_string()),
            }
        })
    };
    view! {
        <Grid
            caption=Signal::derive(|| format!("{} – {}", use_words().trades, data_words()))
            columns=heads
            rows=count
            cell
            sort
            test="trades"
        />
    }
}

fn head(of: Of) -> Column {
    let column = |id, width, numeric, label: fn() -> String| Column {
        id,
        label: Signal::derive(label),
        numeric,
        width,
    };
    match of {
        Of::Entry => column("entry", 120, false, || {
            format!("{} ({})", use_words().entry, zone_name())
        }),
        Of::Symbol => column("symbol", 72, false, || use_words().symbol.to_owned()),
        Of::Side => column("side", 46, false, || use_words().side.to_owned()),
        Of::EntryPrice => column("entry-price", 84, true, || {
            format!("{} {}", use_words().entry, use_words().price)
        }),
        Of::Exit => column("exit", 114, false, || {
            format!("{} ({})", use_words().exit, zone_name())
        }),
        Of::ExitPrice => column("exit-price", 84, true, || {
            format!("{} {}", use_words().exit, use_words().price)
        }),
        Of::Reason => column("reason", 90, false, || use_words().reason.to_owned()),
        Of::Quantity => column("quantity", 72, true, || use_words().quantity.to_owned()),
        Of::Fees => column("fees", 56, true, || use_words().fees.to_owned()),
        Of::Funding => column("funding", 58, true, || use_words().funding.to_owned()),
        Of::Gain => column("gain", 88, true, || use_words().pnl.to_owned()),
        Of::Return => column("return", 66, true, || use_words().return_.to_owned()),
        Of::Held => column("held", 50, true, || use_words().bars_held.to_owned()),
    }
}

fn compare(of: Of, a: &Trade, b: &Trade) -> Ordering {
    let number = |value: fn(&Trade) -> f64| value(a).total_cmp(&value(b));
    let by = match of {
        Of::Entry => a.entry.time.cmp(&b.entry.time),
        Of::Symbol => a.symbol.cmp(&b.symbol),
        Of::Side => (a.side == Side::Sell).cmp(&(b.side == Side::Sell)),
        Of::EntryPrice => number(|trade| trade.entry.price.get()),
        Of::Exit => a.exit.time.cmp(&b.exit.time),
        Of::ExitPrice => number(|trade| trade.exit.price.get()),
        Of::Reason => a.exit.reason.text().en.cmp(b.exit.reason.text().en),
        Of::Quantity => number(|trade| trade.qty.get()),
        Of::Fees => number(|trade| trade.fees.get()),
        Of::Funding => number(|trade| trade.funding.get()),
        Of::Gain => number(|trade| trade.pnl.get()),
        Of::Return => number(|trade| trade.return_ratio),
        Of::Held => a.bars_held.cmp(&b.bars_held),
    };
    by.then_with(|| a.entry.time.cmp(&b.entry.time))
}
