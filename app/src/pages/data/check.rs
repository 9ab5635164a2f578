//! Checking the files of the library: what is damaged, by name and stretch, and how its bars come back.

use super::address::use_address;
use super::shelf::use_shelf;
use super::text::{count, span};
use super::words::{filled, words};
use crate::components::why::why;
use crate::i18n::word;
use crate::library::client::{library, unexpected};
use crate::library::protocol::{Again, Answer, Ask, Damaged, Trouble};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// What the files are, as far as is known.
type Told = Option<Result<Vec<Damaged>, Trouble>>;

/// The panel; opening it checks.
#[component]
pub fn Check() -> impl IntoView {
    let (shelf, address) = (use_shelf(), use_address());
    let told = RwSignal::new(None as Told);
    let repaired = RwSignal::new(Vec::<Damaged>::new());
    let check = move || {
        told.set(None);
        spawn_local(async move {
            let found = damage(Ask::Verify).await;
            // The reader may have closed the panel.
            let _ = told.try_set(Some(found));
        });
    };
    check();
    let repair = move |_| {
        told.set(None);
        spawn_local(async move {
            let taken_out = damage(Ask::Repair).await;
            shelf.refresh();
            let left = taken_out.map(|taken_out| {
                let _ = repaired.try_set(taken_out);
                Vec::new()
            });
            let _ = told.try_set(Some(left));
        });
    };
    let state = Memo::new(move |_| match &*told.read() {
        None => "checking",
        Some(Err(_)) => "failed",
        // What was fetched again is not read yet.
        Some(Ok(_)) if !repaired.read().is_empty() => "repaired",
        Some(Ok(damaged)) if damaged.is_empty() => "whole",
        Some(Ok(_)) => "damaged",
    });
    let found = move || {
        told.get().map(|told| match told {
            Err(trouble) => view! {
                <div class="notice error" role="alert">{why(trouble)}</div>
            }
            .into_any(),
            Ok(damaged) if damaged.is_empty() => ().into_any(),
            Ok(damaged) => view! { <Found damaged repair /> }.into_any(),
        })
    };
    let said = move || match &*told.read() {
        None => words().checking_files.to_owned(),
        Some(Ok(_)) if !repaired.read().is_empty() => String::new(),
        Some(Ok(damaged)) if damaged.is_empty() => words().all_whole.to_owned(),
        Some(Ok(damaged)) => filled(words().damaged_files, &[&count(damaged.len() as u64)]),
        Some(Err(_)) => String::new(),
    };
    view! {
        <section
            class="panel data-check"
            aria-labelledby="check-title"
            data-test="check-panel"
            data-state=move || state.get()
        >
            <div class="panel-head">
                <h2 class="panel-title" id="check-title">{word(|| words().check_files)}</h2>
                <div class="tools">
                    <button
                        class="button small"
                        type="button"
                        data-test="check-again"
                        disabled=move || state.get() == "checking"
                        on:click=move |_| {
                            repaired.set(Vec::new());
                            check();
                        }
                    >
                        {word(|| words().check_again)}
                    </button>
                    <button class="button small" type="button" on:click=move |_| address.panel.set("")>
                        {word(|| words().close)}
                    </button>
                </div>
            </div>
            <div class="data-form">
                <p class="field-help">{word(|| words().check_about)}</p>
                <ul class="import-results" role="status" data-test="repaired">
                    {move || repaired.get().iter().map(|one| view! { <li>{afterwards(one)}</li> }).collect_view()}
                </ul>
                <p class="check-said" role="status" data-test="check-state">{said}</p>
                {found}
            </div>
        </section>
    }
}

/// What is damaged, and the one press that helps.
#[component]
fn Found(
    damaged: Vec<Damaged>,
    repair: impl Fn(leptos::ev::MouseEvent) + 'static,
) -> impl IntoView {
    let fetched = damaged.iter().any(|one| one.again == Again::Exchange);
    let label = move || {
        let w = words();
        if fetched {
            w.repair_fetch
        } else {
            w.repair_drop
        }
    };
    let line = |one: Damaged| {
        let place = stretch(&one);
        let advice = advice(&one);
        view! {
            <li data-test="damaged">
                <strong>{place}</strong>
                <code>{one.file} ": " {one.why}</code>
                <span class="muted">{advice}</span>
            </li>
        }
    };
    view! {
        <ul class="damaged">{damaged.into_iter().map(line).collect_view()}</ul>
        <div class="data-start">
            <p>{word(|| words().repair_about)}</p>
            <button class="button primary" type="button" data-test="repair" on:click=repair>
                {label}
            </button>
        </div>
    }
}

async fn damage(ask: Ask) -> Result<Vec<Damaged>, Trouble> {
    match library().ask(ask).await?.answer {
        Answer::Damage(damaged) => Ok(damaged),
        _ => Err(unexpected()),
    }
}

/// The series and the time a file held; nothing for a file of the library itself.
fn stretch(one: &Damaged) -> String {
    let named = one.bars.map(|(key, held)| {
        let days = span(Some(held), key.timeframe);
        filled(words().damaged_part, &[&key.to_string(), &days])
    });
    named.unwrap_or_default()
}

fn advice(one: &Damaged) -> String {
    let w = words();
    match &one.again {
        Again::Exchange => w.again_exchange.to_owned(),
        Again::File(name) => filled(w.again_file, &[file(name)]),
        Again::Shorter(from) => filled(w.again_shorter, &[from.as_str()]),
        Again::Nothing => w.again_nothing.to_owned(),
    }
}

/// What is left to do once the damage is out.
fn afterwards(one: &Damaged) -> String {
    let w = words();
    let name = one.bars.map_or_else(String::new, |(key, held)| {
        format!("{key}, {}", span(Some(held), key.timeframe))
    });
    match &one.again {
        Again::Exchange => filled(w.repaired_fetching, &[&name]),
        Again::File(from) => filled(w.repaired_file, &[&name, file(from)]),
        Again::Shorter(from) => filled(w.repaired_shorter, &[&name, from.as_str()]),
        Again::Nothing => String::new(),
    }
}

fn file(name: &str) -> &str {
    if name.is_empty() {
        words().again_some_file
    } else {
        name
    }
}
