//! The candlestick chart: as many candles as there is room for, asked of the library for the stretch on show.

use super::address::use_address;
use super::candles::{Candles, Move, moved, read, table, written};
use super::chart_option::{Look, option};
use super::chart_words::{Formatters, Shown, ends, labels, level, summary};
use super::shelf::use_shelf;
use super::strip::LeftOut;
use super::words::words;
use crate::boot;
use crate::charts::binding::Chart;
use crate::charts::palette::Palette;
use crate::components::download;
use crate::components::icon::{Icon, icon};
use crate::i18n::word;
use crate::library::client::library;
use crate::library::protocol::{Ask, SeriesKey};
use crate::settings::use_settings;
use leptos::ev::{KeyboardEvent, PointerEvent, WheelEvent};
use leptos::html::Div;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;

/// Pixels a candle takes at least.
const PER_CANDLE: i32 = 5;
/// A browser takes only so many changes of the address.
const SETTLE: Duration = Duration::from_millis(400);

/// The chart of a series.
#[component]
pub fn CandleChart(
    /// Which series.
    key: SeriesKey,
    /// Changes when its content does.
    #[prop(into)]
    content: Signal<String>,
) -> impl IntoView {
    let (shelf, address, settings) = (use_shelf(), use_address(), use_settings());
    let place = NodeRef::<Div>::new();
    let chart = StoredValue::new_local(None::<Chart>);
    let started = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let shown: Shown = RwSignal::new_local(None);
    let window = RwSignal::new(read(&address.range.get()));
    let turn = StoredValue::new(0_u32);
    let written_last = StoredValue::new(String::new());

    // The reader moves through the history.
    Effect::new(move |_| {
        let text = address.range.get();
        if written_last.with_value(|last| *last != text) {
            written_last.set_value(text.clone());
            window.set(read(&text));
        }
    });
    let settle = StoredValue::new(None::<TimeoutHandle>);
    let go = move |wish: Move| {
        let Some(whole) = shown.with_untracked(|shown| shown.as_ref().map(|shown| shown.head.span))
        else {
            return;
        };
        window.update(|window| *window = moved(*window, whole, key.timeframe.millis(), wish));
        if let Some(timer) = settle.try_update_value(Option::take).flatten() {
            timer.clear();
        }
        let write = move || {
            let Some(window) = window.try_get_untracked() else {
                return;
            };
            let text = written(window);
            written_last.set_value(text.clone());
            address.range.set(text);
        };
        settle.set_value(set_timeout_with_handle(write, SETTLE).ok());
    };
    on_cleanup(move || {
        if let Some(timer) = settle.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    });

    // One question at a time, and the newest wish after it.
    let asking = StoredValue::new(false);
    let ask = move || {
        turn.update_value(|turn| *turn += 1);
        if asking.get_value() {
            return;
        }
        asking.set_value(true);
        spawn_local(async move {
            loop {
                let (Some(own), Some(span)) = (turn.try_get_value(), window.try_get_untracked())
                else {
                    return;
                };
                let room = place
                    .try_get_untracked()
                    .flatten()
                    .map_or(800, |place| place.client_width());
                let most = (room / PER_CANDLE).clamp(40, 1200) as u32;
                let heard = library().ask(Ask::Candles { key, span, most }).await;
                match heard {
                    Ok(heard) => drop(shown.try_set(Candles::of(&heard))),
                    Err(trouble) => shelf.trouble.set(Some(trouble)),
                }
                if turn.try_get_value() == Some(own) {
                    break;
                }
            }
            asking.try_update_value(|asking| *asking = false);
        });
    };
    Effect::new(move |_| {
        window.track();
        // Read, since what is computed when it is read hears of nothing before.
        content.with(|_| ());
        ask();
    });

    Effect::new(move |_| {
        let Some(element) = place.get() else { return };
        spawn_local(async move {
            match Chart::start(element.into()).await {
                Ok(new) => {
                    if chart.try_set_value(Some(new)).is_none() {
                        started.set(true);
                    }
                }
                Err(error) => drop(failed.try_set(Some(boot::words_of(&error)))),
            }
        });
    });

    let formatters = StoredValue::new_local(Formatters::new(shown));
    let summary = Signal::derive(move || {
        // Asked again with the language, the clock and the candles.
        shown.with(|shown| summary(key, shown.as_ref()))
    });
    let draw = move || {
        let palette = Palette::read();
        let w = words();
        let drawn = shown.with_untracked(|shown| {
            let Some(shown) = shown else { return Ok(()) };
            let look = Look {
                palette: &palette,
                summary: summary.get_untracked(),
                price: w.close_price,
                volume: w.volume,
                labels: labels(shown, key.timeframe),
            };
            let option = option(&look, shown)?;
            formatters.with_value(|formatters| formatters.fill(&option));
            chart.with_value(|chart| chart.as_ref().map_or(Ok(()), |chart| chart.set(&option)))
        });
        if let Err(error) = drawn {
            failed.set(Some(boot::words_of(&error)));
        }
    };
    Effect::new(move |_| {
        shown.track();
        settings.lang.track();
        settings.zone.track();
        settings.dark.track();
        settings.gain.track();
        if started.get() {
            request_animation_frame(move || {
                // The page may have been left in between.
                if chart.try_with_value(|_| ()).is_some() {
                    untrack(draw);
                }
            });
        }
    });

    let keys = move |event: KeyboardEvent| {
        let wish = match event.key().as_str() {
            "ArrowLeft" => Move::By(-0.1),
            "ArrowRight" => Move::By(0.1),
            "PageUp" => Move::By(-0.9),
            "PageDown" => Move::By(0.9),
            "+" | "=" => Move::Zoom(0.7, 0.5),
            "-" | "_" => Move::Zoom(1.0 / 0.7, 0.5),
            "Home" | "Escape" => Move::All,
            "End" => Move::By(1e6),
            _ => return,
        };
        event.prevent_default();
        go(wish);
    };
    // The wheel alone scrolls the page.
    let wheel = move |event: WheelEvent| {
        if !event.ctrl_key() && !event.meta_key() {
            return;
        }
        event.prevent_default();
        let wide = place
            .get_untracked()
            .map_or(800, |place| place.client_width());
        let at = f64::from(event.offset_x()) / f64::from(wide.max(1));
        let factor = if event.delta_y() > 0.0 { 1.25 } else { 0.8 };
        go(Move::Zoom(factor, at.clamp(0.0, 1.0)));
    };
    let held = StoredValue::new(None::<i32>);
    let press = move |event: PointerEvent| {
        if event.pointer_type() == "mouse" && event.button() == 0 {
            held.set_value(Some(event.client_x()));
        }
    };
    let drag = move |event: PointerEvent| {
        let Some(from) = held.get_value() else { return };
        let by = event.client_x() - from;
        let wide = place
            .get_untracked()
            .map_or(800, |place| place.client_width());
        if event.buttons() == 0 {
            held.set_value(None);
        } else if by != 0 {
            held.set_value(Some(event.client_x()));
            go(Move::By(-f64::from(by) / f64::from(wide.max(1))));
        }
    };
    let save = move |_| {
        let text = shown.with_untracked(|shown| shown.as_ref().map(table));
        if let Some(text) = text {
            let name = format!("{}-{}-candles.csv", key.symbol, key.timeframe);
            // The browser says so itself when it refuses a download.
            let _ = download::save_text(&name, "text/csv;charset=utf-8", &text);
        }
    };
    let button = move |label: fn() -> &'static str, test: &'static str, wish: Move| {
        view! {
            <button class="button small" type="button" data-test=test on:click=move |_| go(wish)>
                {label}
            </button>
        }
    };
    view! {
        <div
            class="chart candles"
            tabindex="0"
            role="img"
            aria-label=summary
            aria-describedby="candle-keys"
            data-test="candles"
            data-count=move || shown.with(|shown| shown.as_ref().map_or(0, |shown| shown.head.count))
            data-per-candle=move || shown.with(|shown| shown.as_ref().map_or(0, |shown| shown.head.per_candle))
            on:keydown=keys
            on:wheel=wheel
            on:pointerdown=press
            on:pointermove=drag
        >
            <div class="chart-place" node_ref=place></div>
        </div>
        <div class="tools candle-tools">
            {button(|| words().earlier, "earlier", Move::By(-0.5))}
            {button(|| words().later, "later", Move::By(0.5))}
            {button(|| words().zoom_in, "zoom-in", Move::Zoom(0.5, 0.5))}
            {button(|| words().zoom_out, "zoom-out", Move::Zoom(2.0, 0.5))}
            {button(|| words().whole, "zoom-all", Move::All)}
            <button
                class="button small"
                type="button"
                data-test="candles-csv"
                title=word(|| words().candles_csv)
                aria-label=word(|| words().candles_csv)
                disabled=move || shown.with(Option::is_none)
                on:click=save
            >
                {icon(Icon::Download)}
                {word(|| words().save_csv)}
            </button>
            <span class="muted" data-test="detail-level">
                {move || shown.with(|shown| shown.as_ref().map(|shown| level(shown.head.per_candle)))}
            </span>
            <span class="muted">{move || shown.with(|shown| shown.as_ref().and_then(ends))}</span>
            <LeftOut damaged=Signal::derive(move || shown.with(|shown| shown.as_ref().map_or(0, |shown| shown.head.damaged))) />
        </div>
        <p class="visually-hidden" id="candle-keys">{word(|| words().chart_keys)}</p>
        {move || failed.get().map(|reason| view! {
            <p class="notice error" role="alert">{words().chart_failed} " " <code>{reason}</code></p>
        })}
    }
}
