//! A plan: a whole trading rule as a value, when to enter, by which order, every way out, how much, how often.
//!
//! Everything is computed at the close of bar t for orders that act in bar t+1, so a plan cannot express a use of bar
//! t+1 other than its open. Whether a plan is sound (its indicators exist, its numbers make sense) is checked by the
//! crate of strategies, which knows the indicators; here are only the words.

mod cond;
mod exit;
mod node;

pub use cond::Cond;
pub use exit::{Distance, Exit, Extreme, TrailBy};
pub use node::{
    Best, Change, Column, Held, IndicatorNode, Node, Op, SymbolRef, close, high, indicator, low,
    next_open, open, volume,
};

use crate::spec::Sizing;
use serde::{Deserialize, Serialize};

/// Long or short.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Gains when the price rises.
    Long,
    /// Gains when the price falls.
    Short,
}

/// A whole trading rule.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// How a position begins; the first entry that wants one gets it.
    #[serde(default)]
    pub entries: Vec<Entry>,
    /// How it ends; whichever comes first.
    #[serde(default)]
    pub exits: Vec<Exit>,
    /// Does an entry against the position close it first, at the same price?
    #[serde(default)]
    pub reverse: bool,
    /// Entries on top of a position.
    #[serde(default)]
    pub adds: Option<Adds>,
    /// When a next position may begin.
    #[serde(default)]
    pub again: Again,
    /// Who goes first when several symbols want in at once; without it the order of the run's symbols decides.
    #[serde(default)]
    pub rank: Option<Rank>,
    /// How much an entry buys when the run doesn't say.
    #[serde(default)]
    pub sizing: Option<Sizing>,
    /// Scales each entry, 0 to 1: a conviction, a volatility scale.
    #[serde(default)]
    pub weight: Option<Node>,
    /// Instead of entries and exits: hold these shares of the account.
    #[serde(default)]
    pub hold: Option<Hold>,
}

/// How a position begins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Long or short.
    pub side: Direction,
    /// The condition for placing the order.
    pub when: Cond,
    /// The order.
    pub order: EntryOrder,
}

/// The order that enters. A level order lives for one bar and is placed anew while its condition holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum EntryOrder {
    /// At the next open.
    Market,
    /// When the price breaks this level: from below for a long, from above for a short.
    Stop(Node),
    /// When the price comes back to this level: from above for a long, from below for a short.
    Limit(Node),
}

/// Entries on top of a position.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Adds {
    /// How many at most, the first entry not counted.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 10_000)))]
    pub most: u32,
    /// When.
    pub when: AddWhen,
    /// Size of each add ÷ size of the entry or add before it.
    #[serde(default = "one")]
    #[cfg_attr(feature = "schema", schemars(range(min = 0.01, max = 100.0)))]
    pub scale: f64,
    /// What these sizes count.
    #[serde(default)]
    pub size: AddSize,
    /// Are stop and targets set anew from the price of the last add? Otherwise from the average price.
    #[serde(default)]
    pub from_last: bool,
}

/// What the size of an add counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AddSize {
    /// Units: at a higher price an add costs more money.
    #[default]
    Units,
    /// Money, counted from the entry: at a higher price an add is of fewer units.
    Money,
}

/// When a position grows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AddWhen {
    /// At this distance in our favour since the last entry or add: pyramiding.
    Gain(Distance),
    /// At this distance against us since the last entry or add: a grid that buys the dip.
    Loss(Distance),
    /// At the next open after the condition held.
    Signal(Cond),
}

/// When a next position may begin.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Again {
    /// Bars without an entry after any exit; 0 allows one at the open that exits.
    #[serde(default)]
    pub wait: u32,
    /// Bars without an entry after a losing exit by a stop.
    #[serde(default)]
    pub wait_after_stop: u32,
    /// Must the entry's condition have failed since the last entry?
    #[serde(default)]
    pub fresh: bool,
    /// Entries a day (UTC) at most.
    #[serde(default)]
    pub most_a_day: Option<u32>,
}

/// Who goes first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rank {
    /// The value known before the bar.
    pub by: Node,
    /// Which end is better.
    pub best: Best,
}

/// Shares of the account to hold, set right whenever the condition held at a close.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Hold {
    /// When the shares are set right, at the next open.
    pub when: Cond,
    /// Share of the account in this symbol: below zero is short, zero is nothing.
    pub share: Node,
    /// A difference smaller than this share of the account is left alone.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0, max = 1.0)))]
    pub tolerance: f64,
}

fn one() -> f64 {
    1.0
}

impl Direction {
    /// +1 for a long, −1 for a short.
    pub const fn sign(self) -> f64 {
        match self {
            Direction::Long => 1.0,
            Direction::Short => -1.0,
        }
    }

    /// The other one.
    pub const fn opposite(self) -> Direction {
        match self {
            Direction::Long => Direction::Short,
            Direction::Short => Direction::Long,
        }
    }
}

impl Plan {
    /// Long when `when` holds.
    pub fn long(when: Cond, order: EntryOrder) -> Plan {
        Plan::default().enter(Direction::Long, when, order)
    }

    /// Short when `when` holds.
    pub fn short(when: Cond, order: EntryOrder) -> Plan {
        Plan::default().enter(Direction::Short, when, order)
    }

    /// Adds an entry.
    pub fn enter(mut self, side: Direction, when: Cond, order: EntryOrder) -> Plan {
        self.entries.push(Entry { side, when, order });
        self
    }

    /// Adds a way out.
    pub fn exit(mut self, exit: Exit) -> Plan {
        self.exits.push(exit);
        self
    }

    /// Adds a way out at the next open after the condition held.
    pub fn exit_when(self, when: Cond) -> Plan {
        self.exit(Exit::Signal(when))
    }

    /// Adds a protective stop this many percent from the entry, when that is above zero.
    pub fn stop_loss(self, percent: f64) -> Plan {
        if percent > 0.0 {
            self.exit(Exit::Stop(Distance::Percent(percent)))
        } else {
            self
        }
    }
}
