//! Passing over bars in which nothing can happen: a run of one symbol between two of its trades.

use super::Trader;
use super::asks;
use super::desk::{BOTH, index};
use crate::broker::Broker;
use crate::event::Journal;
use crate::feed::part;
use crate::ledger::{Account, Position};
use crate::signals::Signals;
use crate::span::{highest, lowest};
use domain::plan::Direction;
use domain::{Bars, Ts};
use std::ops::Range;
use std::rc::Rc;
use strategies::program::{Rules, Slot};

/// What a run of one symbol does until something happens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Idle {
    /// It holds nothing and waits for an entry.
    Flat,
    /// It holds one long position and waits for its stop, its target or a reason to leave.
    Long {
        /// Price of the stop, −∞ without one.
        stop: f64,
        /// Price of the nearest target, ∞ without one.
        target: f64,
        /// Bars until the time is up.
        bars: usize,
        /// Can an entry against it end it?
        reverses: bool,
        /// Does the stop follow the price?
        follows: bool,
    },
}

/// The conditions that end the waiting: once one holds at a close, the next bar has to be looked at.
pub(super) struct Waits {
    /// Of an entry.
    entries: Vec<Slot>,
    /// Of leaving a long position.
    exits: Vec<Slot>,
    /// Of either.
    both: Vec<Slot>,
    /// Is there an entry whose condition is only known at the open?
    at_open: bool,
}

impl Waits {
    /// Those of a plan.
    pub(super) fn of(rules: &Rules) -> Waits {
        let exits = rules.signals.iter();
        let exits = exits.filter(|exit| exit.is_for(Direction::Long));
        let exits: Vec<Slot> = exits.map(|exit| exit.rule).collect();
        let entries: Vec<Slot> = rules.entries.iter().map(|entry| entry.when).collect();
        Waits {
            both: [&entries[..], &exits[..]].concat(),
            entries,
            exits,
            at_open: rules.entries.iter().any(|entry| entry.at_open),
        }
    }
}

/// Bars that are searched together for one that reaches a price.
const BLOCK: usize = 64;

impl<S: Signals, B: Broker, J: Journal> Trader<'_, S, B, J> {
    /// What the only symbol waits for; `None` when its bars have to be taken one by one.
    pub fn idle(&self) -> Option<Idle> {
        let costs = &self.spec.costs;
        if J::LOOKS || self.asks.halts || self.asks.same_close || self.desks.len() != 1 {
            return None;
        }
        let desk = self.desks.first()?;
        // Whether an entry's condition has failed since it was used is only seen bar by bar.
        let busy =
            self.rules.again.fresh || desk.rebalances || desk.waits() || self.rules.hold.is_some();
        if busy || desk.leave.iter().any(Option::is_some) {
            return None;
        }
        if self.ledger.held() == 0 {
            return desk.free.then_some(Idle::Flat);
        }
        let position = self.ledger.position(0, Direction::Long)?;
        let follows = asks::follow(&self.rules, Direction::Long);
        let margin = self.spec.account.leverage > 1.0 || self.spec.account.hedge;
        let ends = BOTH
            .iter()
            .any(|side| desk.session_end[index(*side)].is_some());
        let held_back = margin || ends || self.rules.adds.is_some() || self.asks.position;
        if held_back || costs.funding.get() != 0.0 || self.ledger.held() > 1 {
            return None;
        }
        let guard = desk.guard(Direction::Long);
        let times = self.rules.after_bars.iter();
        let most = times
            .filter(|one| one.is_for(Direction::Long))
            .map(|one| one.rule)
            .min();
        Some(Idle::Long {
            stop: self.stop_of_long(),
            target: guard
                .targets
                .first()
                .map_or(f64::INFINITY, |(target, _)| target.get()),
            bars: most.map_or(usize::MAX, |most| left(most, position)),
            reverses: self.rules.reverse,
            follows,
        })
    }

    /// Closes these bars one after the other for as long as nothing but their closes happens; gives how many went by and the
    /// account that was held through them, `None` when the first has to be taken by itself. The last one may tell an exit.
    pub fn wait(&mut self, bars: &Bars, rows: Range<usize>) -> Option<(usize, Account)> {
        let (stop, target, most, reverses) = match self.idle()? {
            Idle::Flat => (f64::NEG_INFINITY, f64::INFINITY, usize::MAX, true),
            Idle::Long { follows: true, .. } => return None,
            Idle::Long {
                stop,
                target,
                bars,
                reverses,
                ..
            } => (stop, target, bars, reverses),
        };
        let held = self.ledger.held() > 0;
        if reverses && (self.waits.at_open || self.signals.any(&self.waits.entries)) {
            return None;
        }
        let ends = match (held, reverses) {
            (false, _) => &self.waits.entries,
            (true, false) => &self.waits.exits,
            (true, true) => &self.waits.both,
        };
        let most = rows.start..rows.end.min(rows.start.saturating_add(most));
        // Without a price to look out for there is nothing to search.
        let block = match stop == f64::NEG_INFINITY && target == f64::INFINITY {
            true => most.len(),
            false => BLOCK,
        };
        let mut passed = 0;
        while passed < most.len() {
            let start = most.start + passed;
            let rows = start..most.end.min(start + block);
            let untouched = untouched(bars, &rows, stop, target);
            let closed = self
                .signals
                .close_until(bars, start..start + untouched, ends);
            passed += closed;
            if closed < rows.len() || self.signals.any(ends) {
                break;
            }
        }
        if passed == 0 {
            return None;
        }
        let rows = rows.start..rows.start + passed;
        self.mark_all(bars, rows.clone())?;
        let account = self.went_by(bars, rows)?;
        if held {
            self.signal(0);
        }
        Some((passed, account))
    }

    /// How many of these bars go by before one reaches the stop that follows the price, or the nearest target; `None` when the first does.
    /// They are passed as in [`pass`](Trader::pass), one close after the other.
    pub fn follow_through(&mut self, bars: &Bars, rows: Range<usize>) -> Option<(usize, Account)> {
        let guard = self.desks.first()?.guard(Direction::Long);
        let (target, _) = guard.targets.first().copied().unzip();
        let target = target.map_or(f64::INFINITY, |target| target.get());
        let (low, high) = (
            bars.low().get(rows.clone())?,
            bars.high().get(rows.clone())?,
        );
        let closes = bars.close().get(rows.clone())?;
        let rules = Rc::clone(&self.rules);
        // A stop that only hangs on the best price stays where it is until there is a better one.
        let by_best = rules.follows_best(Direction::Long);
        let position = self.ledger.position(0, Direction::Long)?;
        let (mut lowest, mut highest) = (f64::INFINITY, position.highest);
        let mut stop = self.stop_of_long();
        let (mut passed, mut noted) = (0, 0);
        for ((low, high), close) in low.iter().zip(high).zip(closes) {
            if *low <= stop || *high >= target {
                break;
            }
            passed += 1;
            lowest = lowest.min(*low);
            if by_best && *high <= highest {
                continue;
            }
            highest = highest.max(*high);
            let span = (lowest, highest);
            self.ledger.pass(0, (passed - noted) as u32, span, *close);
            self.signals.pass(0, passed - noted);
            noted = passed;
            let position = self.ledger.position(0, Direction::Long)?;
            let values = |slot: Slot| self.signals.value(0, slot);
            let desk = self.desks.first_mut()?;
            let guard = &mut desk.guards[index(Direction::Long)];
            guard.follow(&rules, position.into(), *close, &values, &desk.instrument);
            stop = self.stop_of_long();
        }
        if passed == 0 {
            return None;
        }
        let last = closes.get(passed - 1)?;
        self.ledger
            .pass(0, (passed - noted) as u32, (lowest, highest), *last);
        self.signals.pass(0, passed - noted);
        let account = self.went_by(bars, rows.start..rows.start + passed)?;
        Some((passed, account))
    }

    /// −∞ without one.
    fn stop_of_long(&self) -> f64 {
        let guard = self.desks.first().map(|desk| desk.guard(Direction::Long));
        let stop = guard.and_then(|guard| guard.stop);
        stop.map_or(f64::NEG_INFINITY, |(stop, _)| stop.get())
    }

    /// Takes whole bars that change nothing but marks and ages; gives the account that was held through them.
    pub fn pass(&mut self, bars: &Bars, rows: Range<usize>) -> Option<Account> {
        self.mark_all(bars, rows.clone())?;
        self.signals.pass(0, rows.len());
        self.went_by(bars, rows)
    }

    /// The position, if there is one, lives through all of these bars.
    fn mark_all(&mut self, bars: &Bars, rows: Range<usize>) -> Option<()> {
        let last = bars.close().get(rows.end.checked_sub(1)?)?;
        let (low, high) = (
            bars.low().get(rows.clone())?,
            bars.high().get(rows.clone())?,
        );
        // Without a position nobody asks how far prices went.
        let span = match self.ledger.held() {
            0 => (f64::INFINITY, f64::NEG_INFINITY),
            _ => (lowest(low), highest(high)),
        };
        self.ledger.pass(0, rows.len() as u32, span, *last);
        Some(())
    }

    /// What is left to note when bars have gone by: the account that was held through them.
    fn went_by(&mut self, bars: &Bars, rows: Range<usize>) -> Option<Account> {
        let last = rows.end.checked_sub(1)?;
        let opened = Ts(*bars.open_time().get(last)?);
        let volume = *bars.volume().get(last)?;
        let close = self.spec.market.timeframe.close_of(opened);
        self.now = close;
        let units = self.ledger.units(0, Direction::Long).get();
        let cash = self.ledger.cash().get();
        let desk = self.desks.first_mut()?;
        desk.rows += rows.len() as u32;
        desk.last_close = close;
        desk.last_volume = volume;
        desk.resting.clear();
        desk.promised = 0.0;
        desk.watched.clear();
        self.reserved = 0.0;
        Some(Account { cash, units })
    }
}

/// How many of these bars go by before one falls to the stop or rises to the target.
fn untouched(bars: &Bars, rows: &Range<usize>, stop: f64, target: f64) -> usize {
    if stop == f64::NEG_INFINITY && target == f64::INFINITY {
        return rows.len();
    }
    let mut prices = part(bars.low(), rows).zip(part(bars.high(), rows));
    let reached = prices.position(|(low, high)| *low <= stop || *high >= target);
    reached.unwrap_or(rows.len())
}

/// Bars a position may still be held before the close of one of them says that its time is up.
fn left(most: u32, position: &Position) -> usize {
    most.saturating_sub(position.bars_held + 1) as usize
}
