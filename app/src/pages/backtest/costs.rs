//! What trading costs, how orders fill, and the cash at the start.

use super::url::use_editor;
use crate::components::number_field::NumberField;
use crate::components::segments::{Choice, Segments};
use crate::i18n::{use_words, word};
use crate::question::{Draft, Field, Range, inside_of};
use crate::settings::use_settings;
use crate::state::use_lab;
use domain::{FillPolicy, Source, Timeframe};
use leptos::prelude::*;

/// The execution's part of the form.
#[component]
pub fn Costs() -> impl IntoView {
    let (lab, editor) = (use_lab(), use_editor());
    let lang = use_settings().lang;
    let fill = move || lab.draft.with(|draft| draft.text(&Field::Fill));
    let fills = move || {
        let (lang, chosen) = (lang.get(), fill());
        let frame = lab.draft.with(|draft| draft.text(&Field::Timeframe));
        let venue = lab.draft.with(Draft::venue);
        let source = venue.map_or(Source::Sample, Source::Given);
        let inside = Timeframe::parse(&frame).and_then(|frame| inside_of(source, frame));
        // What is chosen stays in sight, so that its complaint has something to point at.
        let possible = |policy: &FillPolicy| {
            *policy != FillPolicy::Intrabar || inside.is_some() || policy.id() == chosen
        };
        let choice = |policy: FillPolicy| {
            Choice::new(policy.id().to_owned(), policy.id(), policy.name().get(lang))
        };
        let policies = FillPolicy::ALL.into_iter().filter(possible);
        policies.map(choice).collect::<Vec<_>>()
    };
    let rule = move || FillPolicy::find(&fill()).map_or("", |policy| policy.rule().get(lang.get()));
    // A share of the true range stands instead of it.
    let slips = Memo::new(move |_| {
        lab.draft
            .with(|draft| draft.uses_slippage() || draft.differs(&Field::Slippage))
    });
    view! {
        <fieldset class="group" aria-label=word(|| use_words().costs)>
            <h2 class="group-title">{word(|| use_words().costs)}</h2>
            <NumberField
                field=Field::Fee
                label=Signal::derive(|| use_words().fee.to_owned())
                unit=Signal::derive(|| "bps")
                help=Signal::derive(word(|| use_words().fee_help))
                range=Range::FEE
            />
            <div hidden=move || !slips.get()>
                <NumberField
                    field=Field::Slippage
                    label=Signal::derive(|| use_words().slippage.to_owned())
                    unit=Signal::derive(|| "bps")
                    help=Signal::derive(word(|| use_words().slippage_help))
                    range=Range::SLIPPAGE
                />
            </div>
            <Segments
                name="fill"
                label=Signal::derive(|| use_words().fill.to_owned())
                choices=Signal::derive(fills)
                value=Signal::derive(fill)
                on_choose=move |policy| editor.set(Field::Fill, policy, true)
            />
            <p class="field-help">{rule}</p>
            <NumberField
                field=Field::Cash
                label=Signal::derive(|| use_words().cash.to_owned())
                unit=Signal::derive(|| "KRW")
                range=Range::CASH
                slider=false
            />
        </fieldset>
    }
}
