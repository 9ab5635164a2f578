//! The help dialog: what the keys do, and the switch that turns them off.

use super::icon::{Icon, icon};
use crate::i18n::{use_words, word};
use crate::settings::use_settings;
use leptos::prelude::*;

/// A modal dialog; the browser keeps the focus inside and gives it back.
#[component]
pub fn HelpDialog(
    /// Is it open?
    open: RwSignal<bool>,
) -> impl IntoView {
    let dialog = NodeRef::<leptos::html::Dialog>::new();
    let shortcuts = use_settings().shortcuts;
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if open.get() && !dialog.open() {
            // Fails only when it is open already.
            let _ = dialog.show_modal();
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    view! {
        <dialog
            class="dialog"
            node_ref=dialog
            aria-labelledby="help-title"
            data-test="help-dialog"
            on:close=move |_| open.set(false)
        >
            <div class="dialog-head">
                <h2 id="help-title">{word(|| use_words().help)}</h2>
                <button
                    class="icon-button"
                    type="button"
                    aria-label=word(|| use_words().close)
                    on:click=move |_| open.set(false)
                >
                    {icon(Icon::Close)}
                </button>
            </div>
            <dl class="keys">{keys}</dl>
            <label class="check">
                <input
                    class="switch"
                    type="checkbox"
                    prop:checked=shortcuts
                    on:change=move |event| shortcuts.set(event_target_checked(&event))
                />
                {word(|| use_words().shortcuts_on)}
            </label>
        </dialog>
    }
}

fn keys() -> impl IntoView {
    let w = use_words();
    let rows = [
        ("r", w.key_run),
        (".", w.key_cancel),
        ("?", w.key_help),
        ("← →", w.key_pan),
        ("+ −", w.key_zoom),
        ("Home", w.key_reset),
    ];
    let row = |(key, what)| {
        view! {
            <dt>
                <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
        }
    };
    rows.map(row).into_iter().collect_view()
}
