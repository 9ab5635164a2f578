//! Which bars of the library: venue, symbols, bar length and period, and what there is of them before the run.

use super::library_coverage::CoverageList;
use super::library_symbols::{Symbols, Watched};
use super::market::Choosing;
use super::url::use_editor;
use crate::components::segments::{Choice, Segments};
use crate::components::why::why_text;
use crate::i18n::{use_words, word};
use crate::library::protocol::SeriesRow;
use crate::question::{Draft, Field, span_text};
use crate::settings::use_settings;
use crate::state::use_lab;
use domain::{Span, Timeframe, Ts, Venue};
use leptos::prelude::*;

/// Years back that can be chosen, beside everything.
const YEARS: [i64; 3] = [1, 2, 4];

/// The market's part of the form, for bars of the library.
#[component]
pub fn LibraryMarket() -> impl IntoView {
    let (lab, editor) = (use_lab(), use_editor());
    let choosing = use_context::<Choosing>();
    lab.look_at_library();
    let venue = Memo::new(move |_| lab.draft.with(Draft::venue));
    let to_sample = move |_| {
        if let Some(Choosing(choosing)) = choosing {
            choosing.set(false);
        }
        editor.change(|draft| draft.reset_source());
    };
    let none = move || {
        lab.series
            .with(|series| matches!(series, Some(Ok(rows)) if rows.is_empty()))
    };
    let trouble = move || {
        lab.series.with(|series| match series {
            Some(Err(trouble)) => why_text(trouble),
            _ => String::new(),
        })
    };
    let venues = move || {
        let lang = use_settings().lang.get();
        let has = |venue: &Venue| rows(|row| row.key.venue == *venue) > 0;
        let there = Venue::ALL.into_iter().filter(has);
        there
            .map(|venue| Choice::new(Some(venue), venue.id(), venue.name().get(lang)))
            .collect::<Vec<_>>()
    };
    let choose = move |chosen: Option<Venue>| {
        let Some(chosen) = chosen else { return };
        let first = lab.series.with_untracked(|series| {
            let rows = series.as_ref()?.as_ref().ok()?;
            let longest = rows.iter().filter(|row| row.key.venue == chosen);
            longest
                .max_by_key(|row| row.key.timeframe)
                .map(|row| row.key)
        });
        editor.change(|draft| {
            draft.set(Field::Source, chosen.id());
            if let Some(key) = first {
                draft.set(Field::Symbols, key.symbol.as_str());
                draft.set(Field::Timeframe, key.timeframe.as_str());
            }
        });
    };
    view! {
        <p class="field-help">{word(|| use_words().library_about)}</p>
        <button class="button small" type="button" data-test="use-sample" on:click=to_sample>
            {word(|| use_words().use_sample)}
        </button>
        <p class="notice" data-test="library-empty" hidden=move || !none()>
            {word(|| use_words().library_empty)} " "
            <a href="/data">{word(|| use_words().to_data)}</a>
        </p>
        <p class="notice error" data-test="library-trouble" hidden=move || trouble().is_empty()>
            {trouble}
        </p>
        <Segments
            name="source"
            label=Signal::derive(|| use_words().source.to_owned())
            choices=Signal::derive(venues)
            value=venue
            on_choose=choose
        />
        <Show when=move || venue.get().is_some()>
            <Symbols />
            <Frames />
            <Period />
            <Watched />
            <CoverageList />
        </Show>
    }
}

/// How many series are of this kind.
fn rows(kind: impl Fn(&SeriesRow) -> bool) -> usize {
    use_lab().series.with(|series| match series {
        Some(Ok(rows)) => rows.iter().filter(|row| kind(row)).count(),
        _ => 0,
    })
}

/// The lengths there are, and the longer ones they can be made into.
#[component]
fn Frames() -> impl IntoView {
    let (lab, editor) = (use_lab(), use_editor());
    let chosen = move || lab.draft.with(|draft| draft.text(&Field::Timeframe));
    let frames = move || {
        let (venue, symbols) = lab.draft.with(|draft| (draft.venue(), draft.symbols()));
        let shortest = |code: &String| {
            lab.series.with(|series| {
                let rows = series.as_ref()?.as_ref().ok()?;
                let of = rows
                    .iter()
                    .filter(|row| Some(row.key.venue) == venue && row.key.symbol.as_str() == code);
                of.map(|row| row.key.timeframe).min()
            })
        };
        let least = symbols.iter().filter_map(shortest).max();
        let chosen = chosen();
        let possible = |frame: &Timeframe| {
            let made = |least: Timeframe| *frame >= least && frame.millis() % least.millis() == 0;
            frame.as_str() == chosen || least.is_some_and(made)
        };
        let frames = Timeframe::ALL.into_iter().filter(possible);
        let choice = |frame: Timeframe| {
            Choice::new(
                frame.as_str().to_owned(),
                frame.as_str(),
                (use_words().timeframe_name)(frame),
            )
        };
        frames.map(choice).collect::<Vec<_>>()
    };
    view! {
        <Segments
            name="timeframe"
            label=Signal::derive(|| use_words().timeframe.to_owned())
            choices=Signal::derive(frames)
            value=Signal::derive(chosen)
            on_choose=move |frame| editor.set(Field::Timeframe, frame, true)
        />
    }
}

/// Everything, or the last years of it as days, so that a link means the same tomorrow.
#[component]
fn Period() -> impl IntoView {
    let (lab, editor) = (use_lab(), use_editor());
    let end = move || {
        lab.coverage.with(|known| {
            let told = known.as_ref()?.told.as_ref()?.as_ref().ok()?;
            told.iter().filter_map(|one| Some(one.whole?.end)).max()
        })
    };
    let chosen = move || lab.draft.with(|draft| draft.text(&Field::Span));
    let spans = move || {
        let mut choices = Vec::new();
        for (years, id) in YEARS.into_iter().zip(["1y", "2y", "4y"]) {
            if let Some(end) = end() {
                choices.push(Choice::new(
                    last(years, end),
                    id,
                    (use_words().span)(Some(years)),
                ));
            }
        }
        choices.push(Choice::new(
            "all".to_owned(),
            "all",
            (use_words().span)(None),
        ));
        let now = chosen();
        if choices.iter().all(|choice| choice.value != now) {
            choices.push(Choice::new(now.clone(), "other", now));
        }
        choices
    };
    view! {
        <Segments
            name="span"
            label=Signal::derive(|| use_words().span_label.to_owned())
            choices=Signal::derive(spans)
            value=Signal::derive(chosen)
            on_choose=move |span| editor.set(Field::Span, span, true)
        />
    }
}

/// The last years before the day that holds this moment's end.
fn last(years: i64, end: Ts) -> String {
    let after = Ts(end.0 + domain::time::DAY_MS - 1).civil();
    // A day that is in every year.
    let day = after.day.min(28);
    span_text(Span {
        start: Ts::from_date(after.year - years, after.month, day),
        end: Ts::from_date(after.year, after.month, after.day),
    })
}
