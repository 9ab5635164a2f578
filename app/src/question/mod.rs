//! The question as the page holds it: the text of every field that was touched.
//!
//! Text and not numbers, because what a reader is half way through typing, or what a link brought along, has to stay
//! visible next to the message that says what is wrong with it. [`check`] turns a draft into a `RunSpec` or into
//! the list of all that is wrong.

mod account;
mod check;
pub mod detail;
mod link;
mod needs;
mod shape;
mod source;

pub use check::{Problem, Wrong, check, inside_of};
pub use needs::Lack;
pub use shape::{Range, Shape, number, shape_of};
pub use source::{digest, named, span_text};

use domain::{FillPolicy, Symbol, Timeframe, sample};
use std::collections::BTreeMap;
use strategies::{Strategy, defaults};

/// One thing a reader can decide.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Which strategy.
    Strategy,
    /// A parameter of the strategy, by its id.
    Param(String),
    /// What is traded, codes separated by commas.
    Symbols,
    /// Length of a bar.
    Timeframe,
    /// How far back.
    Span,
    /// Basis points a side.
    Fee,
    /// Basis points a side.
    Slippage,
    /// How entries fill.
    Fill,
    /// Cash at the start.
    Cash,
    /// A detail of account and costs, by its name in links.
    Detail(&'static str),
    /// What may be looked at and is never traded, codes separated by commas.
    Watched,
    /// Where the bars come from: the sample, or the venue whose series of the library they are.
    Source,
    /// The bars a link speaks of: the first digits of their hashes, in the order of symbols and watched.
    Data,
}

/// How far back a run reads: a name for links, and years before the end of the sample.
pub const SPANS: [(&str, Option<i64>); 4] = [
    ("1y", Some(1)),
    ("2y", Some(2)),
    ("4y", Some(4)),
    ("all", None),
];

/// What was said about the fields, as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft(BTreeMap<Field, String>);

impl Draft {
    /// The text of a field, its default when nothing else was said.
    pub fn text(&self, field: &Field) -> String {
        self.0
            .get(field)
            .cloned()
            .unwrap_or_else(|| self.default_text(field))
    }

    /// Was something else than the default said? `5.0` is the same as `5`.
    pub fn differs(&self, field: &Field) -> bool {
        self.0
            .get(field)
            .is_some_and(|text| !same(text, &self.default_text(field)))
    }

    /// Sets a field; another strategy takes its own parameters and fill policy along.
    pub fn set(&mut self, field: Field, text: impl Into<String>) {
        let text = text.into();
        if field == Field::Strategy && text != self.text(&field) {
            self.0
                .retain(|kept, _| !matches!(kept, Field::Param(_) | Field::Fill));
        }
        let decides = matches!(&field, Field::Detail(id) if detail::decides(id));
        self.keep_market_together(&field, &text);
        // Kept as typed even when it equals the default: `5.0` may be on its way to `5.05`.
        self.0.insert(field, text);
        if decides {
            self.drop_unused_details();
        }
    }

    /// Back to the default.
    pub fn reset(&mut self, field: &Field) {
        self.0.remove(field);
        if matches!(field, Field::Detail(id) if detail::decides(id)) {
            self.drop_unused_details();
        }
    }

    /// All parameters of the strategy back to their defaults.
    pub fn reset_params(&mut self) {
        self.0.retain(|field, _| !matches!(field, Field::Param(_)));
    }

    /// The strategy asked for, if it exists.
    pub fn strategy(&self) -> Option<&'static Strategy> {
        strategies::find(&self.text(&Field::Strategy))
    }

    /// The codes asked for, as written.
    pub fn symbols(&self) -> Vec<String> {
        codes(&self.text(&Field::Symbols))
    }

    /// The codes to be looked at, as written.
    pub fn watched(&self) -> Vec<String> {
        codes(&self.text(&Field::Watched))
    }

    /// Adds a symbol or takes it away; one that is traded is not only watched.
    pub fn toggle_symbol(&mut self, code: &str) {
        self.set(Field::Symbols, toggled(self.symbols(), code));
        let mut watched = self.watched();
        watched.retain(|watched| watched != code);
        self.set(Field::Watched, watched.join(","));
    }

    /// Watches a symbol or stops it.
    pub fn toggle_watched(&mut self, code: &str) {
        self.set(Field::Watched, toggled(self.watched(), code));
    }

    fn default_text(&self, field: &Field) -> String {
        match field {
            Field::Strategy => defaults::STRATEGY.to_owned(),
            Field::Param(id) => self
                .strategy()
                .and_then(|strategy| strategy.params.iter().find(|param| param.id == id))
                .map(|param| shape_of(param).default_text())
                .unwrap_or_default(),
            Field::Symbols if self.venue().is_some() => String::new(),
            Field::Symbols => sample::SYMBOLS
                .first()
                .map_or("", |symbol| symbol.code)
                .to_owned(),
            Field::Timeframe => Timeframe::Day1.as_str().to_owned(),
            Field::Span => "all".to_owned(),
            Field::Fee => self.default_fee(),
            Field::Slippage => Range::SLIPPAGE.default_text(),
            Field::Fill => self.default_fill().id().to_owned(),
            Field::Cash => Range::CASH.default_text(),
            Field::Detail(id) => {
                detail::find(id).map_or_else(String::new, detail::Detail::default_text)
            }
            Field::Watched | Field::Data => String::new(),
            Field::Source => source::SAMPLE.to_owned(),
        }
    }

    fn default_fill(&self) -> FillPolicy {
        self.strategy()
            .map(|strategy| strategy.fill)
            .unwrap_or_default()
    }
}

fn codes(text: &str) -> Vec<String> {
    text.split(',')
        .map(str::trim)
        .filter(|code| !code.is_empty())
        .map(str::to_owned)
        .collect()
}

/// With the code when it was missing, without it otherwise; in the order of the sample or the alphabet, so that one set has one link.
fn toggled(mut chosen: Vec<String>, code: &str) -> String {
    match chosen.iter().position(|known| known == code) {
        Some(at) => {
            chosen.remove(at);
        }
        None => chosen.push(code.to_owned()),
    }
    let place = |code: &String| sample::SYMBOLS.iter().position(|known| known.code == code);
    chosen.sort_by_cached_key(|code| (place(code).unwrap_or(usize::MAX), code.clone()));
    chosen.join(",")
}

/// The name of a sample symbol for people, without the prefix that marks it as a sample.
pub fn short_code(symbol: &Symbol) -> &str {
    symbol.as_str().trim_start_matches("SAMPLE-")
}

/// Equal as text or as numbers: `5` and `5.0` are one value and one link.
fn same(a: &str, b: &str) -> bool {
    a == b || matches!((number(a), number(b)), (Some(a), Some(b)) if a == b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_strategy_leaves_no_parameter_behind() {
        let mut draft = Draft::default();
        draft.set(Field::Param("k".into()), "0.9");
        draft.set(Field::Fee, "7");
        draft.set(Field::Strategy, "ema_cross");
        assert!(!draft.differs(&Field::Param("k".into())));
        assert_eq!(draft.text(&Field::Fee), "7");
    }

    #[test]
    fn a_value_typed_back_to_its_default_leaves_the_link_but_not_the_box() {
        let mut draft = Draft::default();
        draft.set(Field::Fee, "7");
        draft.set(Field::Fee, "5.0");
        assert_eq!(draft.text(&Field::Fee), "5.0", "half way to 5.05");
        assert_eq!(draft.to_query(), "");
    }

    #[test]
    fn symbols_keep_one_order() {
        let mut draft = Draft::default();
        draft.toggle_symbol(sample::SYMBOLS[2].code);
        draft.toggle_symbol(sample::SYMBOLS[1].code);
        let expected: Vec<_> = sample::SYMBOLS[..3]
            .iter()
            .map(|symbol| symbol.code)
            .collect();
        assert_eq!(draft.symbols(), expected);
    }

    #[test]
    fn a_symbol_that_is_traded_is_not_only_watched() {
        let mut draft = Draft::default();
        let [_, second, third, _] = sample::SYMBOLS.map(|symbol| symbol.code);
        draft.toggle_watched(third);
        draft.toggle_watched(second);
        assert_eq!(draft.watched(), [second, third]);
        draft.toggle_symbol(second);
        assert_eq!(draft.watched(), [third]);
        draft.toggle_watched(third);
        draft.toggle_symbol(second);
        assert_eq!(draft.to_query(), "");
    }
}
