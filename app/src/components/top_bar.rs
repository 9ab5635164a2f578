//! The bar at the top: name, pages, language, display settings, help.

use super::icon::{Icon, icon};
use super::settings_menu::SettingsMenu;
use crate::i18n::{use_words, word};
use crate::settings::use_settings;
use crate::state::use_lab;
use domain::Lang;
use leptos::prelude::*;
use leptos_router::components::A;

/// The bar.
#[component]
pub fn TopBar(
    /// Opens the help.
    help: RwSignal<bool>,
) -> impl IntoView {
    let lab = use_lab();
    // Coming back from another page finds the question as it was left.
    let backtest = move || match lab.draft.with(|draft| draft.to_query()) {
        query if query.is_empty() => "/".to_owned(),
        query => format!("/?{query}"),
    };
    view! {
        <header class="bar">
            <A href=backtest exact=true attr:class="brand" attr:aria-label="Backcast">
                <img src="/icon.svg" width="26" height="26" alt="" />
                <span class="brand-name">"Backcast"</span>
            </A>
            <nav class="nav" aria-label=word(|| use_words().nav)>
                <A href=backtest exact=true attr:class="nav-link" attr:data-test="nav-backtest">
                    {word(|| use_words().nav_backtest)}
                </A>
                <A href="/data" attr:class="nav-link" attr:data-test="nav-data">
                    {word(|| use_words().nav_data)}
                </A>
                <A href="/about" attr:class="nav-link" attr:data-test="nav-about">
                    {word(|| use_words().nav_about)}
                </A>
            </nav>
            <div class="bar-tools">
                <LanguageSwitch />
                <SettingsMenu />
                <button
                    class="icon-button help-button"
                    type="button"
                    data-test="help"
                    aria-label=word(|| use_words().help)
                    title=move || format!("{} (?)", use_words().help)
                    on:click=move |_| help.set(true)
                >
                    {icon(Icon::Help)}
                </button>
            </div>
        </header>
    }
}

/// Offers the other language, in that language.
#[component]
fn LanguageSwitch() -> impl IntoView {
    let lang = use_settings().lang;
    let other = move || match lang.get() {
        Lang::En => Lang::Ko,
        Lang::Ko => Lang::En,
    };
    let name = move || match other() {
        Lang::En => "English",
        Lang::Ko => "한국어",
    };
    view! {
        <button
            class="button quiet"
            type="button"
            data-test="language"
            lang=move || other().tag()
            on:click=move |_| lang.set(other())
        >
            {name}
        </button>
    }
}
