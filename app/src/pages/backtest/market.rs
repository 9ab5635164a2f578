//! Which bars: the sample's symbols, bar length and how far back, or series of the library.

use super::url::use_editor;
use crate::components::lazy::Lazy;
use crate::components::segments::{Choice, Segments};
use crate::i18n::{text_in, use_words, word};
use crate::parts;
use crate::question::{Draft, Field, SPANS};
use crate::state::use_lab;
use domain::sample::{self, SampleSymbol};
use leptos::prelude::*;

/// Does somebody want to choose among the series of the library?
#[derive(Clone, Copy)]
pub(super) struct Choosing(pub(super) RwSignal<bool>);

/// The market's part of the form.
#[component]
pub fn Market() -> impl IntoView {
    let lab = use_lab();
    let given = Memo::new(move |_| lab.draft.with(|draft| draft.venue().is_some()));
    let choosing = RwSignal::new(false);
    provide_context(Choosing(choosing));
    view! {
        <fieldset class="group" aria-label=word(|| use_words().market)>
            <div class="group-head">
                <h2 class="group-title">{word(|| use_words().market)}</h2>
                <span class="sample-tag" data-test="sample-tag" hidden=given>
                    {word(|| use_words().sample)}
                </span>
            </div>
            {move || {
                if given.get() || choosing.get() {
                    view! { <Lazy part=parts::market /> }.into_any()
                } else {
                    view! { <SampleMarket choosing /> }.into_any()
                }
            }}
        </fieldset>
    }
}

/// The sample, and the way to one's own bars.
#[component]
fn SampleMarket(choosing: RwSignal<bool>) -> impl IntoView {
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
        <p class="field-help">{word(|| use_words().sample_about)}</p>
        <button
            class="button small"
            type="button"
            data-test="use-library"
            on:click=move |_| choosing.set(true)
        >
            {word(|| use_words().use_library)}
        </button>
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
    }
}

#[component]
fn Symbols() -> impl IntoView {
    let lab = use_lab();
    let is_chosen = move |code: &str| {
        lab.draft
            .with(|draft| draft.symbols().iter().any(|chosen| chosen == code))
    };
    let chip = move |symbol: &'static SampleSymbol| {
        let code = symbol.code;
        view! {
            <Chip
                symbol
                test="symbol"
                chosen=Signal::derive(move || is_chosen(code))
                toggle=Draft::toggle_symbol
            />
        }
    };
    view! {
        <div class="field" role="group" aria-labelledby="symbols-label">
            <span class="label" id="symbols-label">{word(|| use_words().symbols)}</span>
            <div class="chips">{sample::SYMBOLS.iter().map(chip).collect_view()}</div>
            <SymbolsHelp
                field=Field::Symbols
                label=Signal::derive(word(|| use_words().symbols))
                help=Signal::derive(word(|| use_words().symbols_help))
            />
        </div>
    }
}

/// What chips of symbols do, or what is wrong with those chosen.
#[component]
pub(super) fn SymbolsHelp(
    /// Which field.
    field: Field,
    /// What it is.
    label: Signal<&'static str>,
    /// What it does.
    help: Signal<&'static str>,
) -> impl IntoView {
    let editor = use_editor();
    let problem = Memo::new(move |_| editor.problem(&field));
    view! {
        <p class="field-help" class:error=move || problem.with(Option::is_some)>
            {move || match problem.get() {
                Some(problem) => use_words().problem(&problem, label.get()),
                None => help.get().to_owned(),
            }}
        </p>
    }
}

/// One symbol of several.
#[component]
pub(super) fn Chip(
    /// Which symbol.
    symbol: &'static SampleSymbol,
    /// First word of its name for tests.
    test: &'static str,
    /// Is it chosen?
    chosen: Signal<bool>,
    /// Can't it be chosen now?
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Chooses it, or not any more.
    toggle: fn(&mut Draft, &str),
) -> impl IntoView {
    let editor = use_editor();
    view! {
        <button
            class="chip"
            type="button"
            data-test=format!("{test}-{}", symbol.code)
            aria-pressed=move || chosen.get().to_string()
            disabled=disabled
            title=symbol.code
            on:click=move |_| editor.change(|draft| toggle(draft, symbol.code))
        >
            {text_in(symbol.name)}
        </button>
    }
}
