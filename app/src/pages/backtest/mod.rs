//! The backtest: the question on the left, the answer on the right, the address bar always in step.

pub mod all_metrics;
mod answer;
mod assumptions;
mod calendar;
mod costs;
mod curve_panel;
mod details;
mod drawdowns;
mod fill_band;
mod findings;
pub mod honesty;
mod library_coverage;
pub mod library_market;
mod library_symbols;
mod market;
mod metric_text;
mod metric_tiles;
mod needs;
mod notices;
mod params;
mod question;
mod run_controls;
mod tables_csv;
mod trades;
mod trades_csv;
pub mod url;

use crate::components::title::Title;
use crate::i18n::{use_words, word};
use crate::state::{Coverage, Status, use_lab};
use answer::AnswerPanel;
use leptos::prelude::*;
use question::QuestionPanel;

/// The page.
#[component]
pub fn Backtest() -> impl IntoView {
    let lab = use_lab();
    url::keep_in_step();
    // Every good question is asked at once.
    let has_bars = Memo::new(move |_| lab.has_bars());
    Effect::new(move |_| {
        lab.checked.track();
        has_bars.track();
        lab.follow_library();
        lab.ask();
    });
    let lacking = move || {
        let told = |known: &Coverage| known.told.is_some();
        lab.coverage.with(|known| known.as_ref().is_some_and(told)) && !lab.has_bars()
    };
    let possible =
        move || lab.checked.with(Result::is_ok) && lab.unusable.with(Option::is_none) && !lacking();
    let state = move || match (possible(), lab.status.get()) {
        (true, Status::Idle | Status::Running(..)) => "running",
        (true, Status::Ready) => "ready",
        _ => "error",
    };
    let hash = move || {
        lab.answer
            .with(|answer| answer.as_ref().map(|answer| answer.hash.clone()))
    };
    view! {
        <Title text=Signal::derive(word(|| use_words().nav_backtest)) />
        <div
            class="backtest"
            data-test="backtest"
            data-state=state
            data-report-hash=hash
            aria-busy=move || lab.running().to_string()
        >
            <h1 class="visually-hidden">{word(|| use_words().nav_backtest)}</h1>
            <QuestionPanel />
            <AnswerPanel />
        </div>
    }
}
