//! What the candlestick chart says: its sentence, its labels, and what it shows where it is pointed at.

use super::candles::Candles;
use super::text::{count, moment, zone};
use super::words::{filled, words};
use crate::boot;
use crate::charts::binding::put;
use crate::format;
use crate::library::protocol::SeriesKey;
use crate::settings::use_settings;
use domain::{Timeframe, Ts};
use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

/// The candles on show.
pub type Shown = RwSignal<Option<Candles>, LocalStorage>;

/// How many bars a candle stands for.
pub fn level(per_candle: u32) -> String {
    match per_candle {
        0 | 1 => words().one_bar_a_candle.to_owned(),
        many => filled(words().bars_a_candle, &[&count(u64::from(many))]),
    }
}

/// From the first candle to the last, on the reader's clock.
pub fn ends(candles: &Candles) -> Option<String> {
    let (first, last) = (candles.time.first()?, candles.time.last()?);
    Some(format!(
        "{} – {} {}",
        moment(Ts(*first)),
        moment(Ts(*last)),
        zone()
    ))
}

/// What stands below the candles.
pub fn labels(candles: &Candles, timeframe: Timeframe) -> Vec<String> {
    let text = |at: &i64| {
        if timeframe >= Timeframe::Day1 {
            format::date(Ts(*at))
        } else {
            moment(Ts(*at))
        }
    };
    candles.time.iter().map(text).collect()
}

/// The chart in one sentence.
pub fn summary(key: SeriesKey, candles: Option<&Candles>) -> String {
    let w = words();
    let parts = candles.and_then(|candles| {
        let (first, last) = (candles.time.first()?, candles.time.last()?);
        let (low, high) = candles.extremes()?;
        Some((
            moment(Ts(*first)),
            moment(Ts(*last)),
            format::price(low),
            format::price(high),
        ))
    });
    let Some((from, to, low, high)) = parts else {
        return w.opening.to_owned();
    };
    let name = format!("{} {}", key.symbol, key.timeframe);
    filled(w.chart_of, &[&name, &from, &to, &zone(), &low, &high])
}

/// Functions the chart calls while it draws.
pub struct Formatters {
    pointer: Closure<dyn Fn(JsValue) -> String>,
    figure: Closure<dyn Fn(JsValue) -> String>,
}

impl Formatters {
    /// Over the candles on show.
    pub fn new(shown: Shown) -> Formatters {
        Formatters {
            pointer: Closure::new(move |points: JsValue| {
                let first = Array::from(&points).get(0);
                let place = boot::get(&first, "dataIndex").as_f64().unwrap_or_default() as usize;
                let said = shown.try_with_untracked(|shown| pointed(shown.as_ref()?, place));
                said.flatten().unwrap_or_default()
            }),
            figure: Closure::new(move |value: JsValue| {
                let value = value.as_f64().unwrap_or_default();
                let lang = use_settings().lang.get_untracked();
                if value.abs() >= 1e5 {
                    format::compact(value, lang)
                } else {
                    format::price(value)
                }
            }),
        }
    }

    /// Hands them to an option.
    pub fn fill(&self, option: &JsValue) {
        put(option, "tooltip.formatter", self.pointer.as_ref());
        put(option, "yAxis.0.axisLabel.formatter", self.figure.as_ref());
        put(option, "yAxis.1.axisLabel.formatter", self.figure.as_ref());
    }
}

fn pointed(candles: &Candles, place: usize) -> Option<String> {
    untrack(|| {
        let w = words();
        let at = Ts(*candles.time.get(place)?);
        let line = |name: &str, column: usize| {
            let value = candles.value(column, place).unwrap_or_default();
            format!("{name}  {}", format::price(value))
        };
        let prices = [(w.open, 0), (w.high, 1), (w.low, 2), (w.close_price, 3)];
        let mut lines = vec![format!("{} {}", moment(at), zone())];
        lines.extend(prices.map(|(name, column)| line(name, column)));
        let volume = format::quantity(candles.value(4, place)?);
        lines.push(format!("{}  {volume}", w.volume));
        Some(lines.join("\n"))
    })
}
