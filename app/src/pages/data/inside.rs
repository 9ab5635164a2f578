//! The files inside a zip file: which of them to read.

use super::words::{filled, words};
use crate::i18n::word;
use leptos::prelude::*;

/// The picker.
#[component]
pub fn Inside(
    /// Name of the zip file.
    name: String,
    /// Names of the files inside.
    inside: Vec<String>,
    /// Called with those to be read, in their order.
    on_choose: impl Fn(Vec<String>) + 'static,
) -> impl IntoView {
    // What can be bars is chosen to begin with; a zip file often holds a note or a checksum beside them.
    let chosen = RwSignal::new(
        inside
            .iter()
            .map(|name| super::picked::is_data(name))
            .collect::<Vec<_>>(),
    );
    let files = StoredValue::new(inside);
    let row = move |(place, file): (usize, String)| {
        view! {
            <li>
                <label class="check">
                    <input
                        class="switch"
                        type="checkbox"
                        data-test="inside"
                        prop:checked=move || chosen.with(|chosen| chosen.get(place).copied().unwrap_or(false))
                        on:change=move |event| {
                            let on = event_target_checked(&event);
                            chosen.update(|chosen| {
                                if let Some(one) = chosen.get_mut(place) {
                                    *one = on;
                                }
                            });
                        }
                    />
                    <span>{file}</span>
                </label>
            </li>
        }
    };
    let all = move |on: bool| move |_| chosen.update(|chosen| chosen.fill(on));
    let read = move |_| {
        let chosen = chosen.get_untracked();
        let files = files.with_value(|files| {
            let both = files.iter().zip(chosen).filter(|(_, chosen)| *chosen);
            both.map(|(file, _)| file.clone()).collect::<Vec<_>>()
        });
        on_choose(files);
    };
    let count = files.with_value(Vec::len).to_string();
    view! {
        <fieldset class="field import-inside" data-test="several-inside">
            <legend class="label">{move || filled(words().several_inside, &[&name, &count])}</legend>
            <div class="tools">
                <button class="button small" type="button" data-test="inside-all" on:click=all(true)>
                    {word(|| words().choose_all)}
                </button>
                <button class="button small" type="button" data-test="inside-none" on:click=all(false)>
                    {word(|| words().choose_none)}
                </button>
            </div>
            <ul class="inside">
                {files.with_value(|files| files.iter().cloned().enumerate().map(row).collect_view())}
            </ul>
            <div class="data-start">
                <p>{word(|| words().each_a_series)}</p>
                <button
                    class="button primary"
                    type="button"
                    data-test="read-inside"
                    disabled=move || chosen.with(|chosen| !chosen.contains(&true))
                    on:click=read
                >
                    {word(|| words().read_chosen)}
                </button>
            </div>
        </fieldset>
    }
}
