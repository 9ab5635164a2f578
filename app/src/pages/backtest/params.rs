//! Which strategy, and its parameters: all of it made from the strategy's own definition.

use super::needs::NeedsHint;
use super::url::use_editor;
use crate::components::choice_field::ChoiceField;
use crate::components::number_field::NumberField;
use crate::components::switch_field::SwitchField;
use crate::i18n::{text_in, use_words, word};
use crate::question::{Field, Shape, shape_of};
use crate::settings::use_settings;
use crate::state::use_lab;
use domain::Param;
use leptos::prelude::*;

/// The strategy's part of the form.
#[component]
pub fn Params() -> impl IntoView {
    let (lab, editor) = (use_lab(), use_editor());
    let lang = use_settings().lang;
    let id = Memo::new(move |_| lab.draft.with(|draft| draft.text(&Field::Strategy)));
    let strategy = Memo::new(move |_| strategies::find(&id.get()).map(|strategy| strategy.id));
    let found = move || strategy.get().and_then(strategies::find);
    let options = move || {
        let option = |strategy: &&'static strategies::Strategy| {
            let id = strategy.id;
            view! {
                <option value=id selected=move || strategy_is(id)>
                    {strategy.name.get(lang.get())}
                </option>
            }
        };
        strategies::ALL.iter().map(option).collect_view()
    };
    let about = move || found().map_or("", |strategy| strategy.about.get(lang.get()));
    let fields = move || {
        let params = found().map_or(&[][..], |strategy| strategy.params);
        params
            .iter()
            .map(|param| view! { <ParamField param /> })
            .collect_view()
    };
    let touched = move || {
        found().is_some_and(|strategy| {
            let field = |param: &Param| Field::Param(param.id.to_owned());
            lab.draft.with(|draft| {
                strategy
                    .params
                    .iter()
                    .any(|param| draft.differs(&field(param)))
            })
        })
    };
    view! {
        <fieldset class="group">
            <label class="label" for="strategy">
                {word(|| use_words().strategy)}
            </label>
            <select
                class="select"
                id="strategy"
                data-test="strategy"
                prop:value=id
                on:change=move |event| editor.set(Field::Strategy, event_target_value(&event), true)
            >
                {options}
            </select>
            <p class="field-help">{about}</p>
            <NeedsHint />
        </fieldset>
        <fieldset class="group" aria-label=word(|| use_words().parameters)>
            <div class="group-head">
                <h2 class="group-title">{word(|| use_words().parameters)}</h2>
                <button
                    class="button quiet small"
                    type="button"
                    data-test="reset-params"
                    disabled=move || !touched()
                    on:click=move |_| editor.change(|draft| draft.reset_params())
                >
                    {word(|| use_words().reset)}
                </button>
            </div>
            {fields}
        </fieldset>
    }
}

fn strategy_is(id: &str) -> bool {
    use_lab()
        .draft
        .with(|draft| draft.text(&Field::Strategy) == id)
}

#[component]
fn ParamField(param: &'static Param) -> impl IntoView {
    let lang = use_settings().lang;
    let field = Field::Param(param.id.to_owned());
    match shape_of(param) {
        Shape::Number(range) => view! {
            <NumberField
                field
                label=Signal::derive(move || param.label.get(lang.get()).to_owned())
                unit=text_in(param.unit.text())
                help=text_in(param.help)
                range
            />
        }
        .into_any(),
        Shape::Switch(_) => {
            view! { <SwitchField field label=param.label help=param.help /> }.into_any()
        }
        Shape::Choice(options, _) => {
            view! { <ChoiceField field label=param.label help=param.help options /> }.into_any()
        }
    }
}
