//! What a check found: whether anything looks ahead, whether both engines agree, and when each value is known.

use crate::audit::{AuditAnswer, Finding, Mark, WarmUp};
use crate::components::rows::{Cell, Row, Rows};
use crate::format;
use crate::honesty::use_check;
use crate::i18n::{use_words, word};
use crate::settings::use_settings;
use crate::state::use_lab;
use domain::Timeframe;
use leptos::prelude::*;

/// Values shown in the table of warm-ups; those behind them are known earlier.
const MOST_VALUES: usize = 12;

/// The answers that are a sentence each.
#[component]
pub(super) fn Findings() -> impl IntoView {
    let finding =
        |id: &'static str, name: fn() -> &'static str, of: fn(&AuditAnswer) -> &Finding| {
            let found = Memo::new(move |_| use_check().answer().map(|answer| of(&answer).clone()));
            let mark = move || found.with(|found| found.as_ref().map(|found| found.mark));
            let said = move || {
                let lang = use_settings().lang.get();
                found.with(|found| found.as_ref().map(|found| found.said.get(lang).to_owned()))
            };
            view! {
                <dt>{move || name()}</dt>
                <dd data-test=id data-mark=move || mark().map(id_of)>
                    <span class=move || format!("mark {}", mark().map_or("", id_of))>
                        {move || mark().map(name_of)}
                    </span>
                    " "
                    {said}
                </dd>
            }
        };
    view! {
        <dl class="facts wide findings">
            {finding("ahead-steps", || use_words().ahead_steps, |answer| &answer.steps)}
            {finding("ahead-columns", || use_words().ahead_columns, |answer| &answer.columns)}
            {finding("engines", || use_words().both_engines, |answer| &answer.engines)}
        </dl>
    }
}

fn id_of(mark: Mark) -> &'static str {
    match mark {
        Mark::Sound => "sound",
        Mark::Faulty => "faulty",
        Mark::Open => "open",
    }
}

fn name_of(mark: Mark) -> &'static str {
    let w = use_words();
    match mark {
        Mark::Sound => w.mark_sound,
        Mark::Faulty => w.mark_faulty,
        Mark::Open => w.mark_open,
    }
}

/// Bars each value needs before it is known, the slowest first.
#[component]
pub(super) fn WarmUps() -> impl IntoView {
    let all = Memo::new(move |_| {
        let answer = use_check().answer();
        answer.map_or(Vec::new(), |answer| answer.warm_up.clone())
    });
    let own = move || {
        let answer = use_lab().answer;
        answer.with(|answer| answer.as_ref().map(|answer| answer.spec.market.timeframe))
    };
    let rows = Memo::new(move |_| {
        let own = own();
        let row = |one: &WarmUp| row(one, own);
        all.with(|all| all.iter().take(MOST_VALUES).map(row).collect::<Vec<Row>>())
    });
    let none = move || all.with(Vec::is_empty);
    let more = move || all.with(|all| all.len().saturating_sub(MOST_VALUES));
    let heads = || {
        let w = use_words();
        [w.known_value, w.known_after].map(str::to_owned).to_vec()
    };
    view! {
        <div class="honesty-part">
            <h3 class="part-title" id="warm-up-title">{word(|| use_words().warm_up)}</h3>
            <p class="part-note">
                {move || if none() { use_words().known_at_once } else { use_words().warm_up_about }}
            </p>
            <div hidden=none>
                <Rows
                    class="warm-up"
                    caption=Signal::derive(|| use_words().warm_up.to_owned())
                    heads=Signal::derive(heads)
                    rows=rows.into()
                />
            </div>
            <p class="part-note" hidden=move || more() == 0>{move || (use_words().more_values)(more())}</p>
        </div>
    }
}

fn row(one: &WarmUp, own: Option<Timeframe>) -> Row {
    let (w, lang) = (use_words(), use_settings().lang.get());
    let name = match &one.said {
        Some(said) => Cell::new(format::capitalised(said.get(lang)), "known"),
        None => Cell::new(one.path.as_str(), "known mono"),
    };
    let bars = (w.bars)(&format::number(f64::from(one.bars), 0));
    let bars = if own == Some(one.on) {
        bars
    } else {
        format!("{bars} · {}", (w.timeframe_name)(one.on))
    };
    let bars = if one.sparse { (w.or_more)(&bars) } else { bars };
    vec![name, Cell::new(bars, "numeric")]
}
