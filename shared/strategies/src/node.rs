//! Values a plan computes: prices, indicators and arithmetic, as a tree that can be shown, shared and walked.

use serde::{Deserialize, Serialize};
use std::ops::{Add, Div, Mul, Sub};

/// A value at the close of a bar, except [`Node::NextOpen`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Node {
    /// A constant.
    Number(f64),
    /// A price or the volume of the bar that just closed.
    Price(Column),
    /// The open of the bar about to trade: known when its orders are placed, and nothing later is.
    /// Allowed in an entry's level and condition only.
    NextOpen,
    /// One output of a registered indicator.
    Indicator {
        /// Its id.
        id: String,
        /// Its inputs.
        inputs: Vec<Node>,
        /// Its parameters, in the order of the definition; those left out at the end have their defaults.
        params: Vec<f64>,
        /// Which output.
        output: usize,
    },
    /// The value some bars ago.
    Lag {
        /// Of what.
        of: Box<Node>,
        /// How many bars, 1 or more.
        bars: usize,
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
}

/// A column of the bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
}

/// Arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// The open of the bar about to trade.
pub fn next_open() -> Node {
    Node::NextOpen
}

impl Node {
    /// A registered indicator with one output over given inputs.
    pub fn indicator(id: &str, inputs: Vec<Node>, params: Vec<f64>) -> Node {
        Node::Indicator {
            id: id.to_owned(),
            inputs,
            params,
            output: 0,
        }
    }

    /// Another output of the same indicator, by its place in the definition; other nodes have only one value.
    pub fn output(self, place: usize) -> Node {
        match self {
            Node::Indicator {
                id, inputs, params, ..
            } => Node::Indicator {
                id,
                inputs,
                params,
                output: place,
            },
            other => other,
        }
    }

    /// Relative strength index of this value.
    pub fn rsi(self, period: usize) -> Node {
        Node::indicator("rsi", vec![self], vec![period as f64])
    }

    /// Simple moving average of this value.
    pub fn sma(self, period: usize) -> Node {
        Node::indicator("sma", vec![self], vec![period as f64])
    }

    /// Exponential moving average of this value.
    pub fn ema(self, period: usize) -> Node {
        Node::indicator("ema", vec![self], vec![period as f64])
    }

    /// This value some bars ago.
    pub fn lag(self, bars: usize) -> Node {
        Node::Lag {
            of: Box::new(self),
            bars,
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

/// Noise ratio of each bar.
pub fn noise() -> Node {
    Node::indicator("noise", vec![open(), high(), low(), close()], vec![])
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
