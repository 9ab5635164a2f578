//! The data page: what the library has, how it is kept, and how more gets in and out.

mod actions;
mod address;
mod candles;
mod chart;
mod chart_option;
mod chart_words;
mod check;
mod detail;
mod downloads;
mod get;
mod header;
mod import;
mod import_desk;
mod import_form;
mod import_hours;
mod inside;
mod intervals;
mod keys;
mod list;
mod markets;
mod picked;
mod repairs;
mod rows;
mod shelf;
mod strip;
mod text;
mod words;

use crate::components::title::Title;
use crate::i18n::word;
use crate::library::protocol::Keeping;
use address::Address;
use leptos::prelude::*;
use shelf::{Shelf, use_shelf};
use words::words;

/// Where the page is.
const PATH: &str = "/data";

/// The page.
#[component]
pub fn Data() -> impl IntoView {
    let (shelf, address) = (use_shelf(), address::provide());
    shelf.refresh();
    let state = move || {
        let known = shelf.series.with(Option::is_some);
        shelf.storage.with(|storage| match storage.keeping {
            Keeping::Opening => "opening",
            Keeping::Locked => "locked",
            Keeping::Broken(_) => "broken",
            Keeping::Disk | Keeping::Memory(_) if !known => "opening",
            Keeping::Disk => "disk",
            Keeping::Memory(_) => "memory",
        })
    };
    let panel = Memo::new(move |_| address.panel.get());
    view! {
        <Title text=Signal::derive(word(|| words().data)) />
        <div class="data" data-test="data" data-state=state>
            <header::Header />
            {move || match panel.get().as_str() {
                "get" => view! { <get::GetData /> }.into_any(),
                "import" => view! { <import::Import /> }.into_any(),
                "check" => view! { <check::Check /> }.into_any(),
                _ => ().into_any(),
            }}
            <downloads::Downloads />
            <Body shelf address />
        </div>
    }
}

/// The list, or why there is none.
#[component]
fn Body(shelf: Shelf, address: Address) -> impl IntoView {
    #[derive(PartialEq, Clone, Copy)]
    enum Show {
        Nothing,
        Opening,
        Empty,
        List,
    }
    let loading = Memo::new(move |_| shelf.downloads.with(|all| !all.is_empty()));
    let show = Memo::new(move |_| {
        let readable = shelf.storage.with(|storage| {
            matches!(
                storage.keeping,
                Keeping::Disk | Keeping::Memory(_) | Keeping::Opening
            )
        });
        let kept = shelf
            .storage
            .with(|storage| !matches!(storage.keeping, Keeping::Memory(_)));
        // A library that can't be read is never shown as an empty one.
        match shelf.series.with(|series| series.as_ref().map(Vec::len)) {
            _ if !readable => Show::Nothing,
            None => Show::Opening,
            // Where nothing is kept the head says so, and "nothing yet" would say something else.
            Some(0) if !kept => Show::Nothing,
            // The downloads above say more than that nothing has come yet.
            Some(0) if loading.get() => Show::Nothing,
            Some(0) => Show::Empty,
            Some(_) => Show::List,
        }
    });
    let busy = move || !address.panel.get().is_empty();
    move || match show.get() {
        Show::Nothing => ().into_any(),
        Show::Opening => {
            view! { <p class="data-note" role="status">{word(|| words().opening)}</p> }.into_any()
        }
        Show::Empty => view! {
            <div class="empty" data-test="data-empty">
                <h2>{word(|| words().empty)}</h2>
                <p>{word(|| words().empty_why)}</p>
                <button
                    class="button primary"
                    type="button"
                    hidden=busy
                    data-test="empty-get"
                    on:click=move |_| address.panel.set("get")
                >
                    {word(|| words().get_data)}
                </button>
            </div>
        }
        .into_any(),
        Show::List => view! {
            <list::List />
            <detail::Detail />
        }
        .into_any(),
    }
}
