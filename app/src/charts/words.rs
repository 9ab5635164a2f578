//! The words a chart asks for while it draws: figures at its axes and the text under the pointer.

use super::binding::put;
use crate::i18n::use_words;
use crate::pool::protocol::CURVE_WIDTH;
use crate::settings::{Settings, use_settings};
use crate::state::{Lab, use_lab};
use crate::{boot, format};
use domain::Ts;
use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

type Words = Closure<dyn Fn(JsValue) -> String>;

/// Functions the chart calls; they live as long as it does.
pub struct Formatters {
    money: Words,
    percent: Words,
    moment: Words,
    tick: Words,
    pointer: Words,
}

impl Formatters {
    /// Functions that always speak the reader's present language and clock.
    pub fn new() -> Formatters {
        let (settings, lab) = (use_settings(), use_lab());
        let number = |value: &JsValue| value.as_f64().unwrap_or_default();
        Formatters {
            money: Closure::new(move |value: JsValue| {
                format::compact(number(&value), settings.lang.get_untracked())
            }),
            percent: Closure::new(move |value: JsValue| format::percent(number(&value), 0)),
            moment: Closure::new(move |event: JsValue| {
                let value = boot::get(&event, "value");
                let at = number(if value.is_undefined() { &event } else { &value });
                moment(settings, Ts(at as i64))
            }),
            tick: Closure::new(move |value: JsValue| tick(settings, Ts(number(&value) as i64))),
            pointer: Closure::new(move |points: JsValue| pointer(settings, lab, &points)),
        }
    }

    /// Puts the functions into an option.
    pub fn fill(&self, option: &JsValue) {
        for (path, words) in [
            ("tooltip.formatter", &self.pointer),
            ("xAxis.0.axisPointer.label.formatter", &self.moment),
            ("xAxis.1.axisPointer.label.formatter", &self.moment),
            ("xAxis.1.axisLabel.formatter", &self.tick),
            ("yAxis.0.axisLabel.formatter", &self.money),
            ("yAxis.1.axisLabel.formatter", &self.percent),
            ("dataZoom.1.labelFormatter", &self.moment),
        ] {
            put(option, path, words.as_ref());
        }
    }
}

fn moment(settings: Settings, at: Ts) -> String {
    let zone = settings.zone.get_untracked();
    format!("{} {}", format::minute(zone.clock(at)), zone.name(at))
}

/// As much of a date as a tick on the axis needs: its year, its month, its day or its hour.
fn tick(settings: Settings, at: Ts) -> String {
    let c = at.civil();
    if c.hour != 0 || c.minute != 0 {
        let local = settings.zone.get_untracked().clock(at).civil();
        format!("{:02}:{:02}", local.hour, local.minute)
    } else if c.day != 1 {
        format!("{:02}-{:02}", c.month, c.day)
    } else if c.month != 1 {
        format!("{:04}-{:02}", c.year, c.month)
    } else {
        format!("{:04}", c.year)
    }
}

/// Time, equity and drawdown of the point under the pointer.
fn pointer(settings: Settings, lab: Lab, points: &JsValue) -> String {
    let first = Array::from(points).get(0);
    let Some(index) = boot::get(&first, "dataIndex").as_f64() else {
        return String::new();
    };
    let from = index as u32 * CURVE_WIDTH;
    let point = lab.answer.with_untracked(|answer| {
        let curve = &answer.as_ref()?.curve;
        let value = |column| curve.get_index(from + column);
        (from + CURVE_WIDTH <= curve.length()).then(|| (value(0), value(1), value(2)))
    });
    let Some((time, equity, drawdown)) = point else {
        return String::new();
    };
    let words = untrack(use_words);
    format!(
        "{}\n{}  {} KRW\n{}  {}",
        moment(settings, Ts(time as i64)),
        words.equity,
        format::number(equity, 0),
        words.drawdown,
        format::percent(drawdown, 2),
    )
}
