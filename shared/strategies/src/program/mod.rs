//! A plan compiled for a run: every distinct expression once, in an order in which inputs come first.
//!
//! Both ways to evaluate a plan read this one list: [`crate::Stream`] bar by bar, [`crate::columns`] as whole columns.

mod compile;
mod rules;

pub use rules::{
    AddRule, AddTrigger, EntryRule, HoldRule, Length, Level, RankRule, Rules, Sided, TargetRule,
    TrailLength, TrailRule,
};

use crate::check::PlanError;
use domain::plan::{Best, Change, Column, Held, Op, Plan};
use domain::zones::{Weekday, Zone};
use domain::{Sizing, Slippage, Symbol, Timeframe};

/// The place of an expression in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot(pub u32);

impl Slot {
    /// As an index.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a run adds to a plan.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// Length of a bar.
    pub timeframe: Timeframe,
    /// What is traded.
    pub symbols: &'a [Symbol],
    /// What is only looked at; its series follow those of the symbols.
    pub watched: &'a [Symbol],
    /// How much an entry buys: some ways need a volatility.
    pub sizing: Sizing,
    /// How far the price moves against an order: one way needs a range.
    pub slippage: Slippage,
}

/// A compiled plan.
#[derive(Clone, Debug)]
pub struct Program {
    /// Every expression, inputs first.
    pub slots: Vec<Expression>,
    /// Longer bars in use; an expression's frame counts from 1, 0 are the run's own bars.
    pub frames: Vec<Timeframe>,
    /// Length of the run's own bars.
    pub timeframe: Timeframe,
    /// How many rounds a close takes: values of other symbols must be known before they are read.
    pub rounds: u32,
    /// How many of the symbols are traded.
    pub traded: usize,
    /// How many there are, the watched ones included.
    pub symbols: usize,
    /// What to trade, with places instead of expressions.
    pub rules: Rules,
}

/// One distinct expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    /// How it is computed.
    pub work: Work,
    /// On which bars.
    pub frame: u32,
    /// In which round of a close.
    pub round: u32,
    /// Known only once the next bar has opened?
    pub at_open: bool,
    /// Does it depend on the open position?
    pub held: bool,
    /// Where it stands first in the plan.
    pub path: String,
}

/// How an expression is computed from others. Conditions are 1 when they hold, 0 when not, NaN while unknown.
#[derive(Clone, Debug, PartialEq)]
pub enum Work {
    /// A constant.
    Number(f64),
    /// A column of the bars.
    Price(Column),
    /// The open of the bar about to trade.
    NextOpen,
    /// An indicator; its own value is its first output.
    Run {
        /// Id of the indicator.
        id: &'static str,
        /// All its parameters in their order.
        params: Vec<f64>,
        /// Its inputs.
        inputs: Vec<Slot>,
    },
    /// Another output of an indicator.
    Output {
        /// Which run.
        run: Slot,
        /// Which output.
        place: usize,
    },
    /// The value some bars ago.
    Lag {
        /// Of what.
        of: Slot,
        /// How many bars.
        bars: usize,
    },
    /// Two values combined.
    Math {
        /// How.
        op: Op,
        /// First value.
        left: Slot,
        /// Second value.
        right: Slot,
    },
    /// One value changed.
    Changed {
        /// How.
        by: Change,
        /// What.
        of: Slot,
    },
    /// One of two values.
    If {
        /// Which one.
        when: Slot,
        /// While it holds.
        then: Slot,
        /// While it doesn't.
        otherwise: Slot,
    },
    /// The value of an expression on longer bars, as of their last close.
    Longer(Slot),
    /// The value for another symbol.
    Other {
        /// Index of the symbol.
        symbol: usize,
        /// Of what.
        of: Slot,
    },
    /// The place among all traded symbols with a bar.
    Rank {
        /// By what.
        of: Slot,
        /// Which end is better.
        best: Best,
    },
    /// Something about the open position.
    Held(Held),
    /// Holds on every bar.
    Always,
    /// left > right
    Above(Slot, Slot),
    /// It was at or below one bar ago and is above now.
    CrossesAbove(Slot, Slot),
    /// All hold.
    All(Vec<Slot>),
    /// One holds.
    Any(Vec<Slot>),
    /// It doesn't hold.
    Not(Slot),
    /// It has held at each of the last bars.
    ForBars(Slot, u32),
    /// It has held at one of the last bars.
    Within(Slot, u32),
    /// The close lies inside these hours.
    Hours {
        /// Whose clock.
        zone: Zone,
        /// Minute of the day, included.
        opens: u32,
        /// Minute of the day, not included.
        closes: u32,
    },
    /// The close lies on one of these days.
    Weekdays {
        /// Whose clock.
        zone: Zone,
        /// Which days.
        days: Vec<Weekday>,
    },
}

impl Work {
    /// The expressions it reads.
    pub fn inputs(&self) -> Vec<Slot> {
        match self {
            Work::Number(_)
            | Work::Price(_)
            | Work::NextOpen
            | Work::Held(_)
            | Work::Always
            | Work::Hours { .. }
            | Work::Weekdays { .. } => Vec::new(),
            Work::Run { inputs, .. } => inputs.clone(),
            Work::Output { run: of, .. }
            | Work::Lag { of, .. }
            | Work::Changed { of, .. }
            | Work::Longer(of)
            | Work::Other { of, .. }
            | Work::Rank { of, .. }
            | Work::Not(of)
            | Work::ForBars(of, _)
            | Work::Within(of, _) => vec![*of],
            Work::Math { left, right, .. }
            | Work::Above(left, right)
            | Work::CrossesAbove(left, right) => vec![*left, *right],
            Work::If {
                when,
                then,
                otherwise,
            } => vec![*when, *then, *otherwise],
            Work::All(slots) | Work::Any(slots) => slots.clone(),
        }
    }
}

impl Program {
    /// Checks a plan and compiles it for a run.
    pub fn new(plan: &Plan, setting: Setting<'_>) -> Result<Program, PlanError> {
        crate::check::check(plan)?;
        compile::compile(plan, setting)
    }

    /// The expression at a place.
    pub fn expression(&self, slot: Slot) -> Option<&Expression> {
        self.slots.get(slot.index())
    }
}

/// 1, 0 or NaN for a comparison.
pub fn greater(left: f64, right: f64) -> f64 {
    if left > right {
        1.0
    } else if left <= right {
        0.0
    } else {
        f64::NAN
    }
}

/// Arithmetic on two values; the smaller and the larger of a known and an unknown value are unknown.
pub fn math(op: Op, left: f64, right: f64) -> f64 {
    match op {
        Op::Add => left + right,
        Op::Sub => left - right,
        Op::Mul => left * right,
        Op::Div => left / right,
        Op::Min if left.is_nan() || right.is_nan() => f64::NAN,
        Op::Max if left.is_nan() || right.is_nan() => f64::NAN,
        Op::Min => left.min(right),
        Op::Max => left.max(right),
    }
}

/// Arithmetic on one value.
pub fn changed(by: Change, value: f64) -> f64 {
    match by {
        Change::Absolute => value.abs(),
        Change::Root => value.sqrt(),
        Change::Log if value > 0.0 => libm::log(value),
        Change::Log => f64::NAN,
    }
}

/// Does a close at this moment lie inside these hours?
pub fn in_hours(zone: Zone, opens: u32, closes: u32, close: domain::Ts) -> bool {
    let minute = zone.local(close).minute;
    if opens < closes {
        (opens..closes).contains(&minute)
    } else {
        minute >= opens || minute < closes
    }
}
