//! The page for an address nobody knows.

use crate::components::title::Title;
use crate::i18n::{use_words, word};
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_location;

/// Names the address and offers one way on.
#[component]
pub fn NotFound() -> impl IntoView {
    let path = use_location().pathname;
    view! {
        <Title text=Signal::derive(word(|| use_words().not_found)) />
        <div class="empty" data-test="not-found">
            <h1>{word(|| use_words().not_found)}</h1>
            <p class="mono">{path}</p>
            <p>{word(|| use_words().not_found_why)}</p>
            <A href="/" attr:class="button primary">
                {word(|| use_words().to_backtest)}
            </A>
        </div>
    }
}
