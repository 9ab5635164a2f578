//! The answer: what was run, the numbers, the curve, the tables, the trades and what was assumed.

use super::assumptions::Assumptions;
use super::calendar::Calendar;
use super::curve_panel::CurvePanel;
use super::drawdowns::Drawdowns;
use super::metric_tiles::MetricTiles;
use super::notices::RunNotices;
use super::run_controls::{Progress, RunButton, RunState};
use super::trades::Trades;
use crate::components::copy::CopyButton;
use crate::components::lazy::Lazy;
use crate::format;
use crate::i18n::{use_words, word};
use crate::parts;
use crate::question::{Field, named, short_code};
use crate::settings::use_settings;
use crate::state::{Answer, data_words, use_lab};
use domain::{Lang, Ts};
use leptos::prelude::*;

/// The panel. The old answer stays until the new one is there, so nothing flickers and nothing jumps.
#[component]
pub fn AnswerPanel() -> impl IntoView {
    view! {
        <section class="answer" aria-label=word(|| use_words().answer)>
            <Progress />
            <Head />
            <RunNotices />
            <MetricTiles />
            <CurvePanel />
            <Calendar />
            <Drawdowns />
            <Trades />
            <Assumptions />
            <Check />
        </section>
    }
}

/// Nobody checks a run that isn't there, so its part doesn't compete with the first one.
#[component]
fn Check() -> impl IntoView {
    let lab = use_lab();
    let shown = Memo::new(move |_| lab.answer.with(Option::is_some));
    view! {
        <Show when=move || shown.get()>
            <Lazy part=parts::honesty />
        </Show>
    }
}

#[component]
fn Head() -> impl IntoView {
    let lab = use_lab();
    let link = Signal::derive(move || {
        let query = lab.draft.with(|draft| draft.to_query());
        // Whoever opens it is told when their bars are others.
        let named = lab.coverage.with(|known| {
            let told = known.as_ref()?.told.as_ref()?;
            named(told.as_ref().ok()?)
        });
        let known = lab.draft.with(|draft| draft.differs(&Field::Data));
        let query = match named {
            Some(named) if !known => format!("{query}&data={named}"),
            _ => query,
        };
        let origin = window().location().origin().unwrap_or_default();
        if query.is_empty() {
            format!("{origin}/")
        } else {
            format!("{origin}/?{query}")
        }
    });
    // Without an answer a question about the library is no sample.
    let unanswered =
        move || lab.answer.with(Option::is_none) && lab.draft.with(|draft| draft.venue().is_some());
    view! {
        <div class="answer-head">
            <div class="answer-what">
                <h2 class="answer-title" data-test="answer-title">{title}</h2>
                <p class="answer-sub">
                    <span>{period}</span>
                    <span class="sample-tag" hidden=unanswered>{data_words}</span>
                </p>
                <Optimism />
            </div>
            <div class="answer-tools">
                <RunState />
                <CopyButton text=link about=Signal::derive(word(|| use_words().copy_link)) />
                <RunButton />
            </div>
        </div>
    }
}

/// A badge on an answer that is better than a trader could have had, with every reason in words.
#[component]
fn Optimism() -> impl IntoView {
    let reasons = move || {
        let lang = use_settings().lang.get();
        use_lab().answer.with(|answer| {
            let reasons = answer.as_ref().map(|answer| answer.spec.optimism());
            let words = reasons.unwrap_or_default();
            words
                .iter()
                .map(|reason| reason.get(lang))
                .collect::<Vec<_>>()
        })
    };
    let badge = move |reasons: Vec<&'static str>| {
        view! {
            <p class="optimistic" role="note" data-test="optimistic">
                <strong class="optimistic-tag">{use_words().optimistic}</strong>
                {reasons.join(" ")}
            </p>
        }
    };
    move || {
        Some(reasons())
            .filter(|reasons| !reasons.is_empty())
            .map(badge)
    }
}

/// Strategy and symbols of the answer on show, which may be older than the form.
fn title() -> String {
    let lang = use_settings().lang.get();
    use_lab().answer.with(|answer| {
        // Before the first answer the place is held by what is being asked.
        let Some(Answer { spec, .. }) = answer else {
            return asked(lang);
        };
        let strategy = spec.strategy.id().and_then(strategies::find);
        let name = strategy.map_or(use_words().own_plan, |found| found.name.get(lang));
        let symbols: Vec<&str> = spec.market.symbols.iter().map(short_code).collect();
        format!(
            "{name} · {} · {}",
            symbols.join(" + "),
            spec.market.timeframe
        )
    })
}

fn asked(lang: Lang) -> String {
    let strategy = use_lab().draft.with(|draft| draft.strategy());
    strategy
        .map_or(use_words().no_answer, |strategy| strategy.name.get(lang))
        .to_owned()
}

/// From when to when, and whose clock that is.
fn period() -> String {
    let zone = use_settings().zone.get();
    use_lab().answer.with(|answer| {
        let Some(answer) = answer else {
            return String::new();
        };
        let Some((from, to)) = ends(answer) else {
            return String::new();
        };
        let (start, end) = (format::date(zone.clock(from)), format::date(zone.clock(to)));
        format!("{start} – {end} ({})", zone.name(to))
    })
}

/// First and last moment of the curve.
pub(super) fn ends(answer: &Answer) -> Option<(Ts, Ts)> {
    let width = crate::pool::protocol::CURVE_WIDTH;
    let length = answer.curve.length();
    if length < width {
        return None;
    }
    let at = |index| Ts(answer.curve.get_index(index) as i64);
    Some((at(0), at(length - width)))
}
