//! What the answer rests on, in words, and the hashes that name question, data and answer.

use crate::components::copy::CopyButton;
use crate::format;
use crate::i18n::{use_words, word};
use crate::question::short_code;
use crate::settings::use_settings;
use crate::state::{Answer, use_lab};
use domain::{RefusalCount, RunSpec, Sizing, StrategyChoice};
use leptos::prelude::*;
use strategies::Params;

/// The section.
#[component]
pub fn Assumptions() -> impl IntoView {
    let fact = |name: fn() -> &'static str, text: fn(&Answer) -> String| {
        let text = move || use_lab().answer.with(|answer| answer.as_ref().map(text));
        view! {
            <dt>{move || name()}</dt>
            <dd>{text}</dd>
        }
    };
    // A row that is there only when there is something to tell.
    let told = |name: fn() -> &'static str, text: fn(&Answer) -> Option<String>| {
        move || {
            let text = use_lab()
                .answer
                .with(|answer| answer.as_ref().and_then(text));
            text.map(|text| {
                view! {
                    <dt>{name()}</dt>
                    <dd>{text}</dd>
                }
            })
        }
    };
    view! {
        <section class="panel" aria-labelledby="assumptions-title" data-test="assumptions">
            <div class="panel-head">
                <h2 class="panel-title" id="assumptions-title">{word(|| use_words().assumptions)}</h2>
                <span data-test="copy-spec">
                    <CopyButton
                        text=Signal::derive(question)
                        label=Signal::derive(word(|| use_words().copy_spec))
                        about=Signal::derive(word(|| use_words().copy_spec_about))
                    />
                </span>
            </div>
            <dl class="facts wide">
                {fact(|| use_words().data, data_text)}
                {told(|| use_words().watched, watched)}
                {fact(|| use_words().fill, fill)}
                {fact(|| use_words().path, path)}
                {fact(|| use_words().costs, costs)}
                {fact(|| use_words().sizing, sizing)}
                {told(|| use_words().account, account)}
                {told(|| use_words().risk, risk)}
                {fact(|| use_words().annualisation, annualisation)}
                {fact(|| use_words().refusals, refusals)}
                {told(|| use_words().cuts, cuts)}
                {fact(|| use_words().engine, |answer| answer.report.record.engine.to_string())}
                {fact(|| use_words().data_hash, |answer| answer.report.record.data_hash.short())}
            </dl>
            <dl class="facts wide hashes">
                <dt>{word(|| use_words().spec_hash)}</dt>
                <dd>
                    <Hash
                        test="spec-hash"
                        of=|answer| answer.report.record.spec_hash.to_string()
                        about=Signal::derive(word(|| use_words().copy_spec_hash))
                    />
                </dd>
                <dt>{word(|| use_words().report_hash)}</dt>
                <dd>
                    <Hash
                        test="report-hash"
                        of=|answer| answer.hash.clone()
                        about=Signal::derive(word(|| use_words().copy_report_hash))
                    />
                </dd>
            </dl>
        </section>
    }
}

#[component]
fn Hash(
    test: &'static str,
    of: fn(&Answer) -> String,
    about: Signal<&'static str>,
) -> impl IntoView {
    let text = Signal::derive(move || {
        use_lab()
            .answer
            .with(|answer| answer.as_ref().map(of))
            .unwrap_or_default()
    });
    view! {
        <span class="hash">
            <code data-test=test>{text}</code>
            <CopyButton text about />
        </span>
    }
}

/// The question in its one spelling, which the command line reads.
fn question() -> String {
    use_lab().answer.with(|answer| {
        let bytes = answer.as_ref().map(|answer| answer.spec.canonical_bytes());
        String::from_utf8(bytes.unwrap_or_default()).unwrap_or_default()
    })
}

/// Whose bars: the sample's warning, or the venue's name.
fn data_text(answer: &Answer) -> String {
    match answer.venue() {
        None => use_words().data_text.to_owned(),
        Some(venue) => venue.name().get(use_settings().lang.get()).to_owned(),
    }
}

fn fill(answer: &Answer) -> String {
    let lang = use_settings().lang.get();
    let policy = answer.spec.fill;
    format!("{}: {}", policy.name().get(lang), policy.rule().get(lang))
}

fn watched(answer: &Answer) -> Option<String> {
    let codes: Vec<&str> = answer.spec.market.watched.iter().map(short_code).collect();
    (!codes.is_empty()).then(|| codes.join(", "))
}

fn path(answer: &Answer) -> String {
    let rule = answer.spec.path.rule();
    rule.get(use_settings().lang.get()).to_owned()
}

fn costs(answer: &Answer) -> String {
    let (w, lang) = (use_words(), use_settings().lang.get());
    let paid = |id| {
        let value = answer.report.metric(id).and_then(Result::ok);
        value.map_or(format::NONE.to_owned(), |value| format::number(value, 0))
    };
    let charged = format::capitalised(&answer.spec.costs.words(answer.quote(), lang));
    let text = (w.costs_text)(&charged, &paid("fees"), &paid("slippage"));
    match answer.report.record.funding_paid.get() {
        0.0 => text,
        paid => format!("{text} {}", (w.funding_text)(&format::number(paid, 0))),
    }
}

fn sizing(answer: &Answer) -> String {
    let spec = &answer.spec;
    let sizing = spec.sizing.or_else(|| sizing_of_plan(spec));
    let sizing = sizing.unwrap_or_else(Sizing::whole_slot);
    sizing.words(spec.slots(), answer.quote(), use_settings().lang.get())
}

/// What the plan says when the question says nothing. It is made and not looked into, which would bring every
/// indicator into the page.
fn sizing_of_plan(spec: &RunSpec) -> Option<Sizing> {
    match &spec.strategy {
        StrategyChoice::Plan(plan) => plan.sizing,
        StrategyChoice::Library(choice) => {
            let strategy = strategies::find(&choice.id)?;
            let params = Params::check(strategy.params, &choice.params).ok()?;
            (strategy.plan)(&params).ok()?.sizing
        }
    }
}

fn account(answer: &Answer) -> Option<String> {
    let words = answer.spec.account.words(use_settings().lang.get());
    (!words.is_empty()).then(|| words.join(", "))
}

fn risk(answer: &Answer) -> Option<String> {
    let words = answer.spec.risk.words(use_settings().lang.get());
    (!words.is_empty()).then(|| words.join(", "))
}

fn annualisation(answer: &Answer) -> String {
    let w = use_words();
    let annualisation = answer.report.record.annualisation;
    (w.annualisation_text)(
        &format::number(annualisation.days_per_year, 0),
        (w.timeframe_name)(answer.spec.market.timeframe),
        &format::number(annualisation.bars_per_year, 0),
        &format::number(annualisation.bars_per_year.sqrt(), 2),
    )
}

fn refusals(answer: &Answer) -> String {
    counts(&answer.report.record.refusals).unwrap_or_else(|| use_words().none.to_owned())
}

fn cuts(answer: &Answer) -> Option<String> {
    counts(&answer.report.record.cuts)
}

fn counts(counts: &[RefusalCount]) -> Option<String> {
    let lang = use_settings().lang.get();
    let counted = counts.iter().filter(|one| one.count > 0);
    let texts: Vec<String> = counted
        .map(|one| format!("{} × {}", one.count, one.reason.text().get(lang)))
        .collect();
    (!texts.is_empty()).then(|| texts.join(", "))
}
