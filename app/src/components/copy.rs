//! A button that copies a text and says that it did.

use super::icon::{Icon, icon};
use crate::i18n::use_words;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// The button.
#[component]
pub fn CopyButton(
    /// What it copies.
    text: Signal<String>,
    /// What it says; without it the button is an icon.
    #[prop(optional, into)]
    label: Option<Signal<&'static str>>,
    /// What it says it does.
    about: Signal<&'static str>,
) -> impl IntoView {
    let copied = RwSignal::new(false);
    let copy = move |_| {
        let promise = window()
            .navigator()
            .clipboard()
            .write_text(&text.get_untracked());
        spawn_local(async move {
            // A browser may refuse; then the tick doesn't appear.
            if JsFuture::from(promise).await.is_ok() {
                copied.set(true);
                set_timeout(move || copied.set(false), Duration::from_secs(2));
            }
        });
    };
    let face = move || icon(if copied.get() { Icon::Done } else { Icon::Copy });
    view! {
        <button
            class=if label.is_some() { "button" } else { "icon-button" }
            type="button"
            title=about
            aria-label=about
            on:click=copy
        >
            {face}
            {label}
        </button>
        <span class="visually-hidden" role="status">
            {move || if copied.get() { use_words().copied } else { "" }}
        </span>
    }
}
