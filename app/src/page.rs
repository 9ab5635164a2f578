//! The shell: what stays while pages come and go, and the table of routes.

use crate::components::{
    crash, footer::Footer, help::HelpDialog, keys, lazy::Lazy, notices::Notices, top_bar::TopBar,
};
use crate::honesty::use_check;
use crate::i18n::{use_words, word};
use crate::pages::{backtest::Backtest, not_found::NotFound};
use crate::parts;
use crate::settings::use_settings;
use crate::state::use_lab;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::hooks::use_location;
use leptos_router::path;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Puts the page in the place of the loading screen.
pub fn mount() {
    crash::report_panics();
    #[cfg(feature = "planted-faults")]
    crate::library::hook::expose();
    mount_to_body(App);
    if let Some(boot) = document().get_element_by_id("boot") {
        boot.remove();
    }
}

#[component]
fn App() -> impl IntoView {
    // Set up here, so that they belong to the shell and outlive every page.
    let _ = (use_settings(), use_lab(), use_check());
    let help = RwSignal::new(false);
    keys::listen(help);
    view! {
        <Router>
            <a class="skip" href="#main" on:click=skip>{word(|| use_words().skip)}</a>
            <TopBar help />
            <Notices />
            <Main />
            <Footer />
            <HelpDialog open=help />
        </Router>
    }
}

/// The router would take the link for a change of address and leave the focus where it was.
fn skip(event: MouseEvent) {
    event.prevent_default();
    let main = document().get_element_by_id("main");
    if let Some(main) = main.and_then(|main| main.dyn_into::<HtmlElement>().ok()) {
        // An element that can't be focused stays as it is.
        let _ = main.focus();
    }
}

#[component]
fn Main() -> impl IntoView {
    let main = NodeRef::<leptos::html::Main>::new();
    let path = use_location().pathname;
    // A reader of the screen is taken to the new page; on the first one the focus is left alone.
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now)
            && let Some(main) = main.get_untracked()
        {
            // An element that can't be focused stays as it is.
            let _ = main.focus();
        }
        now
    });
    view! {
        <main id="main" class="main" tabindex="-1" node_ref=main>
            <ErrorBoundary fallback=|errors| view! { <PageFailed errors /> }>
                <Routes fallback=NotFound>
                    <Route path=path!("/") view=Backtest />
                    <Route path=path!("/data") view=|| view! { <Lazy part=parts::data /> } />
                    <Route path=path!("/about") view=|| view! { <Lazy part=parts::about /> } />
                </Routes>
            </ErrorBoundary>
        </main>
    }
}

/// A page that can't be shown says so; the shell around it goes on.
#[component]
fn PageFailed(errors: ArcRwSignal<Errors>) -> impl IntoView {
    let list = move || {
        let texts = errors.get().into_iter().map(|(_, error)| error.to_string());
        texts.map(|text| view! { <li>{text}</li> }).collect_view()
    };
    view! {
        <div class="empty" role="alert">
            <h1>{word(|| use_words().page_failed)}</h1>
            <ul>{list}</ul>
            <button class="button primary" type="button" on:click=|_| crate::boot::reload()>
                {word(|| use_words().reload)}
            </button>
        </div>
    }
}
