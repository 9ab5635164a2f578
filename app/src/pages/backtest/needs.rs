//! What the chosen strategy can't do without, and one press to have it.

use super::url::use_editor;
use crate::i18n::use_words;
use crate::question::Lack;
use crate::settings::use_settings;
use crate::state::use_lab;
use domain::sample;
use leptos::prelude::*;

/// A sentence for each need; where the question lacks something, with the way out.
#[component]
pub fn NeedsHint() -> impl IntoView {
    let lab = use_lab();
    let lang = use_settings().lang;
    let sentences = move || {
        let needs = lab
            .draft
            .with(|draft| draft.strategy().map(|strategy| strategy.needs.words()));
        let said: Vec<String> = needs
            .unwrap_or_default()
            .iter()
            .map(|words| words.get(lang.get()).to_owned())
            .collect();
        said.join(" ")
    };
    let lacks = Memo::new(move |_| lab.draft.with(|draft| draft.lacks()));
    view! {
        <div aria-live="polite" data-test="needs" hidden=move || sentences().is_empty()>
            <p class="field-help" hidden=move || !lacks.with(Vec::is_empty)>{sentences}</p>
            <div class="notice needs" hidden=move || lacks.with(Vec::is_empty)>
                <p>{sentences}</p>
                {move || lacks.get().into_iter().map(|lack| view! { <Supply lack /> }).collect_view()}
            </div>
        </div>
    }
}

#[component]
fn Supply(lack: Lack) -> impl IntoView {
    let editor = use_editor();
    let name = {
        let lack = lack.clone();
        move || match &lack {
            Lack::Symbols(codes) => (use_words().take_symbols)(&names(codes)),
            Lack::Bars(timeframe) => {
                let words = use_words();
                (words.take_bars)((words.timeframe_name)(*timeframe))
            }
        }
    };
    view! {
        <button
            class="button small"
            type="button"
            data-test="needs-supply"
            on:click=move |_| editor.change(|draft| draft.supply(&lack))
        >
            {name}
        </button>
    }
}

fn names(codes: &[&'static str]) -> String {
    let lang = use_settings().lang.get();
    let chosen = sample::SYMBOLS
        .iter()
        .filter(|symbol| codes.contains(&symbol.code));
    let names: Vec<&str> = chosen.map(|symbol| symbol.name.get(lang)).collect();
    names.join(" + ")
}
