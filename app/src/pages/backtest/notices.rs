//! What is wrong with the question, field by field, what its bars lack, and what stopped the last run; each with one way out.

use super::url::use_editor;
use crate::components::why::why;
use crate::i18n::{use_words, word};
use crate::library::protocol::{Kind, Trouble};
use crate::question::{Field, Problem, Wrong, detail};
use crate::settings::use_settings;
use crate::state::{Status, use_lab};
use leptos::prelude::*;

/// The notices above the answer.
#[component]
pub fn RunNotices() -> impl IntoView {
    let (lab, editor) = (use_lab(), use_editor());
    // While a reader types, the word beside the field is enough; a notice here would push the answer down and up.
    let problems = move || match lab.checked.get() {
        Err(problems) if !editor.busy() => problems,
        _ => Vec::new(),
    };
    // The list beside the question says more, but lies below it, and on a phone behind a button.
    let troubles = Memo::new(move |_| {
        let known = lab.coverage.get();
        match known.filter(|_| !lab.has_bars() && !editor.busy()) {
            None => Vec::new(),
            Some(known) => match known.told {
                None => Vec::new(),
                Some(Err(trouble)) => vec![trouble],
                Some(Ok(covered)) => covered.into_iter().filter_map(|one| one.trouble).collect(),
            },
        }
    });
    view! {
        <div class="run-notices" aria-live="polite">
            <For
                each=problems
                key=|problem| (problem.field.clone(), problem.got.clone())
                children=|problem| view! { <ProblemNotice problem /> }
            />
            {move || troubles.get().into_iter().map(|trouble| view! { <BarsNotice trouble /> }).collect_view()}
            {move || match lab.status.get() {
                Status::Failed(reason) => view! { <Failed reason /> }.into_any(),
                Status::Cancelled => view! { <Cancelled /> }.into_any(),
                Status::Idle | Status::Running(..) | Status::Ready => ().into_any(),
            }}
        </div>
    }
}

#[component]
fn ProblemNotice(problem: Problem) -> impl IntoView {
    let editor = use_editor();
    let field = problem.field.clone();
    let removes = matches!(problem.wrong, Wrong::NoSuchParam | Wrong::Idle);
    let test = format!("problem-{}", field.key());
    let problem = StoredValue::new(problem);
    let text = move || {
        let name = problem.with_value(|problem| name_of(&problem.field));
        problem.with_value(|problem| use_words().problem(problem, &name))
    };
    view! {
        <div class="notice error" role="alert" data-test=test>
            <p>{text}</p>
            <button
                class="button"
                type="button"
                on:click=move |_| editor.change(|draft| draft.reset(&field))
            >
                {move || if removes { use_words().remove } else { use_words().use_default }}
            </button>
        </div>
    }
}

#[component]
fn BarsNotice(trouble: Trouble) -> impl IntoView {
    let (name, way, to): (_, _, fn() -> &'static str) = match trouble.kind {
        Kind::Damaged { .. } => ("bars-damaged", "/data?panel=check", || {
            use_words().check_library
        }),
        _ => ("bars-missing", "/data?panel=get", || use_words().to_data),
    };
    view! {
        <div class="notice error" role="alert" data-test=name>
            {why(trouble)}
            <a class="button" href=way>{word(to)}</a>
        </div>
    }
}

/// The name of a field as the form shows it.
fn name_of(field: &Field) -> String {
    let w = use_words();
    match field {
        Field::Strategy => w.strategy.to_owned(),
        Field::Param(id) => {
            let strategy = use_lab().draft.with(|draft| draft.strategy());
            let param = strategy.and_then(|found| found.params.iter().find(|param| param.id == id));
            param.map_or(id.clone(), |param| {
                param.label.get(use_settings().lang.get()).to_owned()
            })
        }
        Field::Symbols => w.symbols.to_owned(),
        Field::Timeframe => w.timeframe.to_owned(),
        Field::Span => w.span_label.to_owned(),
        Field::Fee => w.fee.to_owned(),
        Field::Slippage => w.slippage.to_owned(),
        Field::Fill => w.fill.to_owned(),
        Field::Cash => w.cash.to_owned(),
        Field::Detail(id) => {
            let lang = use_settings().lang.get();
            let detail = detail::find(id);
            detail
                .map_or(*id, |detail| detail.label.get(lang))
                .to_owned()
        }
        Field::Watched => w.watched.to_owned(),
        Field::Source => w.source.to_owned(),
        Field::Data => w.data_hash.to_owned(),
    }
}

#[component]
fn Failed(reason: String) -> impl IntoView {
    let lab = use_lab();
    view! {
        <div class="notice error" role="alert" data-test="run-failed">
            <p>{word(|| use_words().run_failed)} " " <code>{reason}</code></p>
            <button class="button" type="button" on:click=move |_| lab.ask_again()>
                {word(|| use_words().run_again)}
            </button>
        </div>
    }
}

#[component]
fn Cancelled() -> impl IntoView {
    let lab = use_lab();
    view! {
        <div class="notice" role="status" data-test="run-cancelled">
            <p>{word(|| use_words().run_cancelled)}</p>
            <button class="button" type="button" on:click=move |_| lab.ask_again()>
                {word(|| use_words().run_again)}
            </button>
        </div>
    }
}
