//! What the library has of a question's market, before the run: each symbol with its stretch, its gaps and a strip.

use super::url::use_editor;
use crate::components::strip::Strip;
use crate::components::why::why_text;
use crate::format;
use crate::i18n::{use_words, word};
use crate::library::client::library;
use crate::library::protocol::{Ask, Covered, Kind, SeriesKey, Trouble, Want};
use crate::question::Field;
use crate::settings::use_settings;
use crate::state::use_lab;
use domain::{Span, Ts, Venue};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// What there is of each symbol, and what can be done where it isn't what was asked for.
#[component]
pub fn CoverageList() -> impl IntoView {
    let lab = use_lab();
    let told = move || {
        lab.coverage.with(|known| {
            let told = known.as_ref().and_then(|known| known.told.clone());
            match told {
                Some(Ok(covered)) => {
                    let agrees = lab.draft.with(|draft| draft.agrees(&covered));
                    covered.into_iter().zip(agrees).collect()
                }
                _ => Vec::new(),
            }
        })
    };
    let trouble = move || {
        lab.coverage.with(
            |known| match known.as_ref().and_then(|known| known.told.as_ref()) {
                Some(Err(trouble)) => why_text(trouble),
                _ => String::new(),
            },
        )
    };
    view! {
        <div class="field coverage-list" data-test="coverage" aria-live="polite">
            <span class="label">{word(|| use_words().coverage)}</span>
            {move || {
                told()
                    .into_iter()
                    .map(|(covered, agrees)| view! { <Line covered agrees /> })
                    .collect_view()
            }}
            <p class="field-help error" hidden=move || trouble().is_empty()>{trouble}</p>
        </div>
    }
}

#[component]
fn Line(covered: Covered, agrees: bool) -> impl IntoView {
    let editor = use_editor();
    let key = covered.key;
    let state = match (&covered.trouble, agrees) {
        (Some(_), _) => "missing",
        (None, false) => "differs",
        (None, true) => "there",
    };
    let missing = covered.trouble.clone();
    let is_damaged = |trouble: &Trouble| matches!(trouble.kind, Kind::Damaged { .. });
    let damaged = missing.as_ref().is_some_and(is_damaged);
    let text = move || {
        let w = use_words();
        let zone = use_settings().zone.get();
        match (&missing, covered.span) {
            (Some(trouble), _) => why_text(trouble),
            (None, Some(Span { start, end })) => {
                let day = |at: Ts| format::date(zone.clock(at));
                let bars = format::number(covered.bars as f64, 0);
                let holes = (covered.gaps, format::number(covered.missing as f64, 0));
                format!(
                    "{} · {} – {} · {}",
                    key.symbol,
                    day(start),
                    day(end),
                    (w.coverage_of)(&bars, holes.0, &holes.1)
                )
            }
            (None, None) => key.symbol.to_string(),
        }
    };
    let said = RwSignal::new(None::<Trouble>);
    let download = move |_| {
        spawn_local(async move {
            let got = fetch(key).await;
            said.set(got.err());
        });
    };
    let served = !matches!(key.venue, Venue::File | Venue::Sample);
    view! {
        <p class="field-help" class:error=state != "there" data-test=format!("coverage-{}", key.symbol) data-state=state>
            {text.clone()}
            {(state == "differs").then(|| word(|| use_words().data_differs))}
        </p>
        {(!covered.strip.is_empty())
            .then(|| view! {
                <span class="coverage-strip" data-test=format!("strip-{}", key.symbol)>
                    <Strip cells=covered.strip.clone() said=Signal::derive(text) />
                </span>
            })}
        {damaged.then(|| view! {
            <a class="button small" href="/data?panel=check" data-test="coverage-check">
                {word(|| use_words().check_library)}
            </a>
        })}
        {(state != "there" && served && !damaged)
            .then(|| view! {
                <button class="button small" type="button" data-test="coverage-fetch" on:click=download>
                    {word(|| use_words().fetch_series)}
                </button>
            })}
        {(state == "differs")
            .then(|| view! {
                <button
                    class="button small"
                    type="button"
                    data-test="coverage-take"
                    on:click=move |_| editor.change(|draft| draft.reset(&Field::Data))
                >
                    {word(|| use_words().take_these)}
                </button>
            })}
        <p class="field-help error" hidden=move || said.with(Option::is_none)>{move || said.with(|said| said.as_ref().map(why_text))}</p>
    }
}

async fn fetch(key: SeriesKey) -> Result<(), Trouble> {
    let want = Want { key, span: None };
    library().ask(Ask::Fetch(vec![want])).await.map(|_| ())
}
