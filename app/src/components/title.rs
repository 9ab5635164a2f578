//! Names the page in the browser's tab.

use leptos::prelude::*;

/// Sets the title while the page is shown.
#[component]
pub fn Title(
    /// What the page is called.
    #[prop(into)]
    text: Signal<&'static str>,
) -> impl IntoView {
    Effect::new(move |_| document().set_title(&format!("{} · Backcast", text.get())));
}
