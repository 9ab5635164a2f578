//! The line at the bottom: which version this is.

use crate::boot;
use crate::i18n::{use_words, word};
use leptos::prelude::*;

/// Version and build id.
#[component]
pub fn Footer() -> impl IntoView {
    let boot::Info { build, version, .. } = boot::info();
    view! {
        <footer class="footer">
            <span>{word(|| use_words().tagline)}</span>
            <span class="mono" data-test="build" data-build=build.clone()>
                {format!("v{version} · {build}")}
            </span>
        </footer>
    }
}
