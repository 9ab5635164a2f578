//! The head of the page: how the library is kept, what went wrong or well, and what can be done with all of it.

use super::address::use_address;
use super::shelf::{EVERY_MINUTES, Shelf, minutes, use_shelf};
use super::text::bytes;
use super::words::{filled, words};
use crate::components::why::why;
use crate::i18n::word;
use crate::library::client::persist;
use crate::library::protocol::{Answer, Ask, Flaw, Keeping, Kind, Role, StorageState};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;

/// From this share on the room is nearly gone.
const NEARLY: f64 = 0.8;

/// The head.
#[component]
pub fn Header() -> impl IntoView {
    let shelf = use_shelf();
    view! {
        <div class="data-head">
            <h1>{word(|| words().data)}</h1>
            <Storage shelf />
            <Tools shelf />
        </div>
        <Messages shelf />
    }
}

#[component]
fn Storage(shelf: Shelf) -> impl IntoView {
    let refused = RwSignal::new(false);
    let ask = move |_| {
        spawn_local(async move {
            let agreed = persist().await == Some(true);
            let _ = refused.try_set(!agreed);
            shelf.refresh();
        });
    };
    let loosely = move || {
        shelf
            .storage
            .with(|state| state.keeping == Keeping::Disk && state.persisted == Some(false))
    };
    let bad = move || {
        shelf
            .storage
            .with(|state| !matches!(state.keeping, Keeping::Disk | Keeping::Opening))
    };
    view! {
        <div class="data-storage" class:bad=bad data-test="storage" role="status">
            <p>{move || shelf.storage.with(kept)}</p>
            <p class="muted">{move || shelf.storage.with(room)}</p>
            <p class="muted">{move || shelf.storage.with(role)}</p>
            <Show when=loosely>
                <button class="button small" type="button" data-test="persist" on:click=ask>
                    {word(|| words().ask_persist)}
                </button>
            </Show>
            <p class="muted" hidden=move || !refused.get()>{word(|| words().persist_refused)}</p>
            {move || {
                shelf
                    .storage
                    .with(|state| state.damage.clone())
                    .into_iter()
                    .map(flaw)
                    .collect_view()
            }}
        </div>
    }
}

fn flaw(flaw: Flaw) -> AnyView {
    match flaw {
        Flaw::File { file, why } => view! {
            <p class="data-damage">{words().damage} ": " <code>{file} " (" {why} ")"</code></p>
        }
        .into_any(),
        Flaw::Rebuilt => view! { <p class="data-damage">{words().rebuilt}</p> }.into_any(),
    }
}

fn kept(state: &StorageState) -> String {
    let w = words();
    match &state.keeping {
        Keeping::Opening => w.opening.to_owned(),
        Keeping::Disk if state.persisted == Some(true) => w.kept_persisted.to_owned(),
        Keeping::Disk => w.kept_disk.to_owned(),
        Keeping::Memory(why) if why.is_empty() => w.in_memory.to_owned(),
        Keeping::Memory(why) => format!("{} ({why})", w.in_memory),
        Keeping::Locked => w.locked.to_owned(),
        Keeping::Broken(why) => format!("{} ({why})", w.broken),
    }
}

fn room(state: &StorageState) -> String {
    let w = words();
    let Some(full) = state.fullness() else {
        return String::new();
    };
    let used = filled(w.used, &[&bytes(state.used), &bytes(state.quota)]);
    if full >= NEARLY {
        format!("{used}. {}", w.nearly_full)
    } else {
        used
    }
}

fn role(state: &StorageState) -> &'static str {
    match (&state.keeping, state.role) {
        (Keeping::Opening, _) | (_, Role::Owner) => "",
        (_, Role::Through) => words().through,
        (_, Role::Alone) => words().alone,
    }
}

#[component]
fn Tools(shelf: Shelf) -> impl IntoView {
    let address = use_address();
    let panel = move |name: &'static str| {
        move |_| {
            let open = untrack(|| address.panel.get()) == name;
            address.panel.set(if open { "" } else { name });
        }
    };
    let pressed = move |name: &'static str| move || (address.panel.get() == name).to_string();
    let empty = move || {
        shelf
            .series
            .with(|series| series.as_ref().is_none_or(Vec::is_empty))
    };
    let bring = move |event| {
        let input: HtmlInputElement = event_target(&event);
        let Some(file) = input.files().and_then(|files| files.get(0)) else {
            return;
        };
        input.set_value("");
        shelf.act_with(Ask::ImportAll, vec![file.into()], move |heard| {
            if let Answer::Count(count) = heard.answer {
                let said = untrack(words).brought;
                shelf.said.set(filled(said, &[&count.to_string()]));
                shelf.refresh();
            }
        });
    };
    // A link says how often; nothing is remembered until the reader chooses.
    Effect::new(move |_| {
        if let Some(every) = minutes(&address.every.get()) {
            shelf.every.set(every);
        }
    });
    let every = move |event| {
        let chosen = event_target_value(&event);
        shelf.update_every(minutes(&chosen).unwrap_or(0));
        address.every.set(chosen);
    };
    view! {
        <div class="data-tools">
            <button
                class="button primary"
                type="button"
                data-test="get-data"
                aria-expanded=pressed("get")
                on:click=panel("get")
            >
                {word(|| words().get_data)}
            </button>
            <button
                class="button"
                type="button"
                data-test="import"
                aria-expanded=pressed("import")
                on:click=panel("import")
            >
                {word(|| words().import_files)}
            </button>
            <button
                class="button"
                type="button"
                data-test="update-all"
                disabled=empty
                on:click=move |_| shelf.update(Vec::new())
            >
                {word(|| words().update_all)}
            </button>
            <label class="data-every" title=word(|| words().every_about)>
                <span>{word(|| words().every)}</span>
                <select class="select" data-test="every" on:change=every>
                    {EVERY_MINUTES
                        .map(|every| view! {
                            <option value=every.to_string() selected=move || shelf.every.get() == every>
                                {move || every_words(every)}
                            </option>
                        })
                        .into_iter()
                        .collect_view()}
                </select>
            </label>
            <button
                class="button"
                type="button"
                data-test="check-files"
                title=word(|| words().check_about)
                disabled=move || empty() && address.panel.get() != "check"
                aria-expanded=pressed("check")
                on:click=panel("check")
            >
                {word(|| words().check_files)}
            </button>
            <button
                class="button"
                type="button"
                data-test="export-all"
                disabled=empty
                on:click=move |_| shelf.save(Ask::ExportAll)
            >
                {word(|| words().export_all)}
            </button>
            <label class="button file-button">
                {word(|| words().import_all)}
                <input class="visually-hidden" type="file" accept=".zip" data-test="import-all" on:change=bring />
            </label>
        </div>
    }
}

fn every_words(minutes: u32) -> &'static str {
    let w = words();
    match minutes {
        5 => w.every_5,
        60 => w.every_60,
        _ => w.every_off,
    }
}

/// The last bad and the last good news.
#[component]
fn Messages(shelf: Shelf) -> impl IntoView {
    let address = use_address();
    let bad = move |news: crate::library::protocol::Trouble| {
        let damaged = matches!(news.kind, Kind::Damaged { .. });
        let check = move |_| {
            shelf.trouble.set(None);
            address.panel.set("check");
        };
        view! {
            <div class="notice error" role="alert" data-test="trouble">
                {why(news)}
                {damaged.then(|| view! {
                    <button class="button small" type="button" data-test="trouble-check" on:click=check>
                        {words().check_files}
                    </button>
                })}
                <button class="button small" type="button" on:click=move |_| shelf.trouble.set(None)>
                    {words().dismiss}
                </button>
            </div>
        }
    };
    view! {
        {move || shelf.trouble.get().map(bad)}
        <p class="data-said" role="status" data-test="said" hidden=move || shelf.said.with(String::is_empty)>
            {shelf.said}
        </p>
    }
}
