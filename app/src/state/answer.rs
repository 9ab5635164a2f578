//! A question with its answer, and whose bars and money it speaks of.

use super::use_lab;
use crate::i18n::use_words;
use crate::settings::use_settings;
use crate::tables::Tables;
use domain::{RunReport, RunSpec, Source, Venue};
use js_sys::Float64Array;
use leptos::prelude::*;
use std::rc::Rc;

/// A question with its answer.
#[derive(Clone)]
pub struct Answer {
    /// The question.
    pub spec: Rc<RunSpec>,
    /// The answer without its curve.
    pub report: Rc<RunReport>,
    /// Returns by month and the worst drawdowns.
    pub tables: Rc<Tables>,
    /// The curve: time, equity, drawdown of each point in a row.
    pub curve: Float64Array,
    /// Hash of the whole report.
    pub hash: String,
    /// Lowest and highest equity.
    pub range: (f64, f64),
    /// Time the worker took.
    pub millis: f64,
}

impl Answer {
    /// The venue whose bars it rests on; `None` is the sample.
    pub fn venue(&self) -> Option<Venue> {
        match self.spec.market.source {
            Source::Sample => None,
            Source::Given(venue) => Some(venue),
        }
    }

    /// Whose bars it rests on, as files say it.
    pub fn data(&self) -> &'static str {
        self.venue().map_or("sample (generated)", Venue::id)
    }

    /// The money its amounts are in; nothing when nothing tells.
    pub fn quote(&self) -> &'static str {
        let symbol = self.spec.market.symbols.first();
        match (self.venue(), symbol) {
            (Some(venue), Some(symbol)) => {
                let instrument = venue.instrument(*symbol);
                instrument.map_or("", |instrument| instrument.quote)
            }
            _ => "KRW",
        }
    }
}

/// The money of the answer on show; that of the question before there is one.
pub fn quote() -> &'static str {
    let lab = use_lab();
    if let Some(quote) = lab.answer.with(|answer| answer.as_ref().map(Answer::quote)) {
        return quote;
    }
    "KRW"
}

/// Whose bars the answer on show rests on, as files say it.
pub fn data() -> &'static str {
    let answer = use_lab().answer;
    answer.with_untracked(|answer| answer.as_ref().map_or("", Answer::data))
}

/// The same in words.
pub fn data_words() -> String {
    let venue = use_lab()
        .answer
        .with(|answer| answer.as_ref().and_then(Answer::venue));
    match venue {
        None => use_words().sample_short.to_owned(),
        Some(venue) => venue.name().get(use_settings().lang.get()).to_owned(),
    }
}
