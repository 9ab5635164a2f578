//! Passing over bars in which nothing can happen: a run of one symbol between two of its trades.

use super::Trader;
use super::desk::BOTH;
use crate::broker::Broker;
use crate::event::Journal;
use crate::ledger::{Account, Position};
use crate::signals::Signals;
use domain::plan::Direction;
use domain::{Bars, FillPolicy};
use std::ops::Range;

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
    },
}

impl<S: Signals, B: Broker, J: Journal> Trader<'_, S, B, J> {
    /// What the only symbol waits for; `None` when its bars have to be taken one by one.
    pub fn idle(&self) -> Option<Idle> {
        let watches = self.spec.risk.day_loss.is_some() || self.spec.risk.drawdown.is_some();
        let costs = &self.spec.costs;
        if J::LOOKS || watches || self.spec.fill == FillPolicy::SameClose || self.desks.len() != 1 {
            return None;
        }
        let desk = self.desks.first()?;
        // Whether an entry's condition has failed since it was used is only seen bar by bar.
        let busy = self.rules.again.fresh
            || desk.rebalances
            || desk.waiting.is_some()
            || self.rules.hold.is_some();
        if busy || desk.leave.iter().any(Option::is_some) {
            return None;
        }
        if self.ledger.held() == 0 {
            return desk.free.then_some(Idle::Flat);
        }
        let position = self.ledger.position(0, Direction::Long)?;
        let moves = self
            .rules
            .trails
            .iter()
            .any(|one| one.is_for(Direction::Long))
            || self
                .rules
                .break_evens
                .iter()
                .any(|one| one.is_for(Direction::Long));
        let margin = self.spec.account.leverage > 1.0 || self.spec.account.hedge;
        let ends = BOTH
            .iter()
            .any(|side| desk.session_end[super::desk::index(*side)].is_some());
        let held_back = moves || margin || ends || self.rules.adds.is_some() || self.reads_position;
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
            stop: guard.stop.map_or(f64::NEG_INFINITY, |(stop, _)| stop.get()),
            target: guard
                .targets
                .first()
                .map_or(f64::INFINITY, |(target, _)| target.get()),
            bars: most.map_or(usize::MAX, |most| left(most, position)),
            reverses: self.rules.reverse,
        })
    }

    /// Takes whole bars that change nothing but marks and ages; gives the account that was held through them.
    pub fn pass(&mut self, bars: &Bars, rows: Range<usize>) -> Option<Account> {
        let last = bars.get(rows.end.checked_sub(1)?)?;
        let close = self.spec.market.timeframe.close_of(last.open_time);
        self.now = close;
        let (low, high) = (
            bars.low().get(rows.clone())?,
            bars.high().get(rows.clone())?,
        );
        let lowest = low.iter().copied().fold(f64::INFINITY, f64::min);
        let highest = high.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        self.ledger
            .pass(0, rows.len() as u32, (lowest, highest), last.close);
        self.signals.pass(0, rows.len());
        let units = self.ledger.units(0, Direction::Long).get();
        let cash = self.ledger.cash().get();
        let desk = self.desks.first_mut()?;
        desk.rows += rows.len() as u32;
        desk.last_close = close;
        desk.last_volume = last.volume;
        desk.resting.clear();
        desk.promised = 0.0;
        desk.watched.clear();
        self.reserved = 0.0;
        Some(Account { cash, units })
    }
}

/// Bars a position may still be held before the close of one of them says that its time is up.
fn left(most: u32, position: &Position) -> usize {
    most.saturating_sub(position.bars_held + 1) as usize
}
