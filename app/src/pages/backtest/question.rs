//! The question: strategy, parameters, market, costs. Always open beside the answer; folded away on a phone.

use super::costs::Costs;
use super::details::Details;
use super::market::Market;
use super::params::Params;
use crate::components::icon::{Icon, icon};
use crate::i18n::{use_words, word};
use crate::question::{Field, SPANS};
use crate::settings::use_settings;
use crate::state::use_lab;
use leptos::prelude::*;

/// The panel.
#[component]
pub fn QuestionPanel() -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <section class="question" class:open=open aria-label=word(|| use_words().question)>
            <button
                class="question-toggle"
                type="button"
                data-test="question-toggle"
                aria-expanded=move || open.get().to_string()
                aria-controls="question-form"
                on:click=move |_| open.update(|open| *open = !*open)
            >
                <span class="question-what">
                    <span class="label">{word(|| use_words().question)}</span>
                    <Summary />
                </span>
                {icon(Icon::Down)}
            </button>
            <form
                id="question-form"
                class="question-form"
                autocomplete="off"
                on:submit=|event| event.prevent_default()
            >
                <Params />
                <Market />
                <Costs />
                <Details />
            </form>
        </section>
    }
}

/// The question in one line, for the folded panel.
#[component]
fn Summary() -> impl IntoView {
    let (lab, lang) = (use_lab(), use_settings().lang);
    let text = move || {
        let w = use_words();
        lab.draft.with(|draft| {
            let strategy = draft
                .strategy()
                .map_or("?", |strategy| strategy.name.get(lang.get()));
            let symbols: Vec<String> = draft
                .symbols()
                .iter()
                .map(|code| code.trim_start_matches("SAMPLE-").to_owned())
                .collect();
            let span = draft.text(&Field::Span);
            let span = SPANS
                .iter()
                .find(|(id, _)| *id == span)
                .map(|(_, years)| (w.span)(*years));
            let frame = draft.text(&Field::Timeframe);
            let parts = [
                strategy.to_owned(),
                symbols.join(" + "),
                frame,
                span.unwrap_or_default(),
            ];
            parts.join(" · ")
        })
    };
    view! { <span class="question-summary">{text}</span> }
}
