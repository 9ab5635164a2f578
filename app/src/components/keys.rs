//! Single-letter shortcuts; they can be switched off, and never act while something is typed.

use crate::settings::use_settings;
use crate::state::use_lab;
use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// Listens for `r`, `.` and `?` everywhere on the page.
pub fn listen(help: RwSignal<bool>) {
    let (lab, settings) = (use_lab(), use_settings());
    let handle = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        let chord = event.ctrl_key() || event.meta_key() || event.alt_key();
        if chord || event.repeat() || !settings.shortcuts.get_untracked() || is_typing(&event) {
            return;
        }
        // The Korean layout gives other letters on the same keys; the key's place decides.
        match (event.key().as_str(), event.code().as_str()) {
            ("?", _) => help.update(|open| *open = !*open),
            (".", _) => lab.cancel(),
            (_, "KeyR") if !event.shift_key() => lab.ask_again(),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || handle.remove());
}

/// Is the key meant for a text field? A slider or a tick box takes no letters.
fn is_typing(event: &KeyboardEvent) -> bool {
    let Some(target) = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
    else {
        return false;
    };
    match target.tag_name().as_str() {
        "INPUT" => !matches!(
            target.get_attribute("type").as_deref(),
            Some("range" | "radio" | "checkbox")
        ),
        // A list jumps to the entry that begins with the letter.
        "SELECT" | "TEXTAREA" => true,
        _ => false,
    }
}
