//! The seven numbers a trader asks for first, and all others behind a fold, each with its formula.

use crate::components::grid::tone;
use crate::format;
use crate::i18n::{Words, use_words};
use crate::settings::use_settings;
use crate::state::{Answer, use_lab};
use domain::{Lang, Undefined};
use leptos::prelude::*;
use metrics::{METRICS, Metric, MetricUnit};

const FIRST: [&str; 7] = [
    "total_return",
    "cagr",
    "max_drawdown",
    "sharpe",
    "trades",
    "win_rate",
    "profit_factor",
];

/// Tiles and table.
#[component]
pub fn MetricTiles() -> impl IntoView {
    let tiles = FIRST.into_iter().filter_map(metrics::find);
    view! {
        <div class="tiles" data-test="metrics">
            {tiles.map(|metric| view! { <Tile metric /> }).collect_view()}
        </div>
        <details class="all-metrics" data-test="all-metrics">
            <summary>{move || use_words().all_metrics}</summary>
            <AllMetrics />
        </details>
    }
}

#[component]
fn Tile(metric: &'static Metric) -> impl IntoView {
    let (lab, lang) = (use_lab(), use_settings().lang);
    let value = Memo::new(move |_| lab.answer.with(|answer| value_of(answer.as_ref()?, metric)));
    let text = move || {
        value.get().map_or(format::NONE.to_owned(), |value| {
            show(metric, value, lang.get())
        })
    };
    let class = move || match (metric.id, value.get()) {
        ("total_return" | "cagr", Some(Ok(value))) => format!("tile-value {}", tone(value)),
        _ => "tile-value".to_owned(),
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
            <span class="tile-name">{move || metric.name.get(lang.get())}</span>
            <span class=class data-test="value">{text}</span>
            <span class="tile-foot">{foot}</span>
        </div>
    }
}

#[component]
fn AllMetrics() -> impl IntoView {
    let (lab, lang) = (use_lab(), use_settings().lang);
    let row = move |metric: &'static Metric| {
        let text = move || {
            let lang = lang.get();
            match lab.answer.with(|answer| value_of(answer.as_ref()?, metric)) {
                Some(Err(why)) => format!("{} ({})", format::NONE, why.text().get(lang)),
                Some(value) => show(metric, value, lang),
                None => format::NONE.to_owned(),
            }
        };
        let factor = move || {
            let factor = lab
                .answer
                .with(|answer| answer.as_ref().map(|answer| factor(answer, use_words())));
            factor.filter(|_| metric.annualised)
        };
        view! {
            <tr>
                <th scope="row">{move || metric.name.get(lang.get())}</th>
                <td class="numeric">{text} <span class="muted">{factor}</span></td>
                <td class="formula">{move || metric.formula.get(lang.get())}</td>
            </tr>
        }
    };
    view! {
        <div class="scroll-x">
            <table class="plain">
                <thead>
                    <tr>
                        <th scope="col">{move || use_words().metric}</th>
                        <th scope="col" class="numeric">{move || use_words().value}</th>
                        <th scope="col">{move || use_words().formula}</th>
                    </tr>
                </thead>
                <tbody>{METRICS.iter().map(|metric| row(metric)).collect_view()}</tbody>
            </table>
        </div>
    }
}

fn value_of(answer: &Answer, metric: &Metric) -> Option<Result<f64, Undefined>> {
    answer.report.metric(metric.id)
}

/// A value as people read it.
fn show(metric: &Metric, value: Result<f64, Undefined>, lang: Lang) -> String {
    let Ok(value) = value else {
        return format::NONE.to_owned();
    };
    let w = use_words();
    match metric.unit {
        MetricUnit::Percent if matches!(metric.id, "total_return" | "cagr") => {
            format::signed_percent(value, 2)
        }
        MetricUnit::Percent => format::percent(value, 2),
        MetricUnit::Number => format::number(value, 2),
        MetricUnit::Count => format::number(value, 0),
        MetricUnit::Money => (w.money)(&format::compact(value, lang)),
        MetricUnit::Days => (w.days)(&format::number(value, 0)),
        MetricUnit::Bars => (w.bars)(&format::number(value, 1)),
    }
}

/// What puts a number into proportion, in small print below it.
fn foot(id: &str, answer: &Answer, w: &Words, lang: Lang) -> String {
    let other = |id: &str| {
        let metric = metrics::find(id)?;
        let value = answer.report.metric(id)?.ok()?;
        Some(show(metric, Ok(value), lang))
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

/// The factor that made per-bar figures yearly, always printed beside them.
fn factor(answer: &Answer, w: &Words) -> String {
    (w.factor)(&format::number(
        answer.report.record.annualisation.bars_per_year,
        0,
    ))
}
