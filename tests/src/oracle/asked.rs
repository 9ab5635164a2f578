//! What the plain loop is asked and what it answers: rules, symbols with their wishes, trades.
#![allow(missing_docs, reason = "the names are those of the plan it repeats")]

use domain::instrument::Instrument;
use domain::{Bar, FillPolicy, PathRule, Reason};

/// How an entry is ordered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum By {
    Market,
    Stop,
    Limit,
}

/// How much an entry buys.
#[derive(Clone, Copy, Debug)]
pub enum Size {
    Slots(f64),
    Equity(f64),
    Units(f64),
}

/// How far a stop is: percent of the entry price, or times the range known before the entry.
#[derive(Clone, Copy, Debug)]
pub enum Far {
    Percent(f64),
    Range(f64),
}

/// What is traded, the same for every symbol.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    pub after: Option<u32>,
    pub stop: Option<Far>,
    pub target: Option<f64>,
    /// Percent behind the best price.
    pub trail: Option<f64>,
    pub policy: FillPolicy,
    pub path: PathRule,
    /// Of orders that take.
    pub fee: f64,
    /// Of orders that wait.
    pub maker: f64,
    pub slip: f64,
    pub size: Size,
    pub cash: f64,
}

/// An entry that is wanted; a level lies on the venue's grid, and the sign is that of the position.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    pub sign: f64,
    pub by: By,
    pub level: f64,
    pub why: Reason,
}

/// A symbol: its bars with the parts they are replayed by, and at each close what was decided there for the next bar.
#[derive(Clone, Debug)]
pub struct Symbol {
    pub instrument: Instrument,
    pub bars: Vec<Bar>,
    pub parts: Vec<Vec<Bar>>,
    pub enter: Vec<Option<Wish>>,
    pub leave: Vec<bool>,
    pub range: Vec<f64>,
}

/// A trade.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deal {
    pub symbol: usize,
    pub long: bool,
    pub units: f64,
    pub entered: (i64, f64, Reason),
    pub left: (i64, f64, Reason),
    pub gain: f64,
}

/// What a run comes to; `ruined` when a short took most of the money at some price, where the venue steps in.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    pub deals: Vec<Deal>,
    pub equity: Vec<f64>,
    pub ruined: bool,
}

impl Wish {
    /// Does the price rise to the level?
    pub fn rising(&self) -> bool {
        (self.by == By::Stop) == (self.sign > 0.0)
    }

    /// Where it fills when the price comes from here.
    pub fn from(&self, open: f64) -> f64 {
        match self.by {
            By::Market => open,
            By::Stop | By::Limit => further(self.way(), self.level, open),
        }
    }

    /// Does the bar reach the level?
    pub fn reached(&self, bar: &Bar) -> bool {
        (further(self.way(), bar.low, bar.high) - self.level) * self.way() >= 0.0
    }

    fn way(&self) -> f64 {
        if self.rising() { 1.0 } else { -1.0 }
    }
}

/// Of two prices the one further this way, up (+1) or down (−1).
pub fn further(way: f64, a: f64, b: f64) -> f64 {
    way * (way * a).max(way * b)
}
