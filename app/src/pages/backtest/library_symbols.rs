//! Which symbols of the library are traded and which are only looked at: all there are of a venue, found by typing.

use super::market::SymbolsHelp;
use super::url::use_editor;
use crate::i18n::{use_words, word};
use crate::question::{Draft, Field};
use crate::state::use_lab;
use leptos::prelude::*;

/// From so many on they are found by typing.
const MANY: usize = 12;
/// Chips shown at once, beside those that are chosen.
const MOST: usize = 40;

/// What is traded.
#[component]
pub fn Symbols() -> impl IntoView {
    view! {
        <Codes
            field=Field::Symbols
            test="symbol"
            label=Signal::derive(word(|| use_words().symbols))
            help=Signal::derive(word(|| use_words().symbols_help))
            chosen=Draft::symbols
            others=|_| Vec::new()
            toggle=Draft::toggle_symbol
        />
    }
}

/// What is loaded beside it and never traded.
#[component]
pub fn Watched() -> impl IntoView {
    view! {
        <Codes
            field=Field::Watched
            test="watch"
            label=Signal::derive(word(|| use_words().watched))
            help=Signal::derive(word(|| use_words().watched_help))
            chosen=Draft::watched
            others=Draft::symbols
            toggle=Draft::toggle_watched
        />
    }
}

/// Chips of the venue's symbols.
#[component]
fn Codes(
    field: Field,
    test: &'static str,
    label: Signal<&'static str>,
    help: Signal<&'static str>,
    /// Those that are chosen.
    chosen: fn(&Draft) -> Vec<String>,
    /// Those that can't be chosen here.
    others: fn(&Draft) -> Vec<String>,
    /// Chooses one, or not any more.
    toggle: fn(&mut Draft, &str),
) -> impl IntoView {
    let (lab, editor) = (use_lab(), use_editor());
    let find = RwSignal::new(String::new());
    let codes = Memo::new(move |_| {
        let (venue, mut codes, taken) = lab
            .draft
            .with(|draft| (draft.venue(), chosen(draft), others(draft)));
        lab.series.with(|series| {
            if let Some(Ok(rows)) = series {
                let here = rows.iter().filter(|row| Some(row.key.venue) == venue);
                codes.extend(here.map(|row| row.key.symbol.to_string()));
            }
        });
        codes.sort_unstable();
        codes.dedup();
        codes.retain(|code| !taken.contains(code));
        codes
    });
    let many = Memo::new(move |_| codes.with(|codes| codes.len() > MANY));
    let shown = Memo::new(move |_| {
        let (find, chosen) = (find.get().to_uppercase(), lab.draft.with(chosen));
        let fits = |code: &&String| chosen.contains(code) || code.contains(find.trim());
        let fitting: Vec<String> = codes.with(|codes| codes.iter().filter(fits).cloned().collect());
        let more = fitting.len().saturating_sub(MOST);
        (fitting.into_iter().take(MOST).collect::<Vec<_>>(), more)
    });
    let chip = move |code: String| {
        let (test, name, known) = (format!("{test}-{code}"), code.clone(), code.clone());
        let is_chosen = move || lab.draft.with(|draft| chosen(draft).contains(&known));
        view! {
            <button
                class="chip"
                type="button"
                data-test=test
                aria-pressed=move || is_chosen().to_string()
                on:click=move |_| editor.change(|draft| toggle(draft, &code))
            >
                {name}
            </button>
        }
    };
    view! {
        <div class="field" role="group" aria-label=label hidden=move || codes.with(Vec::is_empty)>
            <span class="label">{label}</span>
            <Show when=move || many.get()>
                <input
                    class="input find-symbol"
                    type="search"
                    autocomplete="off"
                    spellcheck="false"
                    data-test=format!("find-{test}")
                    aria-label=word(|| use_words().find_symbol)
                    placeholder=word(|| use_words().find_symbol)
                    prop:value=find
                    on:input=move |event| find.set(event_target_value(&event))
                />
            </Show>
            <div class="chips">
                <For each=move || shown.get().0 key=String::clone children=chip />
            </div>
            <p class="field-help" hidden=move || shown.get().1 == 0>
                {move || (use_words().more_symbols)(shown.get().1)}
            </p>
            <SymbolsHelp field label help />
        </div>
    }
}
