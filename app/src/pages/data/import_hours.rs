//! When the market of a file is open: what its bars tell is proposed, and a venue that has hours of its own leaves no choice.

use super::import_desk::Desk;
use super::text::hours;
use super::words::{filled, words};
use crate::i18n::word;
use crate::settings::use_settings;
use domain::{Calendar, Venue};
use leptos::prelude::*;

/// The choice, with what hangs on it.
#[component]
pub fn Hours(desk: Desk) -> impl IntoView {
    let lang = use_settings().lang;
    let list = move || {
        let w = words();
        let chosen = desk
            .options
            .with(|options| (options.venue, options.calendar));
        let own = chosen.0.and_then(|venue| Some((venue, venue.calendar()?)));
        if let Some((venue, calendar)) = own {
            let name = format!("{} · {}", venue.name().get(lang.get()), hours(calendar));
            return view! { <option value="" selected=true>{name}</option> }.into_any();
        }
        let told = desk.findings.with(|findings| findings.as_ref()?.calendar);
        let told = told.filter(|_| chosen.1.is_none());
        let told = match told {
            Some(calendar) => filled(w.hours_told, &[hours(calendar)]),
            None => w.hours_by_bars.to_owned(),
        };
        let known = Calendar::ALL.map(|one| {
            view! { <option value=one.id() selected=chosen.1 == Some(one)>{hours(one)}</option> }
        });
        view! {
            <option value="" selected=chosen.1.is_none()>{told}</option>
            {known.into_iter().collect_view()}
        }
        .into_any()
    };
    view! {
        <div class="field hours">
            <label class="label" for="file-calendar">{word(|| words().hours_open)}</label>
            <select
                class="select"
                id="file-calendar"
                data-test="calendar"
                aria-describedby="calendar-about"
                on:change=move |event| {
                    let chosen = Calendar::find(&event_target_value(&event));
                    desk.read(|options| options.calendar = chosen);
                }
            >
                {list}
            </select>
            <p class="field-help" id="calendar-about">{word(|| words().hours_about)}</p>
        </div>
    }
}

/// The calendar that stays chosen when the venue changes: none beside a venue that has its own.
pub fn beside(venue: Option<Venue>, chosen: Option<Calendar>) -> Option<Calendar> {
    chosen.filter(|_| venue.and_then(Venue::calendar).is_none())
}
