//! Conditions over values: comparisons, crosses and logic, as data.

use crate::node::Node;
use serde::{Deserialize, Serialize};

/// A condition at the close of a bar. A comparison with a value that isn't warmed up is unknown, and so is
/// what depends on it; an unknown condition does not trade.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    All(Vec<Cond>),
    /// At least one holds.
    Any(Vec<Cond>),
    /// It does not hold.
    Not(Box<Cond>),
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
}
