//! Getting data: markets, intervals and a span; what it would cost in calls and time; and the start.

use super::address::{Address, use_address};
use super::intervals::Intervals;
use super::markets::Markets;
use super::shelf::{Shelf, use_shelf};
use super::text::{count, duration};
use super::words::{filled, words};
use crate::components::segments::{Choice, Segments};
use crate::components::why::why_text;
use crate::i18n::word;
use crate::library::client::{library, persist};
use crate::library::protocol::{Answer, Ask, Estimate, SeriesKey, Trouble, Want};
use crate::settings::use_settings;
use domain::time::DAY_MS;
use domain::{Span, Symbol, Timeframe, Ts, Venue};
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;

/// Exchanges that can be asked, the usual one first.
const VENUES: [Venue; 3] = [Venue::Upbit, Venue::Binance, Venue::Alpaca];
/// Who types shall not have every letter counted.
const SETTLE: Duration = Duration::from_millis(300);

/// What is asked for, or what is missing.
#[derive(Clone, PartialEq)]
enum Asked {
    Unfinished,
    BadSpan,
    Wants(Vec<Want>),
}

/// The panel.
#[component]
pub fn GetData() -> impl IntoView {
    let (shelf, address) = (use_shelf(), use_address());
    let venue = Memo::new(move |_| Venue::find(&address.venue.get()).unwrap_or(Venue::Upbit));
    let lang = use_settings().lang;
    let venues = move || {
        let choice = |venue: Venue| Choice::new(venue, venue.id(), venue.name().get(lang.get()));
        VENUES.map(choice).to_vec()
    };
    let choose = move |venue: Venue| {
        address.markets.set("");
        address.quote.set("");
        address.venue.set(venue.id());
    };
    view! {
        <section class="panel data-get" aria-labelledby="get-title" data-test="get-panel">
            <div class="panel-head">
                <h2 class="panel-title" id="get-title">{word(|| words().get_data)}</h2>
                <button class="button small" type="button" on:click=move |_| address.panel.set("")>
                    {word(|| words().close)}
                </button>
            </div>
            <div class="data-form">
                <Segments
                    name="venue"
                    label=Signal::derive(|| words().exchange.to_owned())
                    choices=Signal::derive(venues)
                    value=venue
                    on_choose=choose
                />
                {move || view! { <Markets venue=venue.get() address shelf /> }}
                <Intervals venue address />
                <Dates address />
                <Start venue address shelf />
            </div>
        </section>
    }
}

#[component]
fn Dates(address: Address) -> impl IntoView {
    let back = move |years: i64| {
        let day = Ts(js_sys::Date::now() as i64 - years * 365 * DAY_MS);
        address.from.set(crate::format::date(day));
        address.to.set("");
    };
    let shortcut = move |years: i64| {
        view! {
            <button class="chip" type="button" data-test=format!("years-{years}") on:click=move |_| back(years)>
                {move || filled(words().years_back, &[&years.to_string()])}
            </button>
        }
    };
    view! {
        <div class="data-dates">
            <label class="field">
                <span class="label">{word(|| words().from)} " (UTC)"</span>
                <input
                    class="input"
                    type="date"
                    data-test="from"
                    prop:value=move || address.from.get()
                    on:change=move |event| address.from.set(event_target_value(&event))
                />
            </label>
            <label class="field">
                <span class="label">{word(|| words().to)} " (UTC)"</span>
                <input
                    class="input"
                    type="date"
                    data-test="to"
                    prop:value=move || address.to.get()
                    on:change=move |event| address.to.set(event_target_value(&event))
                />
                <span class="field-help">{word(|| words().to_now)}</span>
            </label>
            <div class="chips">{[1, 3, 5, 10].map(shortcut).into_iter().collect_view()}</div>
        </div>
    }
}

#[component]
fn Start(venue: Memo<Venue>, address: Address, shelf: Shelf) -> impl IntoView {
    let asked = Memo::new(move |_| asked(venue.get(), address));
    let estimate = RwSignal::new(None::<Result<Estimate, Trouble>>);
    let turn = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let Asked::Wants(wants) = asked.get() else {
            return;
        };
        estimate.set(None);
        turn.update_value(|turn| *turn += 1);
        let own = turn.get_value();
        let current = move || turn.try_get_value() == Some(own);
        set_timeout(
            move || {
                if !current() {
                    return;
                }
                spawn_local(async move {
                    let told = library().ask(Ask::Estimate(wants)).await;
                    let told = told.map(|heard| match heard.answer {
                        Answer::Estimate(estimate) => estimate,
                        _ => Estimate::default(),
                    });
                    if current() {
                        estimate.set(Some(told));
                    }
                });
            },
            SETTLE,
        );
    });
    let said = move || {
        let w = words();
        match asked.get() {
            Asked::Unfinished => w.choose_first.to_owned(),
            Asked::BadSpan => w.bad_span.to_owned(),
            Asked::Wants(_) => match estimate.get() {
                None => w.estimating.to_owned(),
                Some(Ok(estimate)) => filled(
                    w.estimate,
                    &[
                        &count(estimate.bars),
                        &count(estimate.calls),
                        &duration(estimate.seconds * 1000.0),
                    ],
                ),
                Some(Err(trouble)) => why_text(&trouble),
            },
        }
    };
    let ready = move || {
        let wants = asked.with(|asked| matches!(asked, Asked::Wants(_)));
        wants && estimate.with(|estimate| matches!(estimate, Some(Ok(_))))
    };
    let start = move |_| {
        let Asked::Wants(wants) = asked.get_untracked() else {
            return;
        };
        let started = wants.len().to_string();
        shelf.act(Ask::Fetch(wants), move |_| {
            let w = untrack(words);
            shelf.said.set(filled(w.started, &[&started]));
            spawn_local(async move {
                // What was downloaded on purpose should stay; a browser may still say no.
                persist().await;
                shelf.refresh();
            });
        });
    };
    view! {
        <div class="data-start">
            <p role="status" data-test="estimate">{said}</p>
            <button class="button primary" type="button" data-test="start" disabled=move || !ready() on:click=start>
                {word(|| words().start)}
            </button>
        </div>
    }
}

fn asked(venue: Venue, address: Address) -> Asked {
    let symbols = address.markets.list();
    let symbols = symbols.iter().filter_map(|code| Symbol::parse(code).ok());
    let intervals = address.intervals.list();
    let intervals: Vec<Timeframe> = intervals
        .iter()
        .filter_map(|name| Timeframe::parse(name))
        .collect();
    let Some(start) = day(&address.from.get()) else {
        return Asked::Unfinished;
    };
    let end = match day(&address.to.get()) {
        // The last day is inside.
        Some(last) => Ts(last.0 + DAY_MS),
        None => Ts(js_sys::Date::now() as i64),
    };
    if start >= end {
        return Asked::BadSpan;
    }
    let span = Some(Span { start, end });
    let wants: Vec<Want> = symbols
        .flat_map(|symbol| {
            intervals.iter().map(move |&timeframe| Want {
                key: SeriesKey {
                    venue,
                    symbol,
                    timeframe,
                },
                span,
            })
        })
        .collect();
    if wants.is_empty() {
        Asked::Unfinished
    } else {
        Asked::Wants(wants)
    }
}

/// A day as a date field writes it.
pub fn day(text: &str) -> Option<Ts> {
    let mut parts = text.splitn(3, '-').map(|part| part.parse::<u32>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let fits =
        (1970..=2262).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    fits.then(|| Ts::from_date(i64::from(year), month, day))
}
