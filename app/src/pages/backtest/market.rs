//! Which bars: symbols of the sample, bar length, how far back.

use super::url::use_editor;
use crate::components::segments::{Choice, Segments};
use crate::i18n::use_words;
use crate::question::{Field, SPANS};
use crate::settings::use_settings;
use crate::state::use_lab;
use domain::sample::{self, SampleSymbol};
use leptos::prelude::*;

/// The market's part of the form.
#[component]
pub fn Market() -> impl IntoView {
    let (lab, editor) = (use_lab(), use_editor());
    let text = move |field: Field| lab.draft.with(|draft| draft.text(&field));
    let frames = || {
        let choice = |frame: &domain::Timeframe| {
            Choice::new(
                frame.as_str().to_owned(),
                frame.as_str(),
                (use_words().timeframe_name)(*frame),
            )
        };
        sample::TIMEFRAMES.iter().map(choice).collect::<Vec<_>>()
    };
    let spans = || {
        let choice = |(id, years): &(&'static str, Option<i64>)| {
            Choice::new((*id).to_owned(), id, (use_words().span)(*years))
        };
        SPANS.iter().map(choice).collect::<Vec<_>>()
    };
    view! {
        <fieldset class="group" aria-label=move || use_words().market>
            <div class="group-head">
                <h2 class="group-title">{move || use_words().market}</h2>
                <span class="sample-tag" data-test="sample-tag">{move || use_words().sample}</span>
            </div>
            <p class="field-help">{move || use_words().sample_about}</p>
            <Symbols />
            <Segments
                name="timeframe"
                label=Signal::derive(|| use_words().timeframe.to_owned())
                choices=Signal::derive(frames)
                value=Signal::derive(move || text(Field::Timeframe))
                on_choose=move |frame| editor.set(Field::Timeframe, frame, true)
            />
            <Segments
                name="span"
                label=Signal::derive(|| use_words().span_label.to_owned())
                choices=Signal::derive(spans)
                value=Signal::derive(move || text(Field::Span))
                on_choose=move |span| editor.set(Field::Span, span, true)
            />
        </fieldset>
    }
}

#[component]
fn Symbols() -> impl IntoView {
    let editor = use_editor();
    let problem = move || editor.problem(&Field::Symbols);
    view! {
        <div class="field" role="group" aria-labelledby="symbols-label">
            <span class="label" id="symbols-label">{move || use_words().symbols}</span>
            <div class="chips">
                {sample::SYMBOLS.iter().map(|symbol| view! { <Chip symbol /> }).collect_view()}
            </div>
            <p class="field-help" class:error=move || problem().is_some()>
                {move || match problem() {
                    Some(problem) => use_words().problem(&problem, use_words().symbols),
                    None => use_words().symbols_help.to_owned(),
                }}
            </p>
        </div>
    }
}

#[component]
fn Chip(symbol: &'static SampleSymbol) -> impl IntoView {
    let (lab, editor) = (use_lab(), use_editor());
    let lang = use_settings().lang;
    let chosen = move || {
        lab.draft
            .with(|draft| draft.symbols().iter().any(|code| code == symbol.code))
    };
    view! {
        <button
            class="chip"
            type="button"
            data-test=format!("symbol-{}", symbol.code)
            aria-pressed=move || chosen().to_string()
            title=symbol.code
            on:click=move |_| editor.change(|draft| draft.toggle_symbol(symbol.code))
        >
            {move || symbol.name.get(lang.get())}
        </button>
    }
}
