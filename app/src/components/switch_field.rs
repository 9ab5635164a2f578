//! Something of the question that is on or off.

use crate::i18n::text_in;
use crate::pages::backtest::url::use_editor;
use crate::question::Field;
use crate::state::use_lab;
use domain::Text;
use leptos::prelude::*;

/// A labelled switch; `1` is on.
#[component]
pub fn SwitchField(
    /// Which field.
    field: Field,
    /// What it is.
    label: Text,
    /// What it does.
    help: Text,
) -> impl IntoView {
    let (lab, editor) = (use_lab(), use_editor());
    let test = format!("field-{}", field.key());
    let help_id = format!("{}-help", test.replace('.', "-"));
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
                {text_in(label)}
            </label>
            <p class="field-help" id=help_id>{text_in(help)}</p>
        </div>
    }
}
