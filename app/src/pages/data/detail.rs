//! One series: what it is, how good it is, its candles and its rows.

use super::actions::Actions;
use super::address::{Address, key_of, use_address};
use super::chart::CandleChart;
use super::rows::Rows;
use super::shelf::{Shelf, use_shelf};
use super::strip::{Strip, in_words};
use super::text::{count, hours, source, span};
use super::words::words;
use crate::components::copy::CopyButton;
use crate::components::segments::{Choice, Segments};
use crate::i18n::word;
use crate::library::protocol::{Ask, GapPolicy, SeriesKey, SeriesRow};
use crate::settings::use_settings;
use domain::Calendar;
use leptos::prelude::*;

/// The series the address names; nothing when it names none.
#[component]
pub fn Detail() -> impl IntoView {
    let (shelf, address) = (use_shelf(), use_address());
    let key =
        Memo::new(move |_| key_of(&address.series.get()).filter(|key| shelf.row(*key).is_some()));
    move || key.get().map(|key| view! { <One key shelf address /> })
}

#[component]
fn One(key: SeriesKey, shelf: Shelf, address: Address) -> impl IntoView {
    let row = Memo::new(move |_| shelf.row(key));
    // Bars that were damaged come again with the same hash.
    let content = Memo::new(move |_| {
        row.with(|row| {
            row.as_ref().map(|row| {
                format!(
                    "{}{:?}{:?}{}",
                    row.hash, row.policy, row.calendar, row.updated
                )
            })
        })
        .unwrap_or_default()
    });
    let as_table = Memo::new(move |_| address.view.get() == "table");
    let lang = use_settings().lang;
    let section = NodeRef::<leptos::html::Section>::new();
    // Below a long list it would open out of sight.
    Effect::new(move |_| {
        if let Some(section) = section.get() {
            section.scroll_into_view();
        }
    });
    let title = move || {
        format!(
            "{} {} · {}",
            key.symbol,
            key.timeframe,
            key.venue.name().get(lang.get())
        )
    };
    let views = || {
        let w = words();
        vec![
            Choice::new(false, "chart", w.as_chart),
            Choice::new(true, "table", w.as_table),
        ]
    };
    view! {
        <section class="panel data-detail"
            node_ref=section aria-labelledby="detail-title" data-test="detail" data-series=super::address::name_of(key)>
            <div class="panel-head">
                <h2 class="panel-title" id="detail-title">{title}</h2>
                <button class="button small" type="button" data-test="close-detail" on:click=move |_| address.series.set("")>
                    {word(|| words().close)}
                </button>
            </div>
            <Actions key shelf address />
            <div class="detail-facts">
                <Facts row />
                <div class="detail-choices">
                    <Policy key row shelf />
                    {key.venue.calendar().is_none().then(|| view! { <Hours key row shelf /> })}
                </div>
            </div>
            <div class="detail-view">
                <Segments
                    name="view"
                    label=Signal::derive(|| words().bars.to_owned())
                    choices=Signal::derive(views)
                    value=as_table
                    on_choose=move |table: bool| address.view.set(if table { "table" } else { "" })
                />
            </div>
            {move || {
                if as_table.get() {
                    view! { <Rows key content /> }.into_any()
                } else {
                    view! { <CandleChart key content /> }.into_any()
                }
            }}
        </section>
    }
}

#[component]
fn Facts(row: Memo<Option<SeriesRow>>) -> impl IntoView {
    let of = move |read: fn(&SeriesRow) -> String| {
        move || row.with(|row| row.as_ref().map(read).unwrap_or_default())
    };
    let hash = Signal::derive(of(|row| row.hash.to_string()));
    let strip = move || {
        row.get()
            .map(|row| view! { <Strip cells=row.coverage gaps=row.gaps missing=row.missing /> })
    };
    view! {
        <dl class="facts">
            <dt>{word(|| words().span)}</dt>
            <dd>{of(|row| span(row.span, row.key.timeframe))}</dd>
            <dt>{word(|| words().bars)}</dt>
            <dd data-test="detail-bars">{of(|row| count(row.bars))}</dd>
            <dt>{word(|| words().coverage)}</dt>
            <dd class="coverage">{strip} <span data-test="detail-gaps">{of(|row| in_words(row.gaps, row.missing))}</span></dd>
            <dt>{word(|| words().hours_open)}</dt>
            <dd data-test="detail-hours">{of(|row| hours(row.calendar).to_owned())}</dd>
            <dt>{word(|| words().duplicates)}</dt>
            <dd>{of(|row| count(row.duplicates))}</dd>
            <dt>{word(|| words().outliers)}</dt>
            <dd>{of(|row| count(row.outliers))}</dd>
            <dt>{word(|| words().source)}</dt>
            <dd>{of(source)}</dd>
            <dt>{word(|| words().hash)}</dt>
            <dd class="hash">
                <code data-test="detail-hash">{hash}</code>
                <CopyButton text=hash about=Signal::derive(word(|| words().hash)) />
            </dd>
        </dl>
    }
}

/// What is done about gaps when the series is read.
#[component]
fn Policy(key: SeriesKey, row: Memo<Option<SeriesRow>>, shelf: Shelf) -> impl IntoView {
    let now =
        Memo::new(move |_| row.with(|row| row.as_ref().map_or(GapPolicy::Leave, |row| row.policy)));
    let choices = || {
        let w = words();
        let name = |policy: GapPolicy| match policy {
            GapPolicy::Leave => w.policy_leave,
            GapPolicy::Mark => w.policy_mark,
            GapPolicy::FillForward => w.policy_fill,
        };
        GapPolicy::ALL
            .map(|policy| Choice::new(policy, policy.id(), name(policy)))
            .to_vec()
    };
    view! {
        <div class="detail-policy">
            <Segments
                name="gaps"
                label=Signal::derive(|| words().gaps.to_owned())
                choices=Signal::derive(choices)
                value=now
                on_choose=move |policy| shelf.act(Ask::Policy(key, policy), |_| {})
            />
            <p class="field-help">{word(|| words().policy_about)}</p>
        </div>
    }
}

/// When its market is open; only for one whose venue doesn't say.
#[component]
fn Hours(key: SeriesKey, row: Memo<Option<SeriesRow>>, shelf: Shelf) -> impl IntoView {
    let now = Memo::new(move |_| row.with(|row| row.as_ref().map(|row| row.calendar)));
    let select = NodeRef::<leptos::html::Select>::new();
    let options = || {
        let option = |one: Calendar| view! { <option value=one.id()>{hours(one)}</option> };
        Calendar::ALL.map(option).into_iter().collect_view()
    };
    // As the library has it: also when it refused, and when the words changed.
    Effect::new(move |_| {
        let (_, _) = (shelf.trouble.get(), use_settings().lang.get());
        if let (Some(select), Some(now)) = (select.get(), now.get()) {
            select.set_value(now.id());
        }
    });
    let choose = move |event| {
        if let Some(chosen) = Calendar::find(&event_target_value(&event)) {
            shelf.act(Ask::Hours(key, chosen), |_| {});
        }
    };
    view! {
        <div class="field hours">
            <label class="label" for="series-hours">{word(|| words().hours_open)}</label>
            <select
                class="select"
                id="series-hours"
                node_ref=select
                data-test="series-hours"
                aria-describedby="series-hours-about"
                on:change=choose
            >
                {options}
            </select>
            <p class="field-help" id="series-hours-about">{word(|| words().hours_about)}</p>
        </div>
    }
}
