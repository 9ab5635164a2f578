//! Something of the question that is one of a few.

use crate::i18n::{text_in, use_words};
use crate::pages::backtest::url::use_editor;
use crate::question::Field;
use crate::settings::use_settings;
use crate::state::use_lab;
use domain::Text;
use leptos::prelude::*;

/// A labelled list to choose from.
#[component]
pub fn ChoiceField(
    /// Which field.
    field: Field,
    /// What it is.
    label: Text,
    /// What it does.
    help: Text,
    /// What there is: names in links and names for people.
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
                {text_in(label)}
            </option>
        }
    };
    view! {
        <div class="field">
            <label class="label" for=id.clone()>
                {text_in(label)}
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
                    Some(problem) => use_words().problem(&problem, label.get(lang.get())),
                    None => help.get(lang.get()).to_owned(),
                }}
            </p>
        </div>
    }
}
