//! One number of the question: a box to type into, a slider to drag, the range, and what is wrong with it.

use crate::format;
use crate::i18n::use_words;
use crate::pages::backtest::url::use_editor;
use crate::question::{Field, Range};
use crate::state::use_lab;
use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::prelude::*;
use web_sys::HtmlInputElement;

/// A labelled number.
#[component]
pub fn NumberField(
    /// Which field.
    field: Field,
    /// What it is.
    label: Signal<String>,
    /// What it counts.
    unit: Signal<&'static str>,
    /// What it does; the range is shown beside it.
    #[prop(optional, into)]
    help: Option<Signal<&'static str>>,
    /// What it accepts.
    range: Range,
    /// A slider too? A range over many powers of ten has no use for one.
    #[prop(default = true)]
    slider: bool,
    /// What nothing at all stands for, where nothing is allowed.
    #[prop(optional, into)]
    empty: Option<Signal<&'static str>>,
) -> impl IntoView {
    let (lab, editor) = (use_lab(), use_editor());
    let id = format!("field-{}", field.key().replace('.', "-"));
    let help_id = format!("{id}-help");
    let test = format!("field-{}", field.key());
    let field = StoredValue::new(field);
    let text =
        Memo::new(move |_| field.with_value(|field| lab.draft.with(|draft| draft.text(field))));
    let problem = Memo::new(move |_| field.with_value(|field| editor.problem(field)));
    let set = move |text: String, settled| editor.set(field.get_value(), text, settled);

    // Arrow keys step the box like the slider beside it.
    let step = move |event: KeyboardEvent| {
        let direction = match event.key().as_str() {
            "ArrowUp" => 1.0,
            "ArrowDown" => -1.0,
            _ => return,
        };
        let Some(value) = crate::question::number(&text.get_untracked()) else {
            return;
        };
        event.prevent_default();
        set(range.stepped(value, direction), false);
    };
    let place =
        move || crate::question::number(&text.get()).map_or(0.0, |value| range.place(value));
    // Grouped to be read, plain to be typed over.
    let typing = RwSignal::new(false);
    let shown = move || {
        text.with(|text| {
            if typing.get() {
                text.clone()
            } else {
                grouped(text)
            }
        })
    };
    let enter = move |event: FocusEvent| {
        let plain = text.get_untracked();
        typing.set(true);
        if grouped(&plain) != plain {
            let input: HtmlInputElement = event_target(&event);
            input.set_value(&plain);
            // What Tab has selected stays selected, whatever it is spelt like.
            input.select();
        }
    };
    let bounds = format!(
        "{} – {}",
        format::bound(range.min),
        format::bound(range.max)
    );

    view! {
        <div class="field">
            <div class="field-head">
                <label class="label" for=id.clone()>
                    {label}
                </label>
                <span class="field-value">
                    <input
                        class="input"
                        id=id
                        type="text"
                        inputmode="decimal"
                        autocomplete="off"
                        data-test=test.clone()
                        placeholder=empty
                        prop:value=shown
                        aria-invalid=move || problem.with(Option::is_some).to_string()
                        aria-describedby=help_id.clone()
                        on:input=move |event| set(event_target_value(&event), false)
                        on:change=move |event| set(event_target_value(&event), true)
                        on:keydown=step
                        on:focus=enter
                        on:blur=move |_| typing.set(false)
                    />
                    <span class="unit">{unit}</span>
                </span>
            </div>
            <Show when=move || slider>
                <input
                    class="slider"
                    type="range"
                    min=range.min
                    max=range.max
                    step=range.step
                    aria-label=label
                    data-test=format!("{test}-slider")
                    style=("--fill", move || format!("{:.2}%", place()))
                    prop:value=text
                    on:input=move |event| set(event_target_value(&event), false)
                    on:change=move |event| set(event_target_value(&event), true)
                />
            </Show>
            <p class="field-help" id=help_id class:error=move || problem.with(Option::is_some)>
                {move || match problem.get() {
                    Some(problem) => use_words().problem(&problem, &label.get()).into_any(),
                    None => {
                        view! {
                            {help}
                            " "
                            <span class="nowrap">{bounds.clone()}</span>
                        }
                        .into_any()
                    }
                }}
            </p>
        </div>
    }
}

/// A plain number with its thousands grouped; anything else as it was typed.
fn grouped(text: &str) -> String {
    let value = crate::question::number(text).filter(|value| format::plain(*value) == text);
    let spelt = value.map(format::bound);
    // What rounding would change must be seen as it is.
    let same = |spelt: &String| crate::question::number(spelt) == value;
    spelt.filter(same).unwrap_or_else(|| text.to_owned())
}
