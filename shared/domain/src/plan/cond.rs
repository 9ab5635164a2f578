//! Conditions over values: comparisons, crosses, logic, counts and clocks, as data.

use super::node::Node;
use crate::zones::{Weekday, Zone};
use serde::{Deserialize, Serialize};

/// A condition at the close of a bar. A comparison with a value that isn't warmed up is unknown, and so is
/// what depends on it; an unknown condition does not trade.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Cond {
    /// Holds on every bar.
    Always,
    /// left > right
    Above {
        /// First value.
        left: Node,
        /// Second value.
        right: Node,
    },
    /// left was at or below right one bar ago and is above it now.
    CrossesAbove {
        /// First value.
        left: Node,
        /// Second value.
        right: Node,
    },
    /// All of them hold.
    All(#[cfg_attr(feature = "schema", schemars(length(min = 1)))] Vec<Cond>),
    /// At least one holds.
    Any(#[cfg_attr(feature = "schema", schemars(length(min = 1)))] Vec<Cond>),
    /// It does not hold.
    Not(Box<Cond>),
    /// It has held at each of the last bars.
    ForBars {
        /// What.
        when: Box<Cond>,
        /// How many bars, this one included.
        #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 100_000)))]
        bars: u32,
    },
    /// It has held at one of the last bars at least.
    Within {
        /// What.
        when: Box<Cond>,
        /// How many bars, this one included.
        #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 100_000)))]
        bars: u32,
    },
    /// The bar closes at or after `opens` and before `closes` by the clock of a place; may run past midnight.
    Hours {
        /// Whose clock.
        zone: Zone,
        /// Minute of the day, included.
        #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 1439)))]
        opens: u32,
        /// Minute of the day, not included.
        #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 1440)))]
        closes: u32,
    },
    /// The bar closes on one of these days of the week by the clock of a place.
    Weekdays {
        /// Whose clock.
        zone: Zone,
        /// Which days.
        #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
        days: Vec<Weekday>,
    },
}

impl Node {
    /// This value > the other.
    pub fn above(self, other: impl Into<Node>) -> Cond {
        Cond::Above {
            left: self,
            right: other.into(),
        }
    }

    /// This value < the other.
    pub fn below(self, other: impl Into<Node>) -> Cond {
        Cond::Above {
            left: other.into(),
            right: self,
        }
    }

    /// This value ≥ the other.
    pub fn at_least(self, other: impl Into<Node>) -> Cond {
        self.below(other).negated()
    }

    /// This value ≤ the other.
    pub fn at_most(self, other: impl Into<Node>) -> Cond {
        self.above(other).negated()
    }

    /// This value rises through the other.
    pub fn crosses_above(self, other: impl Into<Node>) -> Cond {
        Cond::CrossesAbove {
            left: self,
            right: other.into(),
        }
    }

    /// This value falls through the other.
    pub fn crosses_below(self, other: impl Into<Node>) -> Cond {
        Cond::CrossesAbove {
            left: other.into(),
            right: self,
        }
    }
}

impl Cond {
    /// Both hold.
    pub fn and(self, other: Cond) -> Cond {
        match (self, other) {
            (Cond::Always, cond) | (cond, Cond::Always) => cond,
            (Cond::All(mut conds), other) => {
                conds.push(other);
                Cond::All(conds)
            }
            (first, second) => Cond::All(vec![first, second]),
        }
    }

    /// One of them holds.
    pub fn or(self, other: Cond) -> Cond {
        match (self, other) {
            (Cond::Any(mut conds), other) => {
                conds.push(other);
                Cond::Any(conds)
            }
            (first, second) => Cond::Any(vec![first, second]),
        }
    }

    /// It does not hold, and that is known.
    pub fn negated(self) -> Cond {
        match self {
            Cond::Not(inner) => *inner,
            other => Cond::Not(Box::new(other)),
        }
    }

    /// It has held at each of the last bars.
    pub fn for_bars(self, bars: usize) -> Cond {
        Cond::ForBars {
            when: Box::new(self),
            bars: bars as u32,
        }
    }

    /// It has held at one of the last bars at least.
    pub fn within(self, bars: usize) -> Cond {
        Cond::Within {
            when: Box::new(self),
            bars: bars as u32,
        }
    }

    /// Both hold, when there is a second one.
    pub fn and_if(self, wanted: bool, other: impl FnOnce() -> Cond) -> Cond {
        if wanted { self.and(other()) } else { self }
    }
}
