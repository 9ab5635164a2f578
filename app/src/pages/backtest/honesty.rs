//! Is the run on show honest? Looking ahead, warm-up, both engines, and what other fills and costs would make of it.

use super::fill_band::{FillBand, save_band};
use super::findings::{Findings, WarmUps};
use crate::components::icon::{Icon, icon};
use crate::format;
use crate::honesty::use_check;
use crate::i18n::{use_words, word};
use crate::state::{Status, use_lab};
use leptos::prelude::*;

/// The panel; a check takes a moment, so nothing is checked before somebody asks.
#[component]
pub fn HonestyPanel() -> impl IntoView {
    let (lab, check) = (use_lab(), use_check());
    Effect::new(move |_| check.follow(lab));
    let running = Memo::new(move |_| matches!(check.status.get(), Status::Running(..)));
    let done = Memo::new(move |_| check.answer().is_some());
    let state = move || match check.status.get() {
        Status::Running(..) => "running",
        _ if done.get() => "ready",
        Status::Failed(_) => "failed",
        Status::Cancelled => "cancelled",
        Status::Idle | Status::Ready if check.is_stale() => "stale",
        Status::Idle | Status::Ready => "idle",
    };
    let press = move |_| {
        if running.get_untracked() {
            check.cancel();
        } else {
            check.start();
        }
    };
    let impossible = move || {
        let nothing = lab.answer.with(Option::is_none);
        nothing || lab.unusable.with(Option::is_some)
    };
    view! {
        <section
            class="panel honesty"
            aria-labelledby="honesty-title"
            data-test="honesty"
            data-state=state
            aria-busy=move || running.get().to_string()
        >
            <div class="panel-head">
                <h2 class="panel-title" id="honesty-title">{word(|| use_words().honesty)}</h2>
                <div class="tools">
                    <button
                        class="button small"
                        type="button"
                        data-test="band-csv"
                        hidden=move || !done.get()
                        on:click=|_| save_band()
                    >
                        {icon(Icon::Download)}
                        {word(|| use_words().save_csv)}
                    </button>
                    <button
                        class="button small check-button"
                        type="button"
                        data-test="check"
                        disabled=impossible
                        on:click=press
                    >
                        {move || {
                            if running.get() {
                                use_words().cancel
                            } else if done.get() {
                                use_words().check_again
                            } else {
                                use_words().check
                            }
                        }}
                    </button>
                </div>
            </div>
            {move || running.get().then(|| view! { <Progress /> })}
            <p class="honesty-state" role="status" data-test="check-state">{said}</p>
            {move || {
                done.get()
                    .then(|| {
                        view! {
                            <Findings />
                            <FillBand />
                            <WarmUps />
                        }
                    })
            }}
        </section>
    }
}

/// Where the check is, in words.
fn said() -> String {
    let (check, w) = (use_check(), use_words());
    match (check.status.get(), check.answer()) {
        (Status::Running(done, of), _) => (w.checking)(done, of),
        (_, Some(answer)) => (w.checked)(&format::number(answer.millis, 0)),
        (Status::Failed(reason), None) => format!("{} {reason}", w.check_failed),
        (Status::Cancelled, None) => w.check_cancelled.to_owned(),
        _ if check.is_stale() => format!("{} {}", w.check_stale, w.honesty_about),
        _ => w.honesty_about.to_owned(),
    }
}

/// There only while it moves; it lies over the line of the head and shifts nothing.
#[component]
fn Progress() -> impl IntoView {
    let check = use_check();
    let part = move || match check.status.get() {
        Status::Running(done, of) => f64::from(done) / f64::from(of.max(1)) * 100.0,
        _ => 0.0,
    };
    view! {
        <progress
            class="honesty-progress"
            max="100"
            aria-label=word(|| use_words().check_running)
            prop:value=part
        ></progress>
    }
}
