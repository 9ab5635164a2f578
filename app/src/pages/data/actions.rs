//! What can be done with one series.

use super::address::{Address, name_of};
use super::shelf::Shelf;
use super::text::{called, count};
use super::words::{filled, words};
use crate::i18n::word;
use crate::library::protocol::{Answer, Ask, ExportAs, SeriesKey};
use domain::{Symbol, Timeframe, Venue};
use leptos::prelude::*;

/// What is being filled in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    None,
    Rename,
    Resample,
    Delete,
}

/// The buttons, and the small form some of them open.
#[component]
pub fn Actions(key: SeriesKey, shelf: Shelf, address: Address) -> impl IntoView {
    let form = RwSignal::new(Form::None);
    let open = move |wanted: Form| {
        move |_| {
            form.update(|form| *form = if *form == wanted { Form::None } else { wanted });
        }
    };
    let opener = move |wanted: Form, label: fn() -> &'static str, test: &'static str| {
        view! {
            <button
                class="button small"
                type="button"
                data-test=test
                aria-expanded=move || (form.get() == wanted).to_string()
                on:click=open(wanted)
            >
                {label}
            </button>
        }
    };
    let export = move |name: &'static str, test: &'static str, kind: ExportAs| {
        view! {
            <button
                class="button small"
                type="button"
                data-test=test
                aria-label=move || format!("{} {name}", words().export)
                on:click=move |_| shelf.save(Ask::Export(key, kind))
            >
                {name}
            </button>
        }
    };
    let backtest = format!(
        "/?source={}&symbols={}&timeframe={}",
        key.venue.id(),
        key.symbol,
        key.timeframe
    );
    let served = !matches!(key.venue, Venue::File | Venue::Sample);
    let longer = key.timeframe < Timeframe::Month1;
    view! {
        <div class="detail-actions">
            <a class="button primary small" href=backtest data-test="use-in-backtest">
                {word(|| words().use_in_backtest)}
            </a>
            {served.then(|| view! {
                <button class="button small" type="button" data-test="update" on:click=move |_| shelf.update(vec![key])>
                    {word(|| words().update)}
                </button>
            })}
            <span class="detail-export" role="group" aria-label=word(|| words().export)>
                <span class="muted">{word(|| words().export)}</span>
                {export("CSV", "export-csv", ExportAs::Csv)}
                {export("Parquet", "export-parquet", ExportAs::Parquet)}
                {export("JSON", "export-json", ExportAs::Json)}
            </span>
            {longer.then(|| opener(Form::Resample, || words().resample, "resample"))}
            {opener(Form::Rename, || words().rename, "rename")}
            {opener(Form::Delete, || words().delete, "delete")}
        </div>
        {move || match form.get() {
            Form::None => ().into_any(),
            Form::Rename => view! { <Rename key shelf address form /> }.into_any(),
            Form::Resample => view! { <Resample key shelf address form /> }.into_any(),
            Form::Delete => view! { <Delete key shelf address form /> }.into_any(),
        }}
    }
}

#[component]
fn Rename(key: SeriesKey, shelf: Shelf, address: Address, form: RwSignal<Form>) -> impl IntoView {
    let text = RwSignal::new(key.symbol.to_string());
    let wanted = move || text.with(|text| Symbol::parse(text.trim()).ok());
    let save = move |_| {
        let Some(symbol) = untrack(wanted) else {
            return;
        };
        let to = SeriesKey { symbol, ..key };
        shelf.act(Ask::Rename(key, to), move |_| {
            let _ = form.try_set(Form::None);
            address.series.set(name_of(to));
        });
    };
    view! {
        <div class="detail-form" data-test="rename-form">
            <label class="field">
                <span class="label">{word(|| words().new_symbol)}</span>
                <input
                    class="input"
                    type="text"
                    autocomplete="off"
                    data-test="rename-to"
                    prop:value=text
                    aria-invalid=move || wanted().is_none().to_string()
                    on:input=move |event| text.set(event_target_value(&event))
                />
                <span class="field-help">{word(|| words().bad_symbol)}</span>
            </label>
            <button
                class="button primary small"
                type="button"
                data-test="rename-save"
                disabled=move || wanted().is_none_or(|symbol| symbol == key.symbol)
                on:click=save
            >
                {word(|| words().save)}
            </button>
            <Cancel form />
        </div>
    }
}

#[component]
fn Resample(key: SeriesKey, shelf: Shelf, address: Address, form: RwSignal<Form>) -> impl IntoView {
    let fits = |to: &Timeframe| {
        let (from, to) = (key.timeframe, *to);
        // A week and a month are no multiple of the others but days.
        to > from
            && (to.millis() % from.millis() == 0
                || from <= Timeframe::Day1 && to >= Timeframe::Week1)
    };
    let longer: Vec<Timeframe> = Timeframe::ALL.into_iter().filter(fits).collect();
    let make = move |to: Timeframe| {
        shelf.act(Ask::Resample(key, to), move |heard| {
            if let Answer::Kept(made, bars) = heard.answer {
                let said = untrack(words).made;
                shelf.said.set(filled(said, &[&count(bars), &called(made)]));
                let _ = form.try_set(Form::None);
                address.series.set(name_of(made));
            }
        });
    };
    let chip = move |to: Timeframe| {
        view! {
            <button class="chip" type="button" data-test=format!("resample-{to}") on:click=move |_| make(to)>
                {to.as_str()}
            </button>
        }
    };
    view! {
        <div class="detail-form" data-test="resample-form">
            <div class="chips" role="group" aria-label=word(|| words().resample)>
                {longer.into_iter().map(chip).collect_view()}
            </div>
            <Cancel form />
        </div>
    }
}

#[component]
fn Delete(key: SeriesKey, shelf: Shelf, address: Address, form: RwSignal<Form>) -> impl IntoView {
    let sure = move || {
        let bars = shelf.row(key).map_or(0, |row| row.bars);
        filled(words().delete_sure, &[&called(key), &count(bars)])
    };
    let delete = move |_| {
        shelf.act(Ask::Delete(vec![key]), move |_| {
            let said = untrack(words).deleted;
            shelf.said.set(filled(said, &[&called(key)]));
            address.series.set("");
        });
    };
    view! {
        <div class="detail-form notice error" role="group" data-test="delete-form">
            <p>{sure}</p>
            <button class="button small" type="button" data-test="delete-sure" on:click=delete>
                {word(|| words().delete)}
            </button>
            <Cancel form />
        </div>
    }
}

#[component]
fn Cancel(form: RwSignal<Form>) -> impl IntoView {
    view! {
        <button class="button small" type="button" on:click=move |_| form.set(Form::None)>
            {word(|| words().cancel)}
        </button>
    }
}
