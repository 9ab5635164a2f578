//! The run itself: how far it is, how long it took, and the button that starts or stops it.

use crate::components::icon::{Icon, icon};
use crate::format;
use crate::i18n::{use_words, word};
use crate::state::{Status, use_lab};
use leptos::prelude::*;

/// A line that moves while a run takes longer than a blink; it lies over the panel and shifts nothing.
#[component]
pub fn Progress() -> impl IntoView {
    let lab = use_lab();
    let part = move || match lab.status.get() {
        Status::Running(done, of) => f64::from(done) / f64::from(of.max(1)),
        Status::Idle | Status::Ready | Status::Cancelled | Status::Failed(_) => 0.0,
    };
    view! {
        <div
            class="progress"
            class:on=lab.slow
            role="progressbar"
            aria-label=word(|| use_words().running)
            aria-hidden=move || (!lab.slow.get()).to_string()
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=move || (part() * 100.0).round()
        >
            <div class="progress-fill" style:width=move || format!("{:.0}%", 8.0 + part() * 92.0)></div>
        </div>
    }
}

/// How long the run took, or how far it is.
#[component]
pub fn RunState() -> impl IntoView {
    let lab = use_lab();
    let took = |millis: f64| {
        // Padded with spaces as wide as a digit: the words stay where they are when a digit comes or goes.
        let millis = format!("{:\u{2007}>4}", format::number(millis, 0));
        (use_words().took)(&millis)
    };
    let last = move || {
        lab.answer
            .with(|answer| answer.as_ref().map(|answer| took(answer.millis)))
            .unwrap_or_default()
    };
    let text = move || match lab.status.get() {
        Status::Running(done, of) if lab.slow.get() => (use_words().progress)(done, of),
        Status::Running(..) | Status::Ready => last(),
        Status::Idle => String::new(),
        Status::Cancelled | Status::Failed(_) => use_words().stale.to_owned(),
    };
    view! { <span class="run-state" data-test="run-state" role="status">{text}</span> }
}

/// One place for both, because only one of them makes sense at a time.
#[component]
pub fn RunButton() -> impl IntoView {
    let lab = use_lab();
    let press = move |_| {
        if lab.slow.get_untracked() {
            lab.cancel();
        } else {
            lab.ask_again();
        }
    };
    view! {
        <PlantedFaults />
        <button
            class="button run-button"
            type="button"
            data-test="run"
            disabled=move || lab.checked.with(Result::is_err)
            title=move || if lab.slow.get() { "." } else { "r" }
            on:click=press
        >
            {move || icon(if lab.slow.get() { Icon::Close } else { Icon::Again })}
            {move || if lab.slow.get() { use_words().cancel } else { use_words().run_again }}
        </button>
    }
}

/// In a test build only: two jobs that go wrong.
#[cfg(feature = "planted-faults")]
#[component]
fn PlantedFaults() -> impl IntoView {
    use crate::pool::protocol::Job;
    let lab = use_lab();
    view! {
        <button class="button" type="button" data-test="trap" on:click=move |_| lab.plant(Job::Trap)>
            "trap"
        </button>
        <button class="button" type="button" data-test="spin" on:click=move |_| lab.plant(Job::Spin)>
            "spin"
        </button>
    }
}

#[cfg(not(feature = "planted-faults"))]
#[component]
fn PlantedFaults() -> impl IntoView {}
