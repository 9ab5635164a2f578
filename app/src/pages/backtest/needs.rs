//! What the chosen strategy can't do without, and one press to have it.

use super::url::use_editor;
use crate::i18n::{use_words, word};
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
    let lacks = Memo::new(move |_| {
        lab.series.with(|series| {
            let library = series.as_ref().and_then(|series| series.as_deref().ok());
            lab.draft.with(|draft| draft.lacks(library))
        })
    });
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
    if lack == Lack::Series {
        return view! {
            <a class="button small" href="/data?panel=get" data-test="needs-data">
                {word(|| use_words().to_data)}
            </a>
        }
        .into_any();
    }
    let name = {
        let lack = lack.clone();
        move || match &lack {
            Lack::Symbols(codes) => (use_words().take_symbols)(&names(codes)),
            Lack::Bars(timeframe) => {
                let words = use_words();
                (words.take_bars)((words.timeframe_name)(*timeframe))
            }
            Lack::Series => String::new(),
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
    .into_any()
}

/// The sample's symbols by name, those of the library by code.
fn names(codes: &[String]) -> String {
    let lang = use_settings().lang.get();
    let name = |code: &String| {
        let mut known = sample::SYMBOLS.iter();
        let known = known.find(|symbol| symbol.code == code);
        known.map_or(code.clone(), |symbol| symbol.name.get(lang).to_owned())
    };
    codes.iter().map(name).collect::<Vec<_>>().join(" + ")
}
