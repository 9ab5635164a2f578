//! Checking the files of the library: what is damaged, by name and stretch, and how its bars come back.

use super::address::use_address;
use super::shelf::use_shelf;
use super::text::{called, count, span};
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
    let done = RwSignal::new(Vec::<(Damaged, fn(&Damaged) -> String)>::new());
    let check = move || {
        told.set(None);
        spawn_local(async move {
            let found = damage(Ask::Verify).await;
            // The reader may have closed the panel.
            let _ = told.try_set(Some(found));
        });
    };
    check();
    let mend = move |ask: Ask, afterwards: fn(&Damaged) -> String| {
        let before = told
            .get_untracked()
            .and_then(Result::ok)
            .unwrap_or_default();
        told.set(None);
        spawn_local(async move {
            let mended = damage(ask).await;
            shelf.refresh();
            let left = mended.map(|mended| {
                // What can't come back this way is still damaged.
                let is_left = |one: &Damaged| mended.iter().all(|other| other.file != one.file);
                let left = before.into_iter().filter(is_left).collect();
                let _ = done.try_set(mended.into_iter().map(|one| (one, afterwards)).collect());
                left
            });
            let _ = told.try_set(Some(left));
        });
    };
    let state = Memo::new(move |_| match &*told.read() {
        None => "checking",
        Some(Err(_)) => "failed",
        // What was fetched again is not read yet.
        Some(Ok(_)) if !done.read().is_empty() => "repaired",
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
            Ok(damaged) => view! { <Found damaged mend /> }.into_any(),
        })
    };
    let said = move || match &*told.read() {
        None => words().checking_files.to_owned(),
        Some(Ok(damaged)) if damaged.is_empty() && !done.read().is_empty() => String::new(),
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
                            done.set(Vec::new());
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
                    {move || done.get().iter().map(|(one, said)| view! { <li>{said(one)}</li> }).collect_view()}
                </ul>
                <p class="check-said" role="status" data-test="check-state">{said}</p>
                {found}
            </div>
        </section>
    }
}

/// What is damaged, and what can be done: fetch it again, or let it go.
#[component]
fn Found(
    damaged: Vec<Damaged>,
    mend: impl Fn(Ask, fn(&Damaged) -> String) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let fetched = damaged.iter().any(|one| one.again == Again::Exchange);
    let lost: u64 = damaged.iter().map(|one| one.count).sum();
    let sure = RwSignal::new(false);
    let line = |one: Damaged| {
        let place = stretch(&one);
        let advice = advice(&one);
        view! {
            <li data-test="damaged">
                <strong>{place}</strong>
                <code>{one.file} " (" {one.why} ")"</code>
                <span class="muted">{advice}</span>
            </li>
        }
    };
    view! {
        <ul class="damaged">{damaged.into_iter().map(line).collect_view()}</ul>
        <div class="data-start">
            <p>{word(|| words().repair_about)}</p>
            {fetched.then(|| {
                let label = || words().repair_fetch;
                mending("button primary", "repair", label, move || mend(Ask::Repair, fetching))
            })}
            {(lost > 0).then(|| view! {
                <button
                    class="button"
                    type="button"
                    data-test="let-go"
                    aria-expanded=move || sure.get().to_string()
                    on:click=move |_| sure.update(|sure| *sure = !*sure)
                >
                    {move || filled(words().let_go, &[&count(lost)])}
                </button>
            })}
        </div>
        <Show when=move || sure.get()>
            <div class="detail-form notice error" role="group" data-test="let-go-form">
                <p>{move || filled(words().let_go_about, &[&count(lost)])}</p>
                {mending(
                    "button small",
                    "let-go-sure",
                    || words().let_go_sure,
                    move || mend(Ask::LetGo, gone),
                )}
                <button class="button small" type="button" on:click=move |_| sure.set(false)>
                    {word(|| words().cancel)}
                </button>
            </div>
        </Show>
    }
}

/// A button that starts mending.
fn mending(
    class: &'static str,
    test: &'static str,
    label: fn() -> &'static str,
    press: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <button class=class type="button" data-test=test on:click=move |_| press()>
            {word(label)}
        </button>
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
    let part = one.bars.map(|(key, held)| {
        let days = span(Some(held), key.timeframe);
        filled(words().damaged_part, &[&called(key), &days])
    });
    part.unwrap_or_default()
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

fn fetching(one: &Damaged) -> String {
    filled(words().repaired_fetching, &[&held(one)])
}

fn gone(one: &Damaged) -> String {
    filled(words().let_gone, &[&held(one), &count(one.count)])
}

fn held(one: &Damaged) -> String {
    one.bars.map_or_else(
        || one.file.clone(),
        |(key, held)| format!("{}, {}", called(key), span(Some(held), key.timeframe)),
    )
}

fn file(name: &str) -> &str {
    if name.is_empty() {
        words().again_some_file
    } else {
        name
    }
}
