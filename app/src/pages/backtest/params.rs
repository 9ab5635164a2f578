//! Which strategy, and its parameters: all of it made from the strategy's own definition.

use super::url::use_editor;
use crate::components::number_field::NumberField;
use crate::i18n::use_words;
use crate::question::{Field, Shape, shape_of};
use crate::settings::use_settings;
use crate::state::use_lab;
use domain::{Param, Text};
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
                {move || use_words().strategy}
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
        </fieldset>
        <fieldset class="group" aria-label=move || use_words().parameters>
            <div class="group-head">
                <h2 class="group-title">{move || use_words().parameters}</h2>
                <button
                    class="button quiet small"
                    type="button"
                    data-test="reset-params"
                    disabled=move || !touched()
                    on:click=move |_| editor.change(|draft| draft.reset_params())
                >
                    {move || use_words().reset}
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
                unit=Signal::derive(move || param.unit.text().get(lang.get()))
                help=Signal::derive(move || param.help.get(lang.get()))
                range
            />
        }
        .into_any(),
        Shape::Switch(_) => view! { <SwitchField field param /> }.into_any(),
        Shape::Choice(options, _) => view! { <ChoiceField field param options /> }.into_any(),
    }
}

#[component]
fn SwitchField(field: Field, param: &'static Param) -> impl IntoView {
    let (lab, editor) = (use_lab(), use_editor());
    let lang = use_settings().lang;
    let test = format!("field-{}", field.key());
    let help_id = format!("field-{}-help", param.id);
    let field = StoredValue::new(field);
    let on = move || field.with_value(|field| lab.draft.with(|draft| draft.text(field) == "1"));
    let flip = move |event| {
        let text = if event_target_checked(&event) {
            "1"
        } else {
            "0"
        };
        editor.set(field.get_value(), text, true);
    };
    view! {
        <div class="field">
            <label class="check">
                <input
                    class="switch"
                    type="checkbox"
                    data-test=test
                    aria-describedby=help_id.clone()
                    prop:checked=on
                    on:change=flip
                />
                {move || param.label.get(lang.get())}
            </label>
            <p class="field-help" id=help_id>{move || param.help.get(lang.get())}</p>
        </div>
    }
}

#[component]
fn ChoiceField(
    field: Field,
    param: &'static Param,
    options: &'static [(&'static str, Text)],
) -> impl IntoView {
    let (lab, editor) = (use_lab(), use_editor());
    let lang = use_settings().lang;
    let id = format!("field-{}", field.key().replace('.', "-"));
    let help_id = format!("{id}-help");
    let test = format!("field-{}", field.key());
    let field = StoredValue::new(field);
    let text =
        Memo::new(move |_| field.with_value(|field| lab.draft.with(|draft| draft.text(field))));
    let problem = Memo::new(move |_| field.with_value(|field| editor.problem(field)));
    let wrong = move || problem.with(Option::is_some);
    let option = move |(name, label): &(&'static str, Text)| {
        let (name, label) = (*name, *label);
        view! {
            <option value=name selected=move || text.with(|text| text == name)>
                {move || label.get(lang.get())}
            </option>
        }
    };
    view! {
        <div class="field">
            <label class="label" for=id.clone()>
                {move || param.label.get(lang.get())}
            </label>
            <select
                class="select"
                id=id
                data-test=test
                aria-describedby=help_id.clone()
                aria-invalid=move || wrong().to_string()
                prop:value=text
                on:change=move |event| editor.set(field.get_value(), event_target_value(&event), true)
            >
                {options.iter().map(option).collect_view()}
            </select>
            <p class="field-help" id=help_id class:error=wrong>
                {move || match problem.get() {
                    Some(problem) => use_words().problem(&problem, param.label.get(lang.get())),
                    None => param.help.get(lang.get()).to_owned(),
                }}
            </p>
        </div>
    }
}
