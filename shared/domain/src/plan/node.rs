//! Values a plan computes: prices, indicators and arithmetic, as a tree that can be shown, shared and walked.

use super::cond::Cond;
use crate::instrument::Symbol;
use crate::time::Timeframe;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::{Add, Div, Mul, Sub};

/// A value at the close of a bar, except [`Node::NextOpen`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Node {
    /// A constant.
    Number(f64),
    /// A price, the volume or the time of the bar that just closed.
    Price(Column),
    /// The open of the bar about to trade: known when its orders are placed, and nothing later is.
    /// Allowed in an entry's level and condition only.
    NextOpen,
    /// One output of a registered indicator.
    Indicator(IndicatorNode),
    /// The value some bars ago.
    Lag {
        /// Of what.
        of: Box<Node>,
        /// How many bars, 1 or more.
        #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 100_000)))]
        bars: u32,
    },
    /// Two values combined.
    Math {
        /// How.
        op: Op,
        /// First value.
        left: Box<Node>,
        /// Second value.
        right: Box<Node>,
    },
    /// One value changed.
    Changed {
        /// How.
        by: Change,
        /// What.
        of: Box<Node>,
    },
    /// One of two values.
    If {
        /// Which one.
        when: Box<Cond>,
        /// The value while it holds.
        then: Box<Node>,
        /// The value while it doesn't.
        otherwise: Box<Node>,
    },
    /// The value on longer bars made of these; it changes when such a bar has closed.
    Timeframe {
        /// Length of those bars.
        bars: Timeframe,
        /// What is computed on them.
        of: Box<Node>,
    },
    /// The value for another symbol, as of its last close at this moment or before.
    Symbol {
        /// Which one.
        symbol: SymbolRef,
        /// What is computed on it.
        of: Box<Node>,
    },
    /// Place of this symbol's value among all the run's symbols with one at this close, 1 is the best.
    Rank {
        /// What is compared.
        of: Box<Node>,
        /// Which end is better.
        best: Best,
    },
    /// Something about the open position; unknown without one. Allowed in exits and adds only.
    Held(Held),
}

/// One output of a registered indicator over given inputs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IndicatorNode {
    /// Its id.
    pub id: String,
    /// Its inputs; empty takes the bars as the definition says.
    #[serde(default)]
    pub inputs: Vec<Node>,
    /// Its parameters by name; those left out have their defaults.
    #[serde(default)]
    pub params: BTreeMap<String, f64>,
    /// Which output; empty is the first.
    #[serde(default)]
    pub output: String,
}

/// A column of the bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// First price.
    Open,
    /// Highest price.
    High,
    /// Lowest price.
    Low,
    /// Last price.
    Close,
    /// Traded units.
    Volume,
    /// Opening time in milliseconds UTC.
    Time,
}

/// Arithmetic on two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// left + right
    Add,
    /// left − right
    Sub,
    /// left × right
    Mul,
    /// left ÷ right
    Div,
    /// The smaller one.
    Min,
    /// The larger one.
    Max,
}

/// Arithmetic on one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Without its sign.
    Absolute,
    /// Square root; unknown below zero.
    Root,
    /// Natural logarithm; unknown at and below zero.
    Log,
}

/// Which end of a ranking is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Best {
    /// The highest value.
    Highest,
    /// The lowest value.
    Lowest,
}

/// Another symbol of the run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SymbolRef {
    /// The first symbol of the run: the one that leads the others.
    First,
    /// The symbol with this code; it must be in the run, traded or only watched.
    Code(Symbol),
    /// The last traded symbol of the run: with the first one it makes a pair.
    Last,
}

/// What is known about an open position at a close.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Held {
    /// Average price paid or received.
    EntryPrice,
    /// Bars since the entry bar, which counts as 0.
    Bars,
    /// Highest price since the entry.
    Highest,
    /// Lowest price since the entry.
    Lowest,
    /// Gain in percent of the entry price at the close, below zero for a loss.
    Gain,
}

/// The open of the bar that just closed.
pub fn open() -> Node {
    Node::Price(Column::Open)
}

/// The high of the bar that just closed.
pub fn high() -> Node {
    Node::Price(Column::High)
}

/// The low of the bar that just closed.
pub fn low() -> Node {
    Node::Price(Column::Low)
}

/// The close of the bar that just closed.
pub fn close() -> Node {
    Node::Price(Column::Close)
}

/// The volume of the bar that just closed.
pub fn volume() -> Node {
    Node::Price(Column::Volume)
}

/// The open of the bar about to trade.
pub fn next_open() -> Node {
    Node::NextOpen
}

/// The first output of a registered indicator on the bars, with its defaults.
pub fn indicator(id: &str) -> Node {
    Node::Indicator(IndicatorNode {
        id: id.to_owned(),
        inputs: Vec::new(),
        params: BTreeMap::new(),
        output: String::new(),
    })
}

impl Node {
    /// An indicator with this parameter; other nodes have none.
    pub fn with(mut self, name: &str, value: impl Into<f64>) -> Node {
        if let Node::Indicator(indicator) = &mut self {
            indicator.params.insert(name.to_owned(), value.into());
        }
        self
    }

    /// An indicator of this value instead of the bars; a second call adds the second input.
    pub fn of(mut self, input: Node) -> Node {
        if let Node::Indicator(indicator) = &mut self {
            indicator.inputs.push(input);
        }
        self
    }

    /// Another output of the same indicator.
    pub fn output(mut self, name: &str) -> Node {
        if let Node::Indicator(indicator) = &mut self {
            name.clone_into(&mut indicator.output);
        }
        self
    }

    fn averaged(self, id: &str, period: usize) -> Node {
        indicator(id).of(self).with("period", period as f64)
    }

    /// Relative strength index of this value.
    pub fn rsi(self, period: usize) -> Node {
        self.averaged("rsi", period)
    }

    /// Simple moving average of this value.
    pub fn sma(self, period: usize) -> Node {
        self.averaged("sma", period)
    }

    /// Exponential moving average of this value.
    pub fn ema(self, period: usize) -> Node {
        self.averaged("ema", period)
    }

    /// This value some bars ago.
    pub fn lag(self, bars: usize) -> Node {
        Node::Lag {
            of: Box::new(self),
            bars: bars as u32,
        }
    }

    /// This value on longer bars.
    pub fn on(self, bars: Timeframe) -> Node {
        Node::Timeframe {
            bars,
            of: Box::new(self),
        }
    }

    /// This value for another symbol.
    pub fn of_symbol(self, symbol: SymbolRef) -> Node {
        Node::Symbol {
            symbol,
            of: Box::new(self),
        }
    }

    /// This symbol's place by this value.
    pub fn rank(self, best: Best) -> Node {
        Node::Rank {
            of: Box::new(self),
            best,
        }
    }

    /// This value changed.
    pub fn changed(self, by: Change) -> Node {
        Node::Changed {
            by,
            of: Box::new(self),
        }
    }

    /// The smaller of the two.
    pub fn min(self, other: impl Into<Node>) -> Node {
        self.math(Op::Min, other.into())
    }

    /// The larger of the two.
    pub fn max(self, other: impl Into<Node>) -> Node {
        self.math(Op::Max, other.into())
    }

    /// This value while the condition holds, the other while it doesn't.
    pub fn when(self, when: Cond, otherwise: impl Into<Node>) -> Node {
        Node::If {
            when: Box::new(when),
            then: Box::new(self),
            otherwise: Box::new(otherwise.into()),
        }
    }

    fn math(self, op: Op, right: Node) -> Node {
        Node::Math {
            op,
            left: Box::new(self),
            right: Box::new(right),
        }
    }
}

impl From<f64> for Node {
    fn from(number: f64) -> Node {
        Node::Number(number)
    }
}

macro_rules! operator {
    ($($trait:ident $method:ident $op:ident),*) => {$(
        impl<Right: Into<Node>> $trait<Right> for Node {
            type Output = Node;
            fn $method(self, right: Right) -> Node {
                self.math(Op::$op, right.into())
            }
        }
    )*};
}

operator!(Add add Add, Sub sub Sub, Mul mul Mul, Div div Div);
