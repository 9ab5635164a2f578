//! What the answer rests on, in words, and the hashes that name question, data and answer.

use crate::components::copy::CopyButton;
use crate::format;
use crate::i18n::use_words;
use crate::settings::use_settings;
use crate::state::{Answer, use_lab};
use domain::Sizing;
use leptos::prelude::*;

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
    view! {
        <section class="panel" aria-labelledby="assumptions-title" data-test="assumptions">
            <div class="panel-head">
                <h2 class="panel-title" id="assumptions-title">{move || use_words().assumptions}</h2>
                <span data-test="copy-spec">
                    <CopyButton
                        text=Signal::derive(question)
                        label=Signal::derive(|| use_words().copy_spec)
                        about=Signal::derive(|| use_words().copy_spec_about)
                    />
                </span>
            </div>
            <dl class="facts wide">
                {fact(|| use_words().data, |_| use_words().data_text.to_owned())}
                {fact(|| use_words().fill, fill)}
                {fact(|| use_words().costs, costs)}
                {fact(|| use_words().sizing, sizing)}
                {fact(|| use_words().annualisation, annualisation)}
                {fact(|| use_words().refusals, refusals)}
                {fact(|| use_words().engine, |answer| answer.report.record.engine.to_string())}
                {fact(|| use_words().data_hash, |answer| answer.report.record.data_hash.short())}
            </dl>
            <dl class="facts wide hashes">
                <dt>{move || use_words().spec_hash}</dt>
                <dd>
                    <Hash
                        test="spec-hash"
                        of=|answer| answer.report.record.spec_hash.to_string()
                        about=Signal::derive(|| use_words().copy_spec_hash)
                    />
                </dd>
                <dt>{move || use_words().report_hash}</dt>
                <dd>
                    <Hash
                        test="report-hash"
                        of=|answer| answer.hash.clone()
                        about=Signal::derive(|| use_words().copy_report_hash)
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

fn fill(answer: &Answer) -> String {
    let lang = use_settings().lang.get();
    let policy = answer.spec.fill;
    format!("{}: {}", policy.name().get(lang), policy.rule().get(lang))
}

fn costs(answer: &Answer) -> String {
    let paid = |id| {
        let value = answer.report.metric(id).and_then(Result::ok);
        value.map_or(format::NONE.to_owned(), |value| format::number(value, 0))
    };
    let costs = &answer.spec.costs;
    (use_words().costs_text)(
        &format::plain(costs.fee.get()),
        &format::plain(costs.fixed_slippage().unwrap_or_default().get()),
        &paid("fees"),
        &paid("slippage"),
    )
}

fn sizing(answer: &Answer) -> String {
    let sizing = answer.spec.sizing.unwrap_or_else(Sizing::whole_slot);
    let Sizing::EqualSlots { fraction } = sizing else {
        return format::NONE.to_owned();
    };
    (use_words().sizing_text)(
        &format::percent(fraction.get(), 0),
        answer.spec.market.symbols.len(),
    )
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
    let lang = use_settings().lang.get();
    let counted = answer
        .report
        .record
        .refusals
        .iter()
        .filter(|refused| refused.count > 0);
    let texts: Vec<String> = counted
        .map(|refused| format!("{} × {}", refused.count, refused.reason.text().get(lang)))
        .collect();
    if texts.is_empty() {
        use_words().none.to_owned()
    } else {
        texts.join(", ")
    }
}
