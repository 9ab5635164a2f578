//! News about the program itself: a new version, or workers that don't fit this page.

use crate::boot;
use crate::i18n::{use_words, word};
use crate::pool::queue::Unusable;
use crate::state::use_lab;
use leptos::ev::Custom;
use leptos::prelude::*;
use web_sys::Event;

/// Notices between the bar and the page.
#[component]
pub fn Notices() -> impl IntoView {
    let lab = use_lab();
    let update = RwSignal::new(boot::update_ready());
    let heard = window_event_listener(Custom::<Event>::new("backcast-update"), move |_| {
        update.set(boot::update_ready());
    });
    on_cleanup(move || heard.remove());
    // Never in the middle of a run.
    let offered = move || update.get() && lab.unusable.with(Option::is_none) && !lab.running();
    view! {
        <div class="notices" aria-live="polite">
            <Show when=offered>
                <div class="notice" data-test="update">
                    <p>{word(|| use_words().update_ready)}</p>
                    <button
                        class="button primary"
                        type="button"
                        data-test="update-apply"
                        on:click=|_| boot::apply_update()
                    >
                        {word(|| use_words().reload)}
                    </button>
                </div>
            </Show>
            {move || lab.unusable.get().map(|why| view! { <Outdated why /> })}
        </div>
    }
}

#[component]
fn Outdated(why: Unusable) -> impl IntoView {
    let detail = match why {
        Unusable::OtherBuild => None,
        Unusable::NotLoaded(message) => Some(message),
    };
    let text = {
        let loaded = detail.is_none();
        move || {
            if loaded {
                use_words().update_needed
            } else {
                use_words().worker_not_loaded
            }
        }
    };
    view! {
        <div class="notice error" role="alert" data-test="outdated">
            <p>{text} " " {detail.map(|detail| view! { <code>{detail}</code> })}</p>
            <button class="button" type="button" on:click=|_| boot::apply_update()>
                {word(|| use_words().reload)}
            </button>
        </div>
    }
}
