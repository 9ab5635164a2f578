//! A row of exclusive choices: radio buttons that look like one control.

use leptos::prelude::*;

/// One choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice<T> {
    /// What it stands for.
    pub value: T,
    /// Its name for tests and forms.
    pub id: &'static str,
    /// Its name for people.
    pub label: String,
}

impl<T> Choice<T> {
    /// A choice.
    pub fn new(value: T, id: &'static str, label: impl Into<String>) -> Self {
        Choice {
            value,
            id,
            label: label.into(),
        }
    }
}

/// The row.
#[component]
pub fn Segments<T>(
    /// Name of the group, unique on the page.
    name: &'static str,
    /// What is chosen.
    label: Signal<String>,
    /// What there is.
    choices: Signal<Vec<Choice<T>>>,
    /// What is chosen now.
    #[prop(into)]
    value: Signal<T>,
    /// Called with a new choice.
    on_choose: impl Fn(T) + Clone + Send + 'static,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let segment = move |choice: Choice<T>| {
        let on_choose = on_choose.clone();
        let (chosen, wanted) = (choice.value.clone(), choice.value);
        view! {
            <label class="segment">
                <input
                    type="radio"
                    name=name
                    value=choice.id
                    data-test=format!("{name}-{}", choice.id)
                    prop:checked=move || value.get() == chosen
                    on:change=move |_| on_choose(wanted.clone())
                />
                <span>{choice.label}</span>
            </label>
        }
    };
    view! {
        <fieldset class="field">
            <legend class="label">{label}</legend>
            <div class="segments">
                {move || choices.get().into_iter().map(&segment).collect_view()}
            </div>
        </fieldset>
    }
}
