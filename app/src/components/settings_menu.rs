//! How the page is shown: theme, clock and gain colours, in a small panel under its button.

use super::icon::{Icon, icon};
use super::segments::{Choice, Segments};
use crate::i18n::{use_words, word};
use crate::settings::{Gain, Theme, Zone, use_settings};
use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Node;

/// The button and its panel.
#[component]
pub fn SettingsMenu() -> impl IntoView {
    let open = RwSignal::new(false);
    let whole = NodeRef::<leptos::html::Div>::new();
    let button = NodeRef::<leptos::html::Button>::new();
    let left = move |event: FocusEvent| {
        let to = event
            .related_target()
            .and_then(|target| target.dyn_into::<Node>().ok());
        let inside = whole
            .get_untracked()
            .is_some_and(|whole| whole.contains(to.as_ref()));
        if to.is_none() || !inside {
            open.set(false);
        }
    };
    let escape = move |event: KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            event.stop_propagation();
            open.set(false);
            if let Some(button) = button.get_untracked() {
                // A button on screen takes the focus.
                let _ = button.focus();
            }
        }
    };
    view! {
        <div class="menu" node_ref=whole on:focusout=left on:keydown=escape>
            <button
                class="icon-button"
                type="button"
                node_ref=button
                data-test="settings"
                aria-label=word(|| use_words().settings)
                title=word(|| use_words().settings)
                aria-expanded=move || open.get().to_string()
                aria-controls="settings-panel"
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {icon(Icon::Settings)}
            </button>
            // Takes the focus itself, so that a click on its ground doesn't count as leaving.
            <div id="settings-panel" class="menu-panel" tabindex="-1" hidden=move || !open.get()>
                <Choices />
            </div>
        </div>
    }
}

#[component]
fn Choices() -> impl IntoView {
    let settings = use_settings();
    let themes = || {
        let w = use_words();
        vec![
            Choice::new(Theme::System, "system", w.theme_system),
            Choice::new(Theme::Light, "light", w.theme_light),
            Choice::new(Theme::Dark, "dark", w.theme_dark),
        ]
    };
    let zones = || {
        vec![
            Choice::new(Zone::Kst, "kst", "KST"),
            Choice::new(Zone::Utc, "utc", "UTC"),
            Choice::new(Zone::Local, "local", use_words().zone_local),
        ]
    };
    let gains = || {
        let w = use_words();
        vec![
            Choice::new(Gain::Us, "us", w.gain_us),
            Choice::new(Gain::Kr, "kr", w.gain_kr),
        ]
    };
    view! {
        <Segments
            name="theme"
            label=Signal::derive(|| use_words().theme.to_owned())
            choices=Signal::derive(themes)
            value=settings.theme
            on_choose=move |theme| settings.theme.set(theme)
        />
        <Segments
            name="zone"
            label=Signal::derive(|| use_words().zone.to_owned())
            choices=Signal::derive(zones)
            value=settings.zone
            on_choose=move |zone| settings.zone.set(zone)
        />
        <Segments
            name="gain"
            label=Signal::derive(|| use_words().gain.to_owned())
            choices=Signal::derive(gains)
            value=settings.gain
            on_choose=move |gain| settings.gain.set(gain)
        />
    }
}
