//! How a file is read: what was guessed and can be said otherwise, and its columns over its first rows.

use super::import_desk::Desk;
use super::import_hours::{Hours, beside};
use super::words::{filled, words};
use crate::i18n::word;
use crate::settings::use_settings;
use domain::zones::Zone;
use domain::{Lang, Symbol, Timeframe, Venue};
use intake::{Delimiter, Encoding, Format, Options, Place, Preview, Role, TimeForm};
use leptos::prelude::*;

/// Rows of the file shown.
const ROWS: usize = 8;

/// A choice of a list: its id, its name, and whether it is the one in use.
type Entry = (String, String, bool);

/// The form.
#[component]
pub fn Form(desk: Desk) -> impl IntoView {
    let is_text = move || {
        desk.options
            .with(|options| matches!(options.format, None | Some(Format::Csv)))
    };
    view! {
        <div class="import-options" role="group" aria-label=word(|| words().read_as)>
            <p class="field">
                <span class="label">{word(|| words().format)}</span>
                <span data-test="import-format">{move || desk.preview.with(|preview| preview.as_ref().map(kind))}</span>
            </p>
            <Show when=is_text>
                <Pick desk label=|| words().encoding test="encoding" entries=encodings choose=|options, id| {
                    options.encoding = Encoding::ALL.into_iter().find(|one| one.name() == id);
                } />
                <Pick desk label=|| words().delimiter test="delimiter" entries=delimiters choose=|options, id| {
                    options.delimiter = Delimiter::ALL.into_iter().find(|one| mark(*one) == id);
                } />
                <label class="check">
                    <input
                        class="switch"
                        type="checkbox"
                        data-test="header"
                        prop:checked=move || desk.options.with(|options| options.header == Some(true))
                        on:change=move |event| {
                            let header = event_target_checked(&event);
                            desk.read(|options| {
                                options.header = Some(header);
                                options.columns = None;
                            });
                        }
                    />
                    {word(|| words().header)}
                </label>
            </Show>
            <Pick desk label=|| words().times test="times" entries=times choose=|options, id| {
                options.time = TIMES.into_iter().find(|(known, _)| *known == id).map(|(_, form)| form);
            } />
            <Pick desk label=|| words().clock test="clock" entries=clocks choose=|options, id| {
                options.zone = match id {
                    "kst" => Some(Place::Zone(Zone::Seoul)),
                    "utc" => Some(Place::Zone(Zone::Utc)),
                    _ => None,
                };
            } />
            <Pick desk label=|| words().interval test="file-interval" entries=intervals choose=|options, id| {
                options.timeframe = Timeframe::parse(id);
            } />
            <Pick desk label=|| words().venue test="file-venue" entries=venues choose=|options, id| {
                options.venue = Venue::find(id);
                options.calendar = beside(options.venue, options.calendar);
            } />
            <label class="field">
                <span class="label">{word(|| words().symbol)}</span>
                <input
                    class="input"
                    type="text"
                    autocomplete="off"
                    data-test="file-symbol"
                    placeholder="KRW-BTC"
                    prop:value=move || desk.options.with(|options| options.symbol.map(|symbol| symbol.to_string()).unwrap_or_default())
                    on:change=move |event| {
                        let symbol = Symbol::parse(event_target_value(&event).trim()).ok();
                        desk.read(|options| options.symbol = symbol);
                    }
                />
            </label>
            <Hours desk />
        </div>
        <Columns desk />
    }
}

#[component]
fn Pick(
    desk: Desk,
    label: fn() -> &'static str,
    test: &'static str,
    entries: fn(&Options, Option<Timeframe>) -> Vec<Entry>,
    choose: fn(&mut Options, &str),
) -> impl IntoView {
    let list = move || {
        // Asked again with the language.
        let _ = words();
        let entry =
            |(id, name, chosen): Entry| view! { <option value=id selected=chosen>{name}</option> };
        let told = desk.findings.with(|findings| findings.as_ref()?.timeframe);
        let entries = desk.options.with(|options| entries(options, told));
        entries.into_iter().map(entry).collect_view()
    };
    view! {
        <label class="field">
            <span class="label">{label}</span>
            <select
                class="select"
                data-test=test
                on:change=move |event| {
                    let id = event_target_value(&event);
                    desk.read(|options| choose(options, &id));
                }
            >
                {list}
            </select>
        </label>
    }
}

fn kind(preview: &Preview) -> &'static str {
    match preview.format {
        Format::Csv => "CSV",
        Format::Json => "JSON",
        Format::Parquet => "Parquet",
        Format::Zip => "ZIP",
        Format::Gzip => "gzip",
    }
}

fn encodings(options: &Options, _: Option<Timeframe>) -> Vec<Entry> {
    let entry = |one: Encoding| {
        let name = one.name().to_owned();
        (name.clone(), name, options.encoding == Some(one))
    };
    Encoding::ALL.map(entry).to_vec()
}

const fn mark(delimiter: Delimiter) -> &'static str {
    match delimiter {
        Delimiter::Comma => ",",
        Delimiter::Semicolon => ";",
        Delimiter::Tab => "Tab",
        Delimiter::Pipe => "|",
    }
}

fn delimiters(options: &Options, _: Option<Timeframe>) -> Vec<Entry> {
    let entry = |one: Delimiter| {
        (
            mark(one).to_owned(),
            mark(one).to_owned(),
            options.delimiter == Some(one),
        )
    };
    Delimiter::ALL.map(entry).to_vec()
}

const TIMES: [(&str, TimeForm); 11] = [
    ("s", TimeForm::Seconds),
    ("ms", TimeForm::Millis),
    ("µs", TimeForm::Micros),
    ("ns", TimeForm::Nanos),
    ("2024-01-31", TimeForm::YearFirst),
    ("31/01/2024", TimeForm::DayFirst),
    ("01/31/2024", TimeForm::MonthFirst),
    ("24-01-31", TimeForm::ShortYearFirst),
    ("31/01/24", TimeForm::ShortDayFirst),
    ("01/31/24", TimeForm::ShortMonthFirst),
    ("45322.375", TimeForm::SheetDays),
];

fn unsaid(chosen: bool) -> Entry {
    (String::new(), words().not_said.to_owned(), chosen)
}

fn times(options: &Options, _: Option<Timeframe>) -> Vec<Entry> {
    let entry =
        |(id, form): (&str, TimeForm)| (id.to_owned(), id.to_owned(), options.time == Some(form));
    let known = TIMES.into_iter().map(entry);
    std::iter::once(unsaid(options.time.is_none()))
        .chain(known)
        .collect()
}

fn clocks(options: &Options, _: Option<Timeframe>) -> Vec<Entry> {
    let w = words();
    let is = |zone: Zone| options.zone == Some(Place::Zone(zone));
    vec![
        unsaid(options.zone.is_none()),
        ("kst".to_owned(), w.kst.to_owned(), is(Zone::Seoul)),
        ("utc".to_owned(), w.utc.to_owned(), is(Zone::Utc)),
    ]
}

/// What the bars tell is not chosen, and shown all the same.
fn intervals(options: &Options, told: Option<Timeframe>) -> Vec<Entry> {
    let by_bars = match (options.timeframe, told) {
        (None, Some(told)) => filled(words().interval_told, &[told.as_str()]),
        (None, None) => words().not_said.to_owned(),
        (Some(_), _) => words().hours_by_bars.to_owned(),
    };
    let entry = |one: Timeframe| {
        let name = one.as_str().to_owned();
        (name.clone(), name, options.timeframe == Some(one))
    };
    let known = Timeframe::ALL.into_iter().map(entry);
    std::iter::once((String::new(), by_bars, options.timeframe.is_none()))
        .chain(known)
        .collect()
}

fn venues(options: &Options, _: Option<Timeframe>) -> Vec<Entry> {
    let lang = use_settings().lang.get();
    let entry = |one: Venue| {
        (
            one.id().to_owned(),
            one.name().get(lang).to_owned(),
            options.venue == Some(one),
        )
    };
    let known = Venue::of_files().map(entry);
    std::iter::once(unsaid(options.venue.is_none()))
        .chain(known)
        .collect()
}

/// What a column is, in words.
fn role(role: Role, lang: Lang) -> &'static str {
    let w = words();
    match (role, lang) {
        (Role::Time, _) => w.time,
        (Role::Open, _) => w.open,
        (Role::High, _) => w.high,
        (Role::Low, _) => w.low,
        (Role::Close, _) => w.close_price,
        (Role::Volume, _) => w.volume,
        (Role::Symbol, _) => w.symbol,
        (Role::MadeUp, _) => w.made_up,
        (Role::Other, Lang::En) => "Not used",
        (Role::Other, Lang::Ko) => "쓰지 않음",
        (Role::Date, Lang::En) => "Date",
        (Role::Date, Lang::Ko) => "날짜",
        (Role::Clock, Lang::En) => "Time of day",
        (Role::Clock, Lang::Ko) => "시간",
        (Role::QuoteVolume, Lang::En) => "Money traded",
        (Role::QuoteVolume, Lang::Ko) => "거래대금",
        (Role::CloseTime, Lang::En) => "Closing time",
        (Role::CloseTime, Lang::Ko) => "마감 시각",
    }
}

/// The columns with what they are taken for, over the first rows.
#[component]
fn Columns(desk: Desk) -> impl IntoView {
    let lang = use_settings().lang;
    let head = move |(place, name, now): (usize, String, Role)| {
        let label = {
            let name = name.clone();
            move || filled(words().column_is, &[&name])
        };
        let options = move || {
            let lang = lang.get();
            let entry = |one: Role| {
                view! { <option value=one.id() selected=one == now>{role(one, lang)}</option> }
            };
            Role::ALL.map(entry).into_iter().collect_view()
        };
        let choose = move |event| {
            let id = event_target_value(&event);
            let Some(chosen) = Role::ALL.into_iter().find(|one| one.id() == id) else {
                return;
            };
            let roles = desk.preview.with_untracked(|preview| {
                let columns = preview.iter().flat_map(|preview| &preview.columns);
                columns.map(|column| column.role).collect::<Vec<_>>()
            });
            desk.read(|options| {
                let mut roles = roles;
                if let Some(place) = roles.get_mut(place) {
                    *place = chosen;
                }
                options.columns = Some(roles);
            });
        };
        view! {
            <th scope="col">
                <span class="import-column">{name}</span>
                <select class="select" aria-label=label data-test=format!("column-{place}") on:change=choose>
                    {options}
                </select>
            </th>
        }
    };
    let table = move || {
        desk.preview.with(|preview| {
            let preview = preview.as_ref()?;
            let heads = preview.columns.iter().enumerate();
            let heads: Vec<_> = heads
                .map(|(place, column)| head((place, column.name.clone(), column.role)))
                .collect();
            let rows: Vec<_> = preview
                .head
                .iter()
                .take(ROWS)
                .map(|row| {
                    let cells = row.cells.iter().map(|cell| view! { <td>{cell.clone()}</td> });
                    view! { <tr><th scope="row" class="muted">{row.row}</th>{cells.collect_view()}</tr> }
                })
                .collect();
            Some(view! {
                <table class="import-table" data-test="import-table">
                    <thead><tr><th scope="col">{words().row}</th>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            })
        })
    };
    view! {
        <div class="scroll-x" tabindex="0" role="group" aria-label=word(|| words().column)>{table}</div>
    }
}
