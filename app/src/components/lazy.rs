//! The place of a part that loads on demand: empty for a blink, then the part, or why it is not there.

use crate::boot;
use crate::i18n::{use_words, word};
use crate::parts::{Part, View};
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;

/// A part that comes faster than this is not announced.
const BLINK: Duration = Duration::from_millis(200);

#[derive(Clone, Copy)]
enum State {
    Arriving,
    Slow,
    Here(View),
    Failed,
}

/// The place.
#[component]
pub fn Lazy(
    /// What stands here once it is loaded.
    part: Part,
) -> impl IntoView {
    let state = RwSignal::new(State::Arriving);
    let load = move || {
        state.set(State::Arriving);
        set_timeout(
            move || {
                // The reader may be on another page by now.
                let _ = state.try_maybe_update(|state| {
                    let slow = matches!(state, State::Arriving);
                    if slow {
                        *state = State::Slow;
                    }
                    (slow, ())
                });
            },
            BLINK,
        );
        spawn_local(async move {
            let arrived = part().await;
            let _ = state.try_set(arrived.map_or(State::Failed, State::Here));
        });
    };
    load();
    move || match state.get() {
        State::Arriving => ().into_any(),
        State::Slow => view! {
            <p class="empty small" role="status">
                {word(|| use_words().part_arriving)}
            </p>
        }
        .into_any(),
        State::Here(view) => view(),
        State::Failed => view! { <Missing again=load /> }.into_any(),
    }
}

/// Says that a part can't be had, and offers both ways out.
#[component]
fn Missing(again: impl Fn() + 'static) -> impl IntoView {
    view! {
        <div class="empty" role="alert" data-test="part-missing">
            <p>{word(|| use_words().part_missing)}</p>
            <p class="actions">
                <button class="button primary" type="button" on:click=|_| boot::apply_update()>
                    {word(|| use_words().reload)}
                </button>
                <button class="button" type="button" data-test="part-again" on:click=move |_| again()>
                    {word(|| use_words().try_again)}
                </button>
            </p>
        </div>
    }
}
