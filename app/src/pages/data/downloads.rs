//! Downloads under way: how far, how fast, how long still, and what can be done about each.

use super::shelf::{Shelf, use_shelf};
use super::text::{count, duration, moment, zone};
use super::words::{filled, words};
use crate::components::why::why;
use crate::i18n::word;
use crate::library::protocol::{Ask, Download, Progress, SeriesKey};
use crate::settings::use_settings;
use leptos::prelude::*;

/// All of them; nothing when there is none.
#[component]
pub fn Downloads() -> impl IntoView {
    let shelf = use_shelf();
    let keys = Memo::new(move |_| {
        shelf
            .downloads
            .with(|all| all.iter().map(|one| one.key).collect::<Vec<_>>())
    });
    let any = Memo::new(move |_| keys.with(|keys| !keys.is_empty()));
    view! {
        <Show when=move || any.get()>
            <section class="panel data-downloads" aria-labelledby="downloads-title" data-test="downloads">
                <div class="panel-head">
                    <h2 class="panel-title" id="downloads-title">{word(|| words().downloads)}</h2>
                </div>
                <ul>
                    <For each=move || keys.get() key=SeriesKey::clone children=move |key| view! { <One key shelf /> } />
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn One(key: SeriesKey, shelf: Shelf) -> impl IntoView {
    let download = Memo::new(move |_| {
        shelf
            .downloads
            .with(|all| all.iter().find(|one| one.key == key).cloned())
    });
    let of = move |read: fn(&Download) -> String| {
        download.with(|one| one.as_ref().map(read).unwrap_or_default())
    };
    let state = Memo::new(move |_| {
        download.with(|one| one.as_ref().map_or("done", |one| state_of(&one.progress)))
    });
    let share = move || download.with(|one| one.as_ref().map_or(0.0, |one| one.done * 100.0));
    let lang = use_settings().lang;
    let name = move || {
        format!(
            "{} {} {}",
            key.venue.name().get(lang.get()),
            key.symbol,
            key.timeframe
        )
    };
    let act = move |label: fn() -> &'static str, test: &'static str, ask: fn(SeriesKey) -> Ask| {
        view! {
            <button
                class="button small"
                type="button"
                data-test=test
                aria-label=move || format!("{}: {}", label(), name())
                on:click=move |_| shelf.act(ask(key), |_| {})
            >
                {label}
            </button>
        }
    };
    let buttons = move || match state.get() {
        "paused" => view! {
            {act(|| words().resume, "resume", Ask::Resume)}
            {act(|| words().cancel, "cancel", Ask::Cancel)}
        }
        .into_any(),
        "failed" => view! {
            {act(|| words().try_again, "resume", Ask::Resume)}
            {act(|| words().forget, "cancel", Ask::Cancel)}
        }
        .into_any(),
        "done" => act(|| words().forget, "cancel", Ask::Cancel).into_any(),
        _ => view! {
            {act(|| words().pause, "pause", Ask::Pause)}
            {act(|| words().cancel, "cancel", Ask::Cancel)}
        }
        .into_any(),
    };
    view! {
        <li class="download" data-test="download" data-series=super::address::name_of(key) data-state=state>
            <p class="download-name">{name}</p>
            <p class="download-state" role="status">{move || of(|one| stated(&one.progress))}</p>
            <progress max="100" prop:value=share aria-label=name></progress>
            <p class="download-figures muted">{move || of(figures)}</p>
            <div class="tools">{buttons}</div>
            {move || {
                download
                    .with(|one| match one.as_ref().map(|one| &one.progress) {
                        Some(Progress::Failed(trouble)) => Some(trouble.clone()),
                        _ => None,
                    })
                    .map(|trouble| view! { <div class="download-why">{why(trouble)}</div> })
            }}
        </li>
    }
}

const fn state_of(progress: &Progress) -> &'static str {
    match progress {
        Progress::Waiting(_) => "waiting",
        Progress::Running => "running",
        Progress::Paused => "paused",
        Progress::Done => "done",
        Progress::Failed(_) => "failed",
    }
}

fn stated(progress: &Progress) -> String {
    let w = words();
    match progress {
        Progress::Waiting(None) => w.waiting.to_owned(),
        Progress::Waiting(Some(until)) => filled(
            w.waiting_until,
            &[&format!("{} {}", moment(*until), zone())],
        ),
        Progress::Running => w.running.to_owned(),
        Progress::Paused => w.paused.to_owned(),
        Progress::Done => w.done.to_owned(),
        Progress::Failed(_) => w.failed.to_owned(),
    }
}

fn figures(one: &Download) -> String {
    let w = words();
    let bars = count(one.bars);
    match (&one.progress, one.left) {
        (Progress::Running | Progress::Waiting(_), Some(left)) => {
            let rate = crate::format::number(one.rate, 0);
            filled(w.moved, &[&bars, &rate, &duration(left)])
        }
        // Of a download that rests since before the page was loaded only the share is known.
        (Progress::Paused, _) if one.calls.1 == 0 => {
            format!("{} %", crate::format::number(one.done * 100.0, 0))
        }
        _ => {
            // One question may bring what was counted as several pages: what is done was all of them.
            let (made, all) = match one.progress {
                Progress::Done => (one.calls.0, one.calls.0),
                _ => one.calls,
            };
            filled(w.moved_calls, &[&bars, &count(made), &count(all.max(made))])
        }
    }
}
