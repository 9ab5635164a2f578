//! The bar lengths to choose from: those an exchange has, those made of its shorter ones, and those it can't be asked for.

use super::address::Address;
use super::words::{filled, words};
use crate::i18n::word;
use crate::library::client::library;
use crate::library::protocol::{Answer, Ask, Offered};
use crate::settings::use_settings;
use domain::{Timeframe, Venue};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// The choice.
#[component]
pub fn Intervals(venue: Memo<Venue>, address: Address) -> impl IntoView {
    let offers = RwSignal::new(None::<(Venue, Vec<Offered>)>);
    Effect::new(move |_| {
        let venue = venue.get();
        spawn_local(async move {
            // Without an answer nothing is ruled out; the estimate will tell.
            if let Ok(heard) = library().ask(Ask::Offers(venue)).await
                && let Answer::Offers(told) = heard.answer
            {
                let _ = offers.try_set(Some((venue, told)));
            }
        });
    });
    // `None`: not known yet.
    let offer = move |interval: Timeframe| -> Option<Option<Offered>> {
        offers.with(|offers| {
            let (_, offers) = offers.as_ref().filter(|(of, _)| *of == venue.get())?;
            Some(offers.iter().find(|one| one.timeframe == interval).copied())
        })
    };
    let chosen = move |interval: Timeframe| {
        let chosen = address.intervals.list();
        chosen.iter().any(|one| one == interval.as_str())
    };
    let chip = move |interval: Timeframe| {
        let made_of = move || offer(interval).flatten().and_then(|offer| offer.made_of);
        let refused = move || offer(interval) == Some(None);
        view! {
            <button
                class="chip"
                type="button"
                data-test=format!("interval-{interval}")
                aria-pressed=move || chosen(interval).to_string()
                // What a link chose can be taken back.
                disabled=move || refused() && !chosen(interval)
                title=move || note(interval, venue.get(), refused(), made_of())
                on:click=move |_| address.intervals.toggle(interval.as_str())
            >
                {interval.as_str()}
                {move || made_of().map(|shorter| view! {
                    <small class="muted">" " {filled(words().made_of, &[shorter.as_str()])}</small>
                })}
            </button>
        }
    };
    let notes = Memo::new(move |_| {
        let all = Timeframe::ALL.into_iter();
        let notes = all.filter_map(|interval| {
            let offer = offer(interval)?;
            let made_of = offer.and_then(|offer| offer.made_of);
            let told = offer.is_none() || made_of.is_some() && chosen(interval);
            told.then(|| note(interval, venue.get(), offer.is_none(), made_of))?
        });
        notes.collect::<Vec<_>>().join(" ")
    });
    view! {
        <fieldset class="field">
            <legend class="label">{word(|| words().intervals)}</legend>
            <div class="chips">{Timeframe::ALL.map(chip).into_iter().collect_view()}</div>
            <p
                class="field-help"
                data-test="interval-notes"
                aria-live="polite"
                hidden=move || notes.with(String::is_empty)
            >
                {notes}
            </p>
        </fieldset>
    }
}

fn note(
    interval: Timeframe,
    venue: Venue,
    refused: bool,
    made_of: Option<Timeframe>,
) -> Option<String> {
    let (w, lang) = (words(), use_settings().lang.get());
    let name = venue.name().get(lang);
    match made_of {
        _ if refused => Some(filled(w.not_offered, &[name, interval.as_str()])),
        Some(shorter) => {
            let places = [name, interval.as_str(), shorter.as_str()];
            Some(filled(w.made_of_about, &places))
        }
        None => None,
    }
}
