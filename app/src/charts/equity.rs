//! The equity chart: starts the library, and draws again when the answer, the language or the colours change.

use super::binding::Chart;
use super::option::{Look, option};
use super::palette::Palette;
use super::words::Formatters;
use crate::i18n::{use_words, word};
use crate::settings::use_settings;
use crate::state::{data_words, quote, use_lab};
use crate::{boot, components::download};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// Saves the chart as a picture under a name; handed out by the chart, called by a button elsewhere.
pub type Save = StoredValue<Option<Box<dyn Fn(&str)>>, LocalStorage>;

/// The chart.
#[component]
pub fn EquityChart(
    /// Logarithmic equity?
    #[prop(into)]
    log: Signal<bool>,
    /// The chart in words.
    summary: Signal<String>,
    /// Filled in with the way to save it.
    save: Save,
) -> impl IntoView {
    let (lab, settings) = (use_lab(), use_settings());
    let place = NodeRef::<leptos::html::Div>::new();
    let chart = StoredValue::new_local(None::<Chart>);
    let started = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let formatters = StoredValue::new_local(Formatters::new());
    let touch = window().match_media("(pointer: coarse)").ok().flatten();
    let touch = touch.is_some_and(|query| query.matches());

    Effect::new(move |_| {
        let Some(element) = place.get() else { return };
        spawn_local(async move {
            match Chart::start(element.into()).await {
                // The page may have been left while the library was loading; the chart is then dropped at once.
                Ok(new) => {
                    if chart.try_set_value(Some(new)).is_none() {
                        started.set(true);
                    }
                }
                Err(error) => {
                    failed.try_set(Some(boot::words_of(&error)));
                }
            }
        });
    });

    let draw = move || {
        let palette = Palette::read();
        let w = use_words();
        let range = lab
            .answer
            .with_untracked(|answer| answer.as_ref().map(|answer| answer.range));
        let look = Look {
            palette: &palette,
            equity: format!("{} ({})", w.equity, untrack(quote)),
            drawdown: w.drawdown.to_owned(),
            data: untrack(data_words),
            summary: summary.get_untracked(),
            // An account that was lost can't be drawn on a logarithmic axis.
            log: range.filter(|(low, _)| log.get_untracked() && *low > 0.0),
            touch,
        };
        let drawn = lab.answer.with_untracked(|answer| {
            let Some(answer) = answer else { return Ok(()) };
            let option = option(&look, &answer.curve)?;
            formatters.with_value(|formatters| formatters.fill(&option));
            chart.with_value(|chart| chart.as_ref().map_or(Ok(()), |chart| chart.set(&option)))
        });
        if let Err(error) = drawn {
            failed.set(Some(boot::words_of(&error)));
        }
    };
    Effect::new(move |_| {
        lab.answer.track();
        settings.lang.track();
        settings.zone.track();
        settings.dark.track();
        settings.gain.track();
        log.track();
        if started.get() {
            // By then the colours of the page have changed too, and several changes are one drawing.
            request_animation_frame(move || {
                // The page may have been left in between.
                if chart.try_with_value(|_| ()).is_some() {
                    untrack(draw);
                }
            });
        }
    });

    save.set_value(Some(Box::new(move |name: &str| {
        let surface = Palette::read().surface;
        let picture = chart.with_value(|chart| chart.as_ref()?.picture(&surface));
        let saved = picture.map(|picture| download::save_url(name, &picture));
        if let Some(Err(error)) = saved {
            failed.set(Some(boot::words_of(&error)));
        }
    })));

    let keys = move |event: KeyboardEvent| {
        let moved = chart.with_value(|chart| {
            let chart = chart.as_ref()?;
            let (start, end) = chart.zoomed()?;
            let (start, end) = moved(&event.key(), start, end)?;
            chart.zoom(start, end).ok()
        });
        if moved.is_some() {
            event.prevent_default();
        }
    };
    view! {
        <div
            class="chart"
            tabindex="0"
            role="img"
            aria-label=summary
            aria-describedby="chart-keys"
            data-test="chart"
            data-drawn=move || started.get().to_string()
            on:keydown=keys
        >
            <div class="chart-place" node_ref=place></div>
            <Show when=move || lab.answer.with(Option::is_none) && !lab.running()>
                <p class="chart-empty">{word(|| use_words().no_answer)}</p>
            </Show>
        </div>
        <p class="visually-hidden" id="chart-keys">{word(|| use_words().chart_keys)}</p>
        {move || failed.get().map(|reason| view! {
            <p class="notice error" role="alert">{use_words().chart_failed} " " <code>{reason}</code></p>
        })}
    }
}

/// Where a key takes the part of the time axis on show; `None` for a key that means nothing here.
fn moved(key: &str, start: f64, end: f64) -> Option<(f64, f64)> {
    let width = end - start;
    let shift = |by: f64| {
        let start = (start + by).clamp(0.0, 100.0 - width);
        (start, start + width)
    };
    let scale = |by: f64| {
        let (middle, half) = ((start + end) / 2.0, (width * by / 2.0).clamp(0.5, 50.0));
        ((middle - half).max(0.0), (middle + half).min(100.0))
    };
    match key {
        "ArrowLeft" => Some(shift(-width / 10.0)),
        "ArrowRight" => Some(shift(width / 10.0)),
        "+" | "=" => Some(scale(0.7)),
        "-" | "_" => Some(scale(1.0 / 0.7)),
        "Home" | "Escape" => Some((0.0, 100.0)),
        "End" => Some((100.0 - width, 100.0)),
        _ => None,
    }
}
