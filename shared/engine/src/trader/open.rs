//! The open of a bar: exits first, so that entries can use the cash, then adds and entries.

use super::Trader;
use super::desk::{BOTH, Waiting, Watched, index};
use crate::broker::Broker;
use crate::event::{Event, Journal, What, Wish};
use crate::guard::{Toward, closing, level, liquidation};
use crate::signals::Signals;
use domain::plan::{Best, Direction};
use domain::time::DAY_MS;
use domain::{Bar, FillPolicy, OrderKind, Price, Reason, Refusal, Ts};
use std::rc::Rc;
use strategies::program::{AddTrigger, Level, Slot};

/// An entry that is wanted at this open.
pub(super) struct Candidate {
    symbol: usize,
    entry: usize,
    direction: Direction,
    kind: OrderKind,
    reason: Reason,
    rank: f64,
}

impl<S: Signals, B: Broker, J: Journal> Trader<'_, S, B, J> {
    /// Market data: the bars of this moment have opened. Only their opens are looked at; a simulated broker may look
    /// further to be harsh.
    pub fn open(&mut self, time: Ts, bars: &[Option<Bar>]) {
        self.now = time;
        self.moment = (time, time);
        self.opened = true;
        self.reserved = 0.0;
        self.bars.copy_from_slice(bars);
        for (symbol, bar) in bars.iter().enumerate() {
            let desk = &mut self.desks[symbol];
            desk.resting.clear();
            desk.promised = 0.0;
            desk.watched.clear();
            let Some(bar) = bar else { continue };
            self.ledger.see_open(symbol, bar.open);
            if J::LOOKS {
                self.emit(Event::Opened {
                    symbol,
                    time: bar.open_time,
                    price: bar.open,
                });
            }
        }
        self.settle();
        if self.ledger.held() > 0 {
            for (symbol, bar) in bars.iter().enumerate() {
                if let Some(bar) = bar {
                    self.leave_at_open(symbol, bar);
                }
            }
        }
        let rules = Rc::clone(&self.rules);
        match &rules.hold {
            Some(hold) => self.rebalance(hold, bars),
            None => {
                if rules.adds.is_some() && self.ledger.held() > 0 {
                    self.grow_at_open(bars);
                }
                self.enter(bars, false);
            }
        }
    }

    fn leave_at_open(&mut self, symbol: usize, bar: &Bar) {
        for direction in BOTH {
            if self.ledger.position(symbol, direction).is_none() {
                continue;
            }
            let liquidated = self
                .liquidation_of(symbol, direction)
                .is_some_and(|level| (level.get() - bar.open) * direction.sign() >= 0.0);
            let desk = &mut self.desks[symbol];
            let over = desk
                .session_end(direction)
                .is_some_and(|end| bar.open_time >= end);
            let ordered = *desk.leaving(direction);
            let reason = match desk.guard(direction).jumped(direction, bar.open) {
                _ if ordered.is_some() => ordered,
                _ if over => Some(Reason::SessionEnd),
                _ if liquidated => Some(Reason::Liquidation),
                jumped => jumped,
            };
            if bar.made_up {
                if reason.is_some() {
                    self.refuse(symbol, Refusal::GapBar);
                    self.settle();
                }
                continue;
            }
            match reason {
                Some(reason) => {
                    let now = (bar.open, reason);
                    self.leave(symbol, direction, None, OrderKind::Market, now);
                }
                None => self.targets_jumped(symbol, direction, bar),
            }
        }
    }

    /// Targets the open is already beyond fill at the open, which is better than their price.
    fn targets_jumped(&mut self, symbol: usize, direction: Direction, bar: &Bar) {
        while let Some(&(target, share)) = self.desks[symbol].guard(direction).targets.first() {
            let beyond = (bar.open - target.get()) * direction.sign() >= 0.0;
            if !beyond || self.ledger.position(symbol, direction).is_none() {
                return;
            }
            let left = self.desks[symbol].guard(direction).targets.len();
            let now = (bar.open, Reason::TakeProfit);
            let kind = OrderKind::Limit(target);
            self.leave(symbol, direction, Some(share), kind, now);
            if self.desks[symbol].guard(direction).targets.len() == left {
                // The part was too small to sell; the target is spent all the same.
                self.desks[symbol].guard_mut(direction).took_target();
            }
        }
    }

    /// The price at which the venue closes a position; only margin knows one.
    #[inline]
    pub(super) fn liquidation_of(&self, symbol: usize, direction: Direction) -> Option<Price> {
        let margin = self.spec.account.leverage != 1.0 || self.ledger.holds_short();
        margin.then(|| self.margin_of(symbol, direction)).flatten()
    }

    #[inline(never)]
    fn margin_of(&self, symbol: usize, direction: Direction) -> Option<Price> {
        let position = self.ledger.position(symbol, direction)?;
        let (equity, exposure) = (self.ledger.equity(), self.ledger.exposure());
        let maintenance = self.spec.account.maintenance.get();
        let mark = self.ledger.mark_of(symbol);
        let level = match equity <= maintenance * exposure {
            true => Price::new(mark).ok(),
            false => liquidation(position, mark, equity, exposure, maintenance),
        };
        let on_grid =
            OrderKind::Stop(level?).on_grid(closing(direction), &self.desks[symbol].instrument);
        match on_grid {
            Ok(OrderKind::Stop(level)) => Some(level),
            _ => None,
        }
    }

    /// Adds: a level waits in this bar, a signal acts at the open.
    fn grow_at_open(&mut self, bars: &[Option<Bar>]) {
        let Some(adds) = self.rules.adds else { return };
        for (symbol, bar) in bars.iter().enumerate().take(self.traded) {
            let Some(bar) = bar else { continue };
            for direction in BOTH {
                let Some(position) = self.ledger.position(symbol, direction) else {
                    continue;
                };
                if position.adds >= adds.most || position.bars_held == 0 {
                    continue;
                }
                let values = |slot: Slot| self.signals.value(symbol, slot);
                let grows = *self.desks[symbol].grows_mut(direction);
                let (last, risk) = (
                    position.last_price.get(),
                    self.desks[symbol].guard(direction).risk,
                );
                let at = |length, toward| {
                    let level = level(length, direction, toward, last, risk, &values);
                    Price::new(level).ok()
                };
                let kind = match adds.when {
                    AddTrigger::Gain(length) => at(length, Toward::Gain).map(OrderKind::Stop),
                    AddTrigger::Loss(length) => at(length, Toward::Loss).map(OrderKind::Limit),
                    AddTrigger::Signal(_) => grows.then_some(OrderKind::Market),
                };
                let Some(mut kind) = kind else { continue };
                if bar.made_up {
                    if kind == OrderKind::Market {
                        self.refuse(symbol, Refusal::GapBar);
                    }
                    continue;
                }
                if self.spec.fill == FillPolicy::NextOpen && kind != OrderKind::Market {
                    // A level that was reached in the bar before is a signal for this open.
                    if !grows {
                        continue;
                    }
                    kind = OrderKind::Market;
                }
                *self.desks[symbol].grows_mut(direction) = false;
                self.emit(Event::Wanted(Wish {
                    symbol,
                    direction,
                    what: What::Grow(adds.scale),
                    kind,
                    reason: Reason::Add,
                    price: bar.open,
                    due: kind == OrderKind::Market,
                }));
                self.settle();
            }
        }
    }

    /// Entries: at the open of their bar, or at its close under the policy that allows it.
    pub(super) fn enter(&mut self, bars: &[Option<Bar>], at_close: bool) {
        let mut candidates = std::mem::take(&mut self.candidates);
        for (symbol, bar) in bars.iter().enumerate().take(self.traded) {
            // Of a single symbol somebody has asked that before opening the bar.
            let asks = J::LOOKS || at_close || bars.len() == 1 || self.desks[symbol].waits();
            if let Some(bar) = bar
                && (asks || self.may_want(symbol))
            {
                self.candidates(symbol, bar, at_close, &mut candidates);
            }
        }
        if candidates.len() > 1
            && let Some(rank) = self.rules.rank
        {
            // What isn't known comes last; equal ranks keep the order of the symbols.
            let order = |a: &Candidate, b: &Candidate| match rank.best {
                Best::Highest => b.rank.total_cmp(&a.rank),
                Best::Lowest => a.rank.total_cmp(&b.rank),
            };
            candidates.sort_by(|a, b| a.rank.is_nan().cmp(&b.rank.is_nan()).then(order(a, b)));
        }
        for candidate in candidates.drain(..) {
            if let Some(bar) = &bars[candidate.symbol] {
                self.take(&candidate, bar, at_close);
            }
        }
        self.candidates = candidates;
    }

    fn candidates(&mut self, symbol: usize, bar: &Bar, at_close: bool, into: &mut Vec<Candidate>) {
        if !self.signals.has_closed(symbol) {
            return;
        }
        let rules = Rc::clone(&self.rules);
        if !at_close {
            self.signals.open(symbol, bar.open);
        }
        let rank = rules
            .rank
            .map_or(f64::NAN, |rank| self.signals.value(symbol, rank.by));
        let candidate = |entry, direction, kind, reason| Candidate {
            symbol,
            entry,
            direction,
            kind,
            reason,
            rank,
        };
        let hedge = self.spec.account.hedge;
        // Behind an entry at the market no other comes to its turn, with hedging none of its side.
        let mut taken = [false; 2];
        for direction in BOTH {
            let Some(waiting) = self.desks[symbol].waiting[index(direction)] else {
                continue;
            };
            if at_close {
                return;
            }
            let Waiting { entry, reason } = waiting;
            if self.may_enter(symbol, entry, direction, bar) {
                into.push(candidate(entry, direction, OrderKind::Market, reason));
                if !hedge {
                    return;
                }
                taken[index(direction)] = true;
                continue;
            }
            // What has happened since the level was reached forbids it now.
            self.desks[symbol].waiting[index(direction)] = None;
        }
        let same_close = self.spec.fill == FillPolicy::SameClose;
        for (place, entry) in rules.entries.iter().enumerate() {
            // What depends on the next open is not known at a close.
            if at_close && entry.at_open {
                continue;
            }
            let holds = self.signals.holds(symbol, entry.when);
            if !holds {
                self.desks[symbol].armed |= 1 << (place % 64);
                continue;
            }
            let here = entry.level == Level::Market && !entry.at_open && same_close;
            let side = index(entry.side);
            if taken[side] || here != at_close || !self.may_enter(symbol, place, entry.side, bar) {
                continue;
            }
            let level = |slot| Price::new(self.signals.value(symbol, slot)).ok();
            let (kind, reason) = match entry.level {
                Level::Market => (Some(OrderKind::Market), Reason::EntrySignal),
                Level::Stop(slot) => (level(slot).map(OrderKind::Stop), Reason::EntryStop),
                Level::Limit(slot) => (level(slot).map(OrderKind::Limit), Reason::EntryLimit),
            };
            let Some(kind) = kind else { continue };
            into.push(candidate(place, entry.side, kind, reason));
            if kind == OrderKind::Market {
                match hedge {
                    true => taken[side] = true,
                    false => taken = [true; 2],
                }
            }
        }
    }

    /// Do position and re-entry rules allow this entry?
    fn may_enter(&self, symbol: usize, entry: usize, direction: Direction, bar: &Bar) -> bool {
        let desk = &self.desks[symbol];
        let again = &self.rules.again;
        let against = self.ledger.position(symbol, direction.opposite()).is_some();
        let same = self.ledger.position(symbol, direction).is_some();
        let free = if same {
            false
        } else if against {
            self.rules.reverse || self.spec.account.hedge
        } else {
            desk.free || self.spec.account.hedge
        };
        let day = bar.open_time.0.div_euclid(DAY_MS);
        let today = if desk.today.0 == day { desk.today.1 } else { 0 };
        free && desk.rows >= desk.allowed_from
            && (!again.fresh || desk.armed & (1 << (entry % 64)) != 0)
            && again.most_a_day.is_none_or(|most| today < most)
    }

    fn take(&mut self, candidate: &Candidate, bar: &Bar, at_close: bool) {
        let &Candidate {
            symbol,
            entry,
            direction,
            kind,
            reason,
            ..
        } = candidate;
        if bar.made_up {
            self.refuse(symbol, Refusal::GapBar);
            return self.settle();
        }
        match self.spec.account.hedge {
            true => self.desks[symbol].waiting[index(direction)] = None,
            false => self.desks[symbol].waiting = [None; 2],
        }
        let against = direction.opposite();
        let reverses = !self.spec.account.hedge && self.ledger.position(symbol, against).is_some();
        let watched = Watched {
            entry,
            direction,
            kind,
        };
        if kind != OrderKind::Market && (self.spec.fill == FillPolicy::NextOpen || reverses) {
            return self.desks[symbol].watched.push(watched);
        }
        let price = if at_close { bar.close } else { bar.open };
        if reverses {
            let now = (price, Reason::Reversal);
            self.leave(symbol, against, None, OrderKind::Market, now);
        }
        self.enter_now(
            symbol,
            watched,
            (reason, price),
            kind == OrderKind::Market,
            bar,
        );
    }

    /// Sends an entry; a market order is due at this price, another one rests.
    pub(super) fn enter_now(
        &mut self,
        symbol: usize,
        entry: Watched,
        (reason, price): (Reason, f64),
        due: bool,
        bar: &Bar,
    ) {
        let Watched {
            entry,
            direction,
            kind,
            ..
        } = entry;
        let before = self.ledger.fills();
        self.emit(Event::Wanted(Wish {
            symbol,
            direction,
            what: What::Enter,
            kind,
            reason,
            price,
            due,
        }));
        self.settle();
        if self.ledger.fills() != before {
            self.entered(symbol, entry, bar);
        }
    }

    /// Counts an entry for the re-entry rules.
    pub(super) fn entered(&mut self, symbol: usize, entry: usize, bar: &Bar) {
        let desk = &mut self.desks[symbol];
        desk.armed &= !(1 << (entry % 64));
        let day = bar.open_time.0.div_euclid(DAY_MS);
        let before = if desk.today.0 == day { desk.today.1 } else { 0 };
        desk.today = (day, before + 1);
    }
}
