//! The close of a bar: marks, signals, stops that follow, funding, and what fills at the close itself.

use super::Trader;
use super::desk::{BOTH, Desk};
use crate::broker::Broker;
use crate::event::{Event, Journal};
use crate::ledger::{Closed, Ledger};
use crate::signals::Signals;
use domain::{Bar, OrderKind, Reason, Refusal, Ts};
use std::rc::Rc;
use strategies::HeldFacts;
use strategies::program::{AddTrigger, Slot};

impl<S: Signals, B: Broker, J: Journal> Trader<'_, S, B, J> {
    /// Market data: these bars have closed. Gives how much less the positions were worth at the worst prices of the bars.
    #[inline]
    pub fn close(&mut self, close: Ts, bars: &[Option<Bar>]) -> f64 {
        self.now = close;
        self.moment = (close, close);
        if J::LOOKS || self.asks.fills_at_close {
            // Only then can an order be due now and ask for its bar.
            self.bars.copy_from_slice(bars);
        }
        let Closed { dip, equity } = self.ledger.close(bars);
        self.equity = equity;
        if J::LOOKS {
            self.tell_closes(bars);
        }
        self.settle();
        // Nothing rests in a bar that wasn't opened.
        if std::mem::take(&mut self.opened) {
            self.expire();
        }
        if self.asks.fills_at_close && self.ledger.held() > 0 {
            self.end_sessions(bars);
        }
        if self.asks.position {
            self.close_signals_with_facts(bars);
        } else {
            self.signals.close(bars, &[]);
        }
        for (symbol, bar) in bars.iter().enumerate() {
            if let Some(bar) = bar {
                self.close_desk(symbol, close, bar);
            }
        }
        if self.asks.same_close {
            // What was lost by this close halts the entries at it.
            self.watch.see(close, || self.ledger.equity());
            self.act_at_close(bars);
        }
        if self.asks.fills_at_close || self.asks.holding_costs {
            self.equity = self.ledger.equity();
        }
        if self.asks.halts {
            self.watch.see(close, || self.equity);
        }
        if J::LOOKS {
            self.emit(Event::Marked(close));
            self.settle();
        }
        dip
    }

    fn tell_closes(&mut self, bars: &[Option<Bar>]) {
        for (symbol, bar) in bars.iter().enumerate() {
            if let Some(bar) = bar {
                self.emit(Event::Closed { symbol, bar: *bar });
            }
        }
    }

    /// What the close of one symbol's bar means for what is held and for its next bar.
    #[inline]
    fn close_desk(&mut self, symbol: usize, close: Ts, bar: &Bar) {
        if self.asks.holding_costs && self.holds(symbol) {
            self.pay_at_close(symbol);
        }
        if self.asks.stops_follow && self.holds(symbol) {
            self.follow(symbol, bar);
        }
        let Some(desk) = self.desks.get_mut(symbol) else {
            return;
        };
        desk.rows += 1;
        desk.last_close = close;
        desk.last_volume = bar.volume;
        if let Some(hold) = &self.rules.hold {
            desk.rebalances |= self.signals.holds(symbol, hold.when);
        }
        match self.ledger.held() {
            0 => desk.free = true,
            _ => self.signal(symbol),
        }
    }

    /// Orders that rest live for one bar: at its close their cash is free again.
    #[inline(never)]
    fn expire(&mut self) {
        self.reserved = 0.0;
        for desk in &mut self.desks {
            desk.resting.clear();
            desk.promised = 0.0;
            desk.watched.clear();
        }
    }

    /// Positions whose session ends with their bar leave at its close: the clock was known beforehand.
    #[inline(never)]
    fn end_sessions(&mut self, bars: &[Option<Bar>]) {
        for (symbol, bar) in bars.iter().enumerate() {
            let Some(bar) = bar else { continue };
            let ends = self.spec.market.timeframe.close_of(bar.open_time);
            for direction in BOTH {
                let over = self.desks[symbol]
                    .session_end(direction)
                    .is_some_and(|end| ends >= end);
                if !over || self.ledger.position(symbol, direction).is_none() {
                    continue;
                }
                if bar.made_up {
                    self.refuse(symbol, Refusal::GapBar);
                    self.settle();
                    continue;
                }
                let now = (bar.close, Reason::SessionEnd);
                self.leave(symbol, direction, None, OrderKind::Market, now);
            }
        }
    }

    #[inline(never)]
    fn close_signals_with_facts(&mut self, bars: &[Option<Bar>]) {
        let held: Vec<HeldFacts> = (0..self.desks.len()).map(|one| self.facts(one)).collect();
        self.signals.close(bars, &held);
    }

    fn facts(&self, symbol: usize) -> HeldFacts {
        let Some(position) = self.ledger.any_position(symbol) else {
            return HeldFacts::NONE;
        };
        let entry = position.entry.price.get();
        let moved = self.ledger.mark_of(symbol) / entry - 1.0;
        HeldFacts {
            entry_price: entry,
            bars: f64::from(position.bars_held.saturating_sub(1)),
            highest: position.highest,
            lowest: position.lowest,
            gain: 100.0 * position.direction.sign() * moved,
        }
    }

    /// Stops move for the next bar.
    #[inline(never)]
    fn follow(&mut self, symbol: usize, bar: &Bar) {
        let rules = Rc::clone(&self.rules);
        for direction in BOTH {
            let Some(position) = self.ledger.position(symbol, direction) else {
                continue;
            };
            let ride = position.into();
            let desk = &mut self.desks[symbol];
            let mut guard = std::mem::take(desk.guard_mut(direction));
            let values = |slot: Slot| self.signals.value(symbol, slot);
            guard.follow(&rules, ride, bar.close, &values, &desk.instrument);
            *desk.guard_mut(direction) = guard;
        }
    }

    /// Exit and add signals for the next open; a position that isn't told to leave keeps its symbol from being entered anew.
    #[inline(always)]
    pub(super) fn signal(&mut self, symbol: usize) {
        let (rules, signals) = (&self.rules, &self.signals);
        let Some(desk) = self.desks.get_mut(symbol) else {
            return;
        };
        desk.free = true;
        let both = self.ledger.both(symbol).iter().zip(&mut desk.leave);
        for (direction, (position, leave)) in BOTH.into_iter().zip(both) {
            let Some(position) = position else { continue };
            let mut told = rules.signals.iter().filter(|one| one.is_for(direction));
            let mut times = rules.after_bars.iter().filter(|one| one.is_for(direction));
            if leave.is_some() {
                continue;
            } else if told.any(|one| signals.holds(symbol, one.rule)) {
                *leave = Some(Reason::ExitSignal);
            } else if times.any(|one| position.bars_held >= one.rule) {
                *leave = Some(Reason::TimeExit);
            } else {
                desk.free = false;
            }
        }
        if self.asks.adds_on_signal && self.holds(symbol) {
            self.signal_adds(symbol);
        }
    }

    #[inline(never)]
    fn signal_adds(&mut self, symbol: usize) {
        if let Some(adds) = &self.rules.adds
            && let AddTrigger::Signal(when) = adds.when
        {
            self.desks[symbol].grows = [self.signals.holds(symbol, when); 2];
        }
    }

    /// The optimistic policy: what the close signals fills at that close.
    #[inline(never)]
    fn act_at_close(&mut self, bars: &[Option<Bar>]) {
        for (symbol, bar) in bars.iter().enumerate() {
            let Some(bar) = bar else { continue };
            for direction in BOTH {
                let reason = *self.desks[symbol].leaving(direction);
                let held = self.ledger.position(symbol, direction).is_some();
                if let (Some(reason), true, false) = (reason, held, bar.made_up) {
                    let now = (bar.close, reason);
                    self.leave(symbol, direction, None, OrderKind::Market, now);
                }
            }
            if !self.holds(symbol) {
                self.desks[symbol].free = true;
            }
        }
        self.enter(bars, true);
        for (symbol, (desk, bar)) in self.desks.iter_mut().zip(bars).enumerate() {
            if bar.is_some() {
                desk.free = is_free(&self.ledger, symbol, desk);
            }
        }
    }
}

/// Is nothing of a symbol held, or is it all about to be left?
#[inline]
fn is_free(ledger: &Ledger, symbol: usize, desk: &Desk) -> bool {
    let mut both = ledger.both(symbol).iter().zip(&desk.leave);
    ledger.held() == 0 || !both.any(|(held, leave)| held.is_some() && leave.is_none())
}
