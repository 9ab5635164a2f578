//! What is wider than its panel scrolls inside it, and says so.

use crate::i18n::{use_words, word};
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::ResizeObserver;

/// A frame for a table that may be wider than the screen.
#[component]
pub fn Sideways(
    /// What is in it, for screen readers.
    label: Signal<String>,
    /// The table.
    children: Children,
) -> impl IntoView {
    let scroller = NodeRef::<Div>::new();
    view! {
        <ScrollHint scroller />
        <div class="scroll-x" tabindex="0" role="group" aria-label=label node_ref=scroller>
            {children()}
        </div>
    }
}

/// The word that there is more, for as long as a frame is narrower than what it holds.
#[component]
pub fn ScrollHint(
    /// The frame.
    scroller: NodeRef<Div>,
) -> impl IntoView {
    let wider = RwSignal::new(false);
    Effect::new(move |_| {
        let Some(frame) = scroller.get() else { return };
        let look = {
            let frame = frame.clone();
            Closure::<dyn Fn()>::new(move || {
                let _ = wider.try_set(frame.scroll_width() > frame.client_width() + 1);
            })
        };
        // A browser without the observer shows no hint and scrolls as well.
        let Ok(watch) = ResizeObserver::new(look.as_ref().unchecked_ref()) else {
            return;
        };
        watch.observe(&frame);
        if let Some(content) = frame.first_element_child() {
            watch.observe(&content);
        }
        let kept = StoredValue::new_local((watch, look));
        on_cleanup(move || {
            kept.try_with_value(|(watch, _)| watch.disconnect());
        });
    });
    view! {
        <p class="scroll-hint" aria-hidden="true" hidden=move || !wider.get()>
            {word(|| use_words().scroll_hint)}
            <span class="scroll-arrow">"→"</span>
        </p>
    }
}
