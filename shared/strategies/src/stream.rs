//! A plan one bar at a time: feed closes and opens, ask what it wants.

use crate::cond::Cond;
use crate::node::{Column, Node, Op};
use crate::plan::{EntryOrder, Exit, Plan, PlanError};
use domain::Bar;
use indicators::Step;
use std::collections::VecDeque;

/// A running plan. Equal sub-expressions are computed once a bar.
pub struct Stream {
    slots: Vec<Slot>,
    entry: Rule,
    level: Level,
    exits: Vec<Rule>,
    closed_bars: usize,
}

/// The entry order, its level resolved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wanted {
    /// Buy at the open.
    Market,
    /// Buy when the price rises to this.
    Stop(f64),
    /// Buy when the price falls to this.
    Limit(f64),
}

impl Stream {
    /// A fresh stream of a checked plan.
    pub fn new(plan: &Plan) -> Result<Stream, PlanError> {
        plan.check()?;
        let mut compiler = Compiler {
            nodes: Vec::new(),
            slots: Vec::new(),
        };
        let entry = compiler.rule(&plan.entry.when);
        let level = match &plan.entry.order {
            EntryOrder::Market => Level::Market,
            EntryOrder::Stop(node) => Level::Stop(compiler.slot(node)),
            EntryOrder::Limit(node) => Level::Limit(compiler.slot(node)),
        };
        let exits = plan.exits.iter().filter_map(|exit| match exit {
            Exit::Signal(cond) => Some(compiler.rule(cond)),
            Exit::AfterBars(_) | Exit::StopLoss(_) => None,
        });
        let exits = exits.collect();
        Ok(Stream {
            slots: compiler.slots,
            entry,
            level,
            exits,
            closed_bars: 0,
        })
    }

    /// Takes a closed bar.
    pub fn on_close(&mut self, bar: &Bar) {
        self.closed_bars += 1;
        for index in 0..self.slots.len() {
            let (done, rest) = self.slots.split_at_mut(index);
            if let Some(slot) = rest.first_mut()
                && !slot.at_open
            {
                slot.before = slot.now;
                slot.now = slot.work.close(bar, done);
            }
        }
    }

    /// Does an exit signal hold at the last close?
    pub fn wants_out(&self) -> bool {
        self.exits
            .iter()
            .any(|rule| rule.holds(&self.slots) == Some(true))
    }

    /// The entry order for the bar that opens at this price, if any; nothing before the first close.
    pub fn wants_in(&mut self, open: f64) -> Option<Wanted> {
        if self.closed_bars == 0 {
            return None;
        }
        for index in 0..self.slots.len() {
            let (done, rest) = self.slots.split_at_mut(index);
            if let Some(slot) = rest.first_mut()
                && slot.at_open
            {
                slot.now = slot.work.open(open, done);
            }
        }
        if self.entry.holds(&self.slots) != Some(true) {
            return None;
        }
        let level = |slot: usize| Some(self.slots.get(slot)?.now).filter(|level| level.is_finite());
        match self.level {
            Level::Market => Some(Wanted::Market),
            Level::Stop(slot) => level(slot).map(Wanted::Stop),
            Level::Limit(slot) => level(slot).map(Wanted::Limit),
        }
    }
}

enum Level {
    Market,
    Stop(usize),
    Limit(usize),
}

/// One distinct sub-expression and its value now and one bar before.
struct Slot {
    work: Work,
    at_open: bool,
    now: f64,
    before: f64,
}

enum Work {
    Number(f64),
    Price(Column),
    NextOpen,
    Indicator {
        step: Box<dyn Step>,
        inputs: Vec<usize>,
        buffer: Vec<f64>,
        outputs: Vec<f64>,
        output: usize,
    },
    Lag {
        of: usize,
        past: VecDeque<f64>,
        bars: usize,
    },
    Math {
        op: Op,
        left: usize,
        right: usize,
    },
}

fn value(done: &[Slot], slot: usize) -> f64 {
    done.get(slot).map_or(f64::NAN, |slot| slot.now)
}

impl Work {
    fn close(&mut self, bar: &Bar, done: &[Slot]) -> f64 {
        match self {
            Work::Number(number) => *number,
            Work::Price(Column::Open) => bar.open,
            Work::Price(Column::High) => bar.high,
            Work::Price(Column::Low) => bar.low,
            Work::Price(Column::Close) => bar.close,
            Work::Price(Column::Volume) => bar.volume,
            Work::NextOpen => f64::NAN,
            Work::Indicator {
                step,
                inputs,
                buffer,
                outputs,
                output,
            } => {
                for (place, input) in buffer.iter_mut().zip(inputs) {
                    *place = value(done, *input);
                }
                step.step(buffer, outputs);
                outputs.get(*output).copied().unwrap_or(f64::NAN)
            }
            Work::Lag { of, past, bars } => {
                past.push_back(value(done, *of));
                if past.len() > *bars {
                    past.pop_front().unwrap_or(f64::NAN)
                } else {
                    f64::NAN
                }
            }
            Work::Math { op, left, right } => math(*op, value(done, *left), value(done, *right)),
        }
    }

    /// Only the next open and arithmetic on it get here: the check lets nothing else depend on it.
    fn open(&mut self, open: f64, done: &[Slot]) -> f64 {
        match self {
            Work::NextOpen => open,
            Work::Math { op, left, right } => math(*op, value(done, *left), value(done, *right)),
            _ => f64::NAN,
        }
    }
}

fn math(op: Op, left: f64, right: f64) -> f64 {
    match op {
        Op::Add => left + right,
        Op::Sub => left - right,
        Op::Mul => left * right,
        Op::Div => left / right,
    }
}

/// A condition over slots.
enum Rule {
    Always,
    Above(usize, usize),
    CrossesAbove(usize, usize),
    All(Vec<Rule>),
    Any(Vec<Rule>),
    Not(Box<Rule>),
}

impl Rule {
    /// `None` while a value it needs isn't warmed up.
    fn holds(&self, slots: &[Slot]) -> Option<bool> {
        match self {
            Rule::Always => Some(true),
            Rule::Above(left, right) => greater(slots.get(*left)?.now, slots.get(*right)?.now),
            Rule::CrossesAbove(left, right) => {
                let (left, right) = (slots.get(*left)?, slots.get(*right)?);
                Some(!greater(left.before, right.before)? && greater(left.now, right.now)?)
            }
            Rule::All(rules) => fold(rules, slots, false),
            Rule::Any(rules) => fold(rules, slots, true),
            Rule::Not(rule) => rule.holds(slots).map(|held| !held),
        }
    }
}

fn greater(left: f64, right: f64) -> Option<bool> {
    if left.is_nan() || right.is_nan() {
        None
    } else {
        Some(left > right)
    }
}

/// Three-valued and/or: one deciding value decides, otherwise an unknown leaves it unknown.
fn fold(rules: &[Rule], slots: &[Slot], decides: bool) -> Option<bool> {
    let mut unknown = false;
    for rule in rules {
        match rule.holds(slots) {
            Some(held) if held == decides => return Some(decides),
            Some(_) => {}
            None => unknown = true,
        }
    }
    if unknown { None } else { Some(!decides) }
}

/// Turns trees into slots in an order in which inputs come first.
struct Compiler {
    nodes: Vec<Node>,
    slots: Vec<Slot>,
}

impl Compiler {
    fn slot(&mut self, node: &Node) -> usize {
        if let Some(known) = self.nodes.iter().position(|other| other == node) {
            return known;
        }
        let work = match node {
            Node::Number(number) => Work::Number(*number),
            Node::Price(column) => Work::Price(*column),
            Node::NextOpen => Work::NextOpen,
            Node::Lag { of, bars } => Work::Lag {
                of: self.slot(of),
                past: VecDeque::new(),
                bars: *bars,
            },
            Node::Math { op, left, right } => Work::Math {
                op: *op,
                left: self.slot(left),
                right: self.slot(right),
            },
            Node::Indicator {
                id,
                inputs,
                params,
                output,
            } => {
                let inputs: Vec<usize> = inputs.iter().map(|input| self.slot(input)).collect();
                match indicators::find(id) {
                    Some(known) => Work::Indicator {
                        step: (known.kernel)(&known.completed(params)),
                        buffer: vec![f64::NAN; inputs.len()],
                        inputs,
                        outputs: vec![f64::NAN; known.outputs.len()],
                        output: *output,
                    },
                    None => Work::Number(f64::NAN),
                }
            }
        };
        let at_open = match &work {
            Work::NextOpen => true,
            Work::Math { left, right, .. } => [left, right]
                .into_iter()
                .any(|&s| self.slots.get(s).is_some_and(|s| s.at_open)),
            _ => false,
        };
        self.nodes.push(node.clone());
        self.slots.push(Slot {
            work,
            at_open,
            now: f64::NAN,
            before: f64::NAN,
        });
        self.slots.len() - 1
    }

    fn rule(&mut self, cond: &Cond) -> Rule {
        match cond {
            Cond::Always => Rule::Always,
            Cond::Above { left, right } => Rule::Above(self.slot(left), self.slot(right)),
            Cond::CrossesAbove { left, right } => {
                Rule::CrossesAbove(self.slot(left), self.slot(right))
            }
            Cond::All(conds) => Rule::All(conds.iter().map(|cond| self.rule(cond)).collect()),
            Cond::Any(conds) => Rule::Any(conds.iter().map(|cond| self.rule(cond)).collect()),
            Cond::Not(cond) => Rule::Not(Box::new(self.rule(cond))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node::{close, high, low, next_open};
    use domain::Ts;

    fn bar(close: f64) -> Bar {
        let (high, low) = (close + 2.0, close - 1.0);
        Bar {
            open_time: Ts(0),
            open: close,
            high,
            low,
            close,
            volume: 1.0,
            made_up: false,
        }
    }

    #[test]
    fn a_level_uses_the_next_open_and_the_last_range() {
        let level = next_open() + (high() - low()) * 0.5;
        let plan = Plan::long(Cond::Always, EntryOrder::Stop(level)).exit(Exit::AfterBars(1));
        let mut stream = Stream::new(&plan).unwrap();
        assert_eq!(stream.wants_in(100.0), None, "no bar has closed");
        stream.on_close(&bar(100.0));
        assert_eq!(stream.wants_in(104.0), Some(Wanted::Stop(105.5)));
        assert_eq!(
            stream.wants_in(90.0),
            Some(Wanted::Stop(91.5)),
            "asking changes nothing"
        );
    }

    #[test]
    fn a_cross_happens_on_one_bar() {
        let plan = Plan::long(close().crosses_above(10.0), EntryOrder::Market)
            .exit(Exit::Signal(close().crosses_below(10.0)));
        let mut stream = Stream::new(&plan).unwrap();
        let mut seen = Vec::new();
        for close in [9.0, 10.0, 11.0, 12.0, 10.0, 9.0, 9.0] {
            stream.on_close(&bar(close));
            seen.push((stream.wants_in(close).is_some(), stream.wants_out()));
        }
        let expected = [(0, 0), (0, 0), (1, 0), (0, 0), (0, 0), (0, 1), (0, 0)];
        assert_eq!(seen, expected.map(|(enter, exit)| (enter == 1, exit == 1)));
    }

    #[test]
    fn an_unknown_value_never_trades_not_even_negated() {
        let cold = close().above(close().sma(3));
        let plan = Plan::long(Cond::Not(Box::new(cold)), EntryOrder::Market)
            .exit(Exit::Signal(Cond::Always));
        let mut stream = Stream::new(&plan).unwrap();
        stream.on_close(&bar(1.0));
        stream.on_close(&bar(1.0));
        assert_eq!(stream.wants_in(1.0), None);
        stream.on_close(&bar(1.0));
        assert_eq!(stream.wants_in(1.0), Some(Wanted::Market));
    }

    #[test]
    fn a_lag_looks_back() {
        let plan =
            Plan::long(close().above(close().lag(2)), EntryOrder::Market).exit(Exit::AfterBars(1));
        let mut stream = Stream::new(&plan).unwrap();
        let wants = [5.0, 1.0, 4.0, 2.0].map(|close| {
            stream.on_close(&bar(close));
            stream.wants_in(close).is_some()
        });
        assert_eq!(wants, [false, false, false, true]);
    }
}
