//! Account and costs in detail: folded away, since most questions need none of it, and made from the definitions.

use super::market::{Chip, SymbolsHelp};
use super::url::use_editor;
use crate::components::choice_field::ChoiceField;
use crate::components::number_field::NumberField;
use crate::components::switch_field::SwitchField;
use crate::i18n::{text_in, use_words, word};
use crate::question::detail::{self, Detail, Group, Kind};
use crate::question::{Draft, Field};
use crate::settings::use_settings;
use crate::state::use_lab;
use domain::sample;
use leptos::prelude::*;

/// The fold of the form.
#[component]
pub fn Details() -> impl IntoView {
    let (lab, editor) = (use_lab(), use_editor());
    let fold = NodeRef::<leptos::html::Details>::new();
    let changed = Memo::new(move |_| lab.draft.with(|draft| draft.details_changed()));
    // A field with a complaint must not stay out of sight.
    Effect::new(move |_| {
        let sample = lab.draft.with(|draft| draft.venue().is_none());
        let complains = lab.checked.with(|checked| {
            let problems = checked.as_ref().err().into_iter().flatten();
            problems.into_iter().any(|problem| match problem.field {
                Field::Detail(_) => true,
                Field::Watched => sample,
                _ => false,
            })
        });
        if complains && let Some(fold) = fold.get() {
            fold.set_open(true);
        }
    });
    view! {
        <details class="group fold details" data-test="details" node_ref=fold>
            <summary data-test="details-summary">
                <span class="group-title">{word(|| use_words().details)}</span>
                <span class="fold-count" data-test="details-changed">
                    {move || match changed.get() {
                        0 => String::new(),
                        count => (use_words().changed)(count),
                    }}
                </span>
            </summary>
            <div class="details-head">
                <p class="field-help">{word(|| use_words().details_about)}</p>
                <button
                    class="button quiet small"
                    type="button"
                    data-test="reset-details"
                    disabled=move || changed.get() == 0
                    on:click=move |_| editor.change(|draft| draft.reset_details())
                >
                    {word(|| use_words().reset)}
                </button>
            </div>
            {detail::GROUPS.iter().map(|group| view! { <Fields group /> }).collect_view()}
            // Those of the library stand with its symbols.
            <Show when=move || lab.draft.with(|draft| draft.venue().is_none())>
                <Watched />
            </Show>
        </details>
    }
}

#[component]
fn Fields(group: &'static Group) -> impl IntoView {
    let editor = use_editor();
    let careful = (group.id == "limits").then(|| {
        view! {
            <button
                class="button quiet small"
                type="button"
                data-test="careful-limits"
                title=word(|| use_words().careful_about)
                on:click=move |_| editor.change(|draft| draft.set_careful_limits())
            >
                {word(|| use_words().careful)}
            </button>
        }
    });
    view! {
        <fieldset class="details-group" aria-label=text_in(group.title) data-test=group.id>
            <div class="group-head">
                <h3 class="details-title">{text_in(group.title)}</h3>
                {careful}
            </div>
            {group.details.iter().map(|detail| view! { <DetailField detail /> }).collect_view()}
        </fieldset>
    }
}

/// A field that is there while it means something, or while a link said something about it.
#[component]
fn DetailField(detail: &'static Detail) -> impl IntoView {
    let lab = use_lab();
    let shown = Memo::new(move |_| {
        lab.draft
            .with(|draft| detail.is_used(draft) || draft.differs(&detail.field()))
    });
    move || shown.get().then(|| input(detail))
}

fn input(detail: &'static Detail) -> AnyView {
    let lang = use_settings().lang;
    let (field, label, help) = (detail.field(), detail.label, detail.help);
    let number = move |range, empty: Option<domain::Text>| {
        let label = Signal::derive(move || label.get(lang.get()).to_owned());
        let unit = text_in(detail.unit);
        let help = text_in(help);
        let none = Signal::derive(move || empty.map_or("", |empty| empty.get(lang.get())));
        view! { <NumberField field=detail.field() label unit help range slider=false empty=none /> }
            .into_any()
    };
    match detail.kind {
        Kind::Number(range) => number(range, None),
        Kind::Maybe(range, none) => number(range, Some(none)),
        Kind::Switch => view! { <SwitchField field label help /> }.into_any(),
        Kind::Choice(options) => view! { <ChoiceField field label help options /> }.into_any(),
    }
}

/// Symbols that are loaded and never traded.
#[component]
fn Watched() -> impl IntoView {
    let lab = use_lab();
    let is_traded = move |code: &str| {
        lab.draft
            .with(|draft| draft.symbols().iter().any(|traded| traded == code))
    };
    let is_watched = move |code: &str| {
        lab.draft
            .with(|draft| draft.watched().iter().any(|watched| watched == code))
    };
    let chip = move |symbol: &'static sample::SampleSymbol| {
        let code = symbol.code;
        view! {
            <Chip
                symbol
                test="watch"
                chosen=Signal::derive(move || is_watched(code))
                // One that a link both trades and watches can be taken away here.
                disabled=Signal::derive(move || is_traded(code) && !is_watched(code))
                toggle=Draft::toggle_watched
            />
        }
    };
    view! {
        <div class="field details-group" role="group" aria-labelledby="watched-label" data-test="watched">
            <span class="label" id="watched-label">{word(|| use_words().watched)}</span>
            <div class="chips">{sample::SYMBOLS.iter().map(chip).collect_view()}</div>
            <SymbolsHelp
                field=Field::Watched
                label=Signal::derive(word(|| use_words().watched))
                help=Signal::derive(word(|| use_words().watched_help))
            />
        </div>
    }
}
