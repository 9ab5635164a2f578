//! The panel that brings files in: chosen or dropped, shown with what is said about each, and taken in when the reader agrees.

use super::address::use_address;
use super::import_desk::Desk;
use super::import_form::Form;
use super::inside::Inside;
use super::picked::{dropped, picked};
use super::repairs::Verdict;
use super::shelf::use_shelf;
use super::text::count;
use super::words::{filled, words};
use crate::components::why::why;
use crate::i18n::word;
use leptos::ev::DragEvent;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;

/// The panel.
#[component]
pub fn Import() -> impl IntoView {
    let (shelf, address) = (use_shelf(), use_address());
    let desk = Desk::new(shelf);
    let open = Memo::new(move |_| desk.files.with(|files| !files.is_empty()));
    view! {
        <section class="panel data-import" aria-labelledby="import-title" data-test="import-panel">
            <div class="panel-head">
                <h2 class="panel-title" id="import-title">{word(|| words().import_files)}</h2>
                <button class="button small" type="button" on:click=move |_| address.panel.set("")>
                    {word(|| words().close)}
                </button>
            </div>
            <div class="data-form">
                <DropZone desk />
                <ul class="import-results" role="status" data-test="import-results">
                    {move || desk.results.get().into_iter().map(|said| view! { <li>{said}</li> }).collect_view()}
                </ul>
                <Show when=move || open.get()>
                    <Current desk />
                </Show>
            </div>
        </section>
    }
}

#[component]
fn DropZone(desk: Desk) -> impl IntoView {
    let over = RwSignal::new(false);
    let drop = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        spawn_local(async move { desk.take(dropped(&event).await) });
    };
    let choose = move |event| {
        let input: HtmlInputElement = event_target(&event);
        let files = input.files().map(|files| picked(&files));
        input.set_value("");
        desk.take(files.unwrap_or_default());
    };
    view! {
        <div
            class="drop"
            class:over=over
            data-test="drop"
            on:dragover=move |event: DragEvent| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=drop
        >
            <p>{word(|| words().drop_here)}</p>
            <p class="drop-buttons">
                <label class="button file-button">
                    {word(|| words().choose_files)}
                    <input class="visually-hidden" type="file" multiple=true data-test="files" on:change=choose />
                </label>
                <label class="button file-button">
                    {word(|| words().choose_folder)}
                    <input class="visually-hidden" type="file" multiple=true prop:webkitdirectory=true data-test="folder" on:change=choose />
                </label>
            </p>
            <p class="field-help">{word(|| words().import_about)}</p>
        </div>
    }
}

/// The file on the table.
#[component]
fn Current(desk: Desk) -> impl IntoView {
    let name = move || desk.file().map(|item| item.name()).unwrap_or_default();
    let inside = move || {
        let inside = desk.inside.get();
        (!inside.is_empty()).then(|| {
            let on_choose = move |entries| desk.unfold(entries);
            view! { <Inside name=untrack(name) inside on_choose /> }
        })
    };
    let place = move || {
        let (at, of) = (desk.at.get() + 1, desk.files.with(Vec::len));
        filled(words().file_of, &[&at.to_string(), &of.to_string()])
    };
    let rows = move || {
        desk.preview.with(|preview| {
            preview
                .as_ref()
                .map(|preview| filled(words().rows_in_file, &[&count(u64::from(preview.rows))]))
        })
    };
    let state = move || {
        let w = words();
        match (desk.busy.get(), desk.preview.with(Option::is_some)) {
            (true, false) => filled(w.reading, &[&name()]),
            (true, true) => w.check_file.to_owned(),
            _ => String::new(),
        }
    };
    let unready = move || desk.findings.with(Option::is_none);
    let known = Memo::new(move |_| desk.preview.with(Option::is_some));
    view! {
        <div class="import-file" data-test="import-file" data-busy=move || desk.busy.get().to_string()>
            <div class="import-head">
                <h3>{name}</h3>
                <span class="muted">{place}</span>
                <span class="muted" data-test="import-rows">{rows}</span>
                <button class="button small" type="button" data-test="skip-file" on:click=move |_| desk.next()>
                    {word(|| words().skip_file)}
                </button>
            </div>
            <p class="field-help" role="status">{state}</p>
            {move || desk.trouble.get().map(|trouble| view! {
                <div class="notice error" role="alert" data-test="import-trouble">
                    {why(trouble)}
                </div>
            })}
            {inside}
            <Show when=move || known.get()>
                <Form desk />
                <Verdict desk />
                <div class="data-start">
                    <label class="check">
                        <input
                            class="switch"
                            type="checkbox"
                            data-test="replace"
                            prop:checked=desk.replace
                            on:change=move |event| desk.replace.set(event_target_checked(&event))
                        />
                        {word(|| words().replace_series)}
                    </label>
                    <button
                        class="button primary"
                        type="button"
                        data-test="take-in"
                        disabled=unready
                        on:click=move |_| desk.keep()
                    >
                        {word(|| words().take_in)}
                    </button>
                </div>
            </Show>
        </div>
    }
}
