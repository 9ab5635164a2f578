//! Every metric behind a fold: by category, with its formula, and found by a part of its name.

use super::metric_text::{scale, shown, value_of};
use crate::components::lazy::Lazy;
use crate::i18n::{text_in, use_words, word};
use crate::parts;
use crate::settings::use_settings;
use crate::state::use_lab;
use leptos::prelude::*;
use metrics::{Category, METRICS, Metric};

/// The fold. Its rows exist only while it is open: closed, they must not cost a frame of a dragged slider.
#[component]
pub fn AllMetrics() -> impl IntoView {
    let open = RwSignal::new(false);
    let fold = NodeRef::<leptos::html::Details>::new();
    let toggled = move |_| {
        if let Some(fold) = fold.get_untracked() {
            open.set(fold.open());
        }
    };
    view! {
        <details class="fold all-metrics" data-test="all-metrics" node_ref=fold on:toggle=toggled>
            <summary>
                {word(|| use_words().all_metrics)}
                <span class="fold-count">{METRICS.len()}</span>
            </summary>
            <Show when=move || open.get()>
                <Lazy part=parts::metrics />
            </Show>
        </details>
    }
}

/// The groups, all that is in the fold.
#[component]
pub fn Groups() -> impl IntoView {
    let query = RwSignal::new(String::new());
    // The first group is open, so that the fold never opens to nothing.
    let open = RwSignal::new(Category::ALL.map(|category| category == Category::Returns));
    let all_open = move || open.with(|open| open.iter().all(|open| *open));
    let found = Memo::new(move |_| query.with(|query| METRICS.iter().any(|m| fits(m, query))));
    let groups = (0..).zip(Category::ALL).map(|(index, category)| {
        view! { <Group index category query open /> }
    });
    view! {
        <div class="metric-tools">
            <input
                class="input find"
                type="search"
                autocomplete="off"
                spellcheck="false"
                data-test="find-metric"
                aria-label=word(|| use_words().find_metric)
                placeholder=word(|| use_words().find_metric)
                prop:value=query
                on:input=move |event| query.set(event_target_value(&event))
            />
            <button
                class="button small"
                type="button"
                data-test="open-all-metrics"
                disabled=move || query.with(|query| !query.trim().is_empty())
                on:click=move |_| {
                    let all = !all_open();
                    open.update(|open| open.fill(all));
                }
            >
                {move || if all_open() { use_words().close_all } else { use_words().open_all }}
            </button>
        </div>
        <p class="metric-none" role="status" data-test="no-such-metric">
            {move || if found.get() { "" } else { use_words().no_such_metric }}
        </p>
        <div class="metric-groups" hidden=move || !found.get()>
            {groups.collect_view()}
        </div>
    }
}

/// A category with its rows. While something is looked for, every category that has it is open.
#[component]
fn Group(
    index: usize,
    category: Category,
    query: RwSignal<String>,
    open: RwSignal<[bool; Category::ALL.len()]>,
) -> impl IntoView {
    let fold = NodeRef::<leptos::html::Details>::new();
    let rows = move || metrics::in_category(category);
    let count = Memo::new(move |_| query.with(|query| rows().filter(|m| fits(m, query)).count()));
    let seeking = Memo::new(move |_| query.with(|query| !query.trim().is_empty()));
    let expanded =
        Memo::new(move |_| seeking.get() || open.with(|open| open.get(index) == Some(&true)));
    let toggled = move |_| {
        let now = fold.get_untracked().is_some_and(|fold| fold.open());
        if !seeking.get_untracked() {
            open.update(|open| {
                if let Some(own) = open.get_mut(index) {
                    *own = now;
                }
            });
        }
    };
    view! {
        <details
            class="fold metric-group"
            data-test=format!("metrics-{category:?}").to_lowercase()
            hidden=move || count.get() == 0
            node_ref=fold
            prop:open=expanded
            on:toggle=toggled
        >
            <summary>
                <h3>{text_in(category.name())}</h3>
                <span class="fold-count">{count}</span>
            </summary>
            <table class="metric-table" role="table" aria-label=text_in(category.name())>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">{word(|| use_words().metric)}</th>
                        <th role="columnheader" scope="col">{word(|| use_words().value)}</th>
                        <th role="columnheader" scope="col">{word(|| use_words().formula)}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    {rows().map(|metric| view! { <Row metric query /> }).collect_view()}
                </tbody>
            </table>
        </details>
    }
}

/// One metric. The roles are written out because a narrow screen lays the cells out as a block.
#[component]
fn Row(metric: &'static Metric, query: RwSignal<String>) -> impl IntoView {
    let (lab, lang) = (use_lab(), use_settings().lang);
    let value = Memo::new(move |_| {
        let value = lab.answer.with(|answer| value_of(answer.as_ref()?, metric));
        shown(metric, value, lang.get())
    });
    let note = move || {
        let scale = || {
            let answer = lab.answer.read();
            metric
                .annualised
                .then(|| answer.as_ref().map(|answer| scale(answer, use_words())))
        };
        let why = value.with(|value| value.why.map(str::to_owned));
        why.or_else(|| scale().flatten())
    };
    view! {
        <tr
            role="row"
            data-test=format!("row-{}", metric.id)
            hidden=move || query.with(|query| !fits(metric, query))
        >
            <th role="rowheader" scope="row">
                {text_in(metric.name)}
                <code class="metric-id">{metric.id}</code>
            </th>
            <td role="cell" class="metric-value">
                <span data-test="value" class=move || value.with(|value| value.tone)>
                    {move || value.with(|value| value.text.clone())}
                </span>
                <span class="metric-note">{note}</span>
            </td>
            <td role="cell" class="formula">{text_in(metric.formula)}</td>
        </tr>
    }
}

/// Does a metric have every word of this in its id or in its name in either language?
fn fits(metric: &Metric, query: &str) -> bool {
    let text = format!("{} {} {}", metric.id, metric.name.en, metric.name.ko).to_lowercase();
    query
        .to_lowercase()
        .split_whitespace()
        .all(|word| text.contains(word))
}
