//! The seven numbers a trader asks for first, each with what puts it into proportion.

use super::all_metrics::AllMetrics;
use super::metric_text::{factor, short, signed, value_of};
use crate::components::grid::tone;
use crate::format;
use crate::i18n::{Words, text_in, use_words};
use crate::settings::use_settings;
use crate::state::{Answer, use_lab};
use domain::Lang;
use leptos::prelude::*;
use metrics::Metric;

const FIRST: [&str; 7] = [
    "total_return",
    "cagr",
    "max_drawdown",
    "sharpe",
    "trades",
    "win_rate",
    "profit_factor",
];

/// Tiles and fold.
#[component]
pub fn MetricTiles() -> impl IntoView {
    let tiles = FIRST.into_iter().filter_map(metrics::find);
    view! {
        <div class="tiles" data-test="metrics">
            {tiles.map(|metric| view! { <Tile metric /> }).collect_view()}
        </div>
        <AllMetrics />
    }
}

#[component]
fn Tile(metric: &'static Metric) -> impl IntoView {
    let (lab, lang) = (use_lab(), use_settings().lang);
    let value = Memo::new(move |_| lab.answer.with(|answer| value_of(answer.as_ref()?, metric)));
    let text = move || {
        value.get().map_or(format::NONE.to_owned(), |value| {
            short(metric, value, lang.get())
        })
    };
    let class = move || match signed(metric) {
        true => format!("tile-value {}", tone(&text())),
        false => "tile-value".to_owned(),
    };
    let foot = move || match value.get() {
        Some(Err(why)) => why.text().get(lang.get()).to_owned(),
        _ => lab.answer.with(|answer| {
            answer
                .as_ref()
                .map(|answer| foot(metric.id, answer, use_words(), lang.get()))
                .unwrap_or_default()
        }),
    };
    view! {
        <div class="tile" data-test=format!("metric-{}", metric.id)>
            <span class="tile-name">{text_in(metric.name)}</span>
            <span class=class data-test="value">{text}</span>
            <span class="tile-foot">{foot}</span>
        </div>
    }
}

/// What puts a number into proportion, in small print below it.
fn foot(id: &str, answer: &Answer, w: &Words, lang: Lang) -> String {
    let other = |id: &str| {
        let metric = metrics::find(id)?;
        let value = answer.report.metric(id)?.ok()?;
        Some(short(metric, Ok(value), lang))
    };
    let with = |words: &str, id: &str| other(id).map(|value| format!("{words} {value}"));
    let text = match id {
        "total_return" => answer
            .report
            .metric("total_return")
            .and_then(Result::ok)
            .map(|gain| {
                let end = answer.report.record.start.get() * (1.0 + gain);
                format!(
                    "{} {}",
                    w.final_equity,
                    (w.money)(&format::compact(end, lang))
                )
            }),
        "cagr" => super::answer::ends(answer).map(|(from, to)| {
            let years = (to.0 - from.0) as f64 / (365.25 * domain::time::DAY_MS as f64);
            (w.years)(&format::number(years, 1))
        }),
        "max_drawdown" => with(w.longest, "longest_drawdown"),
        "sharpe" => Some(factor(answer, w)),
        "trades" => with(w.held, "bars_held"),
        "win_rate" => with(w.per_trade, "average_trade"),
        "profit_factor" => with(w.expectancy, "expectancy"),
        _ => None,
    };
    text.unwrap_or_default()
}
