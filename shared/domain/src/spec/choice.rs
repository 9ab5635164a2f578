//! What trades and on which bars: the two choices every question begins with.

use crate::digest::Digest;
use crate::instrument::{Symbol, Venue};
use crate::plan::Plan;
use crate::time::{Span, Timeframe};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What decides to trade.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StrategyChoice {
    /// A strategy of the library.
    Library(LibraryChoice),
    /// A plan of one's own.
    Plan(Box<Plan>),
}

/// A strategy of the library and its parameters by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LibraryChoice {
    /// Id in the library.
    pub id: String,
    /// Values by parameter id; sorted, so that there is one spelling. A switch is 0 or 1.
    pub params: BTreeMap<String, f64>,
}

impl StrategyChoice {
    /// A strategy of the library.
    pub fn library(id: &str, params: BTreeMap<String, f64>) -> StrategyChoice {
        StrategyChoice::Library(LibraryChoice {
            id: id.to_owned(),
            params,
        })
    }

    /// The id in the library; `None` for a plan of one's own.
    pub fn id(&self) -> Option<&str> {
        match self {
            StrategyChoice::Library(choice) => Some(&choice.id),
            StrategyChoice::Plan(_) => None,
        }
    }

    /// The value of a parameter of the library's strategy.
    pub fn param(&self, id: &str) -> Option<f64> {
        match self {
            StrategyChoice::Library(choice) => choice.params.get(id).copied(),
            StrategyChoice::Plan(_) => None,
        }
    }

    /// Sets a parameter; a plan of one's own has none.
    pub fn set(&mut self, id: &str, value: f64) {
        if let StrategyChoice::Library(choice) = self {
            choice.params.insert(id.to_owned(), value);
        }
    }
}

/// Which bars a run reads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarketChoice {
    /// Where the bars come from.
    pub source: Source,
    /// Symbols that share one cash account.
    pub symbols: Vec<Symbol>,
    /// Symbols a plan may look at and never trades.
    #[serde(default)]
    pub watched: Vec<Symbol>,
    /// Length of a bar.
    pub timeframe: Timeframe,
    /// Length of the bars that replay the inside of a bar.
    #[serde(default)]
    pub inside: Option<Timeframe>,
    /// Bars that open inside; `None` is all there is.
    #[serde(default)]
    pub span: Option<Span>,
    /// The data the result belongs to; other data are refused.
    #[serde(default)]
    pub data: Option<Digest>,
}

/// Where bars come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The generated market.
    Sample,
    /// Bars handed over beside the question, traded by the rules of this venue.
    Given(Venue),
}
