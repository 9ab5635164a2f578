//! Ways out of a position, as data: signals, time, stops, targets, trailing, break-even and the end of a session.

use super::Direction;
use super::cond::Cond;
use super::node::Node;
use crate::zones::Zone;
use serde::{Deserialize, Serialize};

/// One way out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Exit {
    /// At the next open after the condition held at a close.
    Signal(Cond),
    /// At the open of the n-th bar after the entry bar; 1 is the next bar.
    AfterBars(#[cfg_attr(feature = "schema", schemars(range(min = 1, max = 100_000)))] u32),
    /// A protective stop at this distance against us.
    Stop(Distance),
    /// A target at this distance in our favour, for a share of the position as it was entered: several make a ladder.
    Target {
        /// How far.
        at: Distance,
        /// Share of the position, above 0 and up to 1; what a ladder leaves goes by the other exits.
        #[cfg_attr(feature = "schema", schemars(range(min = 0.000_001, max = 1.0)))]
        share: f64,
    },
    /// A stop that follows the price at each close and never moves back.
    Trail {
        /// How closely.
        by: TrailBy,
        /// Follow which price.
        behind: Extreme,
        /// Only after the position has gained this much.
        after: Option<Distance>,
    },
    /// Once the position has gained `after`, the stop moves to the entry price plus this many percent.
    BreakEven {
        /// The gain that is needed.
        after: Distance,
        /// Percent beyond the entry price, to cover costs.
        #[cfg_attr(feature = "schema", schemars(range(min = -99.0, max = 1000.0)))]
        plus: f64,
    },
    /// At the close of the bar that reaches this time of day; at the next open when there is no such bar.
    SessionEnd {
        /// Whose clock.
        zone: Zone,
        /// Minute of the day.
        #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 1439)))]
        minute: u32,
    },
    /// For long positions only.
    Long(Box<Exit>),
    /// For short positions only.
    Short(Box<Exit>),
}

/// A distance from the entry price, or a price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Distance {
    /// Percent of the entry price.
    Percent(#[cfg_attr(feature = "schema", schemars(range(min = 0.000_001, max = 10_000.0)))] f64),
    /// Times the average true range (Wilder) of the bars before the entry.
    Atr {
        /// Bars of the average.
        #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 5000)))]
        period: u32,
        /// How many times.
        #[cfg_attr(feature = "schema", schemars(range(min = 0.000_001, max = 10_000.0)))]
        times: f64,
    },
    /// A price computed at the last close before the entry.
    Price(Node),
    /// Times what is risked: the distance from the entry price to the first stop.
    R(#[cfg_attr(feature = "schema", schemars(range(min = 0.000_001, max = 10_000.0)))] f64),
}

/// How closely a trailing stop follows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum TrailBy {
    /// Percent of the price it follows.
    Percent(#[cfg_attr(feature = "schema", schemars(range(min = 0.000_001, max = 99.999)))] f64),
    /// Times the average true range (Wilder) at each close; behind the best high this is the chandelier stop.
    Atr {
        /// Bars of the average.
        #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 5000)))]
        period: u32,
        /// How many times.
        #[cfg_attr(feature = "schema", schemars(range(min = 0.000_001, max = 10_000.0)))]
        times: f64,
    },
    /// This price, whatever `behind` says.
    Price(Node),
}

/// The price a trailing stop follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Extreme {
    /// The highest high since the entry, for shorts the lowest low.
    #[default]
    Best,
    /// The last close.
    Close,
}

impl Exit {
    /// The whole position at a distance in our favour.
    pub fn target(at: Distance) -> Exit {
        Exit::Target { at, share: 1.0 }
    }

    /// A stop behind the best price since the entry.
    pub fn trail(by: TrailBy) -> Exit {
        Exit::Trail {
            by,
            behind: Extreme::Best,
            after: None,
        }
    }

    /// The way out itself and the positions it is for; `None` is both.
    pub fn unwrapped(&self) -> (&Exit, Option<Direction>) {
        match self {
            Exit::Long(inner) => (inner, Some(Direction::Long)),
            Exit::Short(inner) => (inner, Some(Direction::Short)),
            both => (both, None),
        }
    }
}
