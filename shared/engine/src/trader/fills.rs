//! What becomes of an order that is due: the fill, the books, and what follows for the position.

use super::Trader;
use crate::broker::{Answer, Broker, Quote};
use crate::event::{Event, Journal};
use crate::fill::Market;
use crate::guard::Guard;
use crate::signals::Signals;
use domain::plan::Direction;
use domain::{Approved, Fill, Order, Purpose, Reason, Refusal, Trade, Ts};
use strategies::program::Slot;

impl<S: Signals, B: Broker, J: Journal> Trader<'_, S, B, J> {
    /// Order → execution → fill.
    pub(super) fn execute(&mut self, order: &Order<Approved>, price: f64) {
        let Some(bar) = self.bars[order.symbol] else {
            return self.refuse(order.symbol, Refusal::GapBar);
        };
        let quote = Quote {
            time: self.now.max(bar.open_time),
            price,
            bar: &bar,
            market: self.market(order.symbol),
        };
        match self.broker.execute(order, quote) {
            Answer::Filled(fill) => {
                let at_open = price == bar.open || self.now > bar.open_time;
                self.pay_until(&fill, price);
                self.take_fill(fill, at_open, price);
            }
            Answer::Refused(reason) => self.refuse(order.symbol, reason),
        }
    }

    fn take_fill(&mut self, mut fill: Fill, at_open: bool, near: f64) {
        fill.at_open = at_open;
        if fill.purpose == Purpose::Open {
            let mut guard = self.guard_at(fill.symbol, fill.direction, fill.price.get());
            guard.placed_at = near;
            fill.stop = guard.stop.map(|(stop, _)| stop);
            let end = self.session_end(fill.direction, fill.time);
            let desk = &mut self.desks[fill.symbol];
            *desk.guard_mut(fill.direction) = guard;
            *desk.session_end(fill.direction) = end;
            *desk.paid_until(fill.direction) = self.moment.0;
            let scale = self.rules.adds.map_or(1.0, |adds| adds.scale);
            *desk.add_money(fill.direction) = (fill.price * fill.qty).get() * scale;
        }
        self.emit(Event::Filled(fill));
    }

    /// Fill → ledger, and what follows for the position.
    pub(super) fn book(&mut self, fill: &Fill) {
        let symbol = fill.symbol;
        let trade = self.ledger.book(fill, &self.desks[symbol].instrument);
        match fill.purpose {
            Purpose::Open => self.drop_entries(fill),
            Purpose::Add => self.protect_anew(fill),
            Purpose::Close => self.after_close(fill, trade.as_ref()),
        }
        self.trades.extend(trade);
    }

    /// One entry is enough: the others of its bar are taken back, with hedging those of its direction.
    fn drop_entries(&mut self, fill: &Fill) {
        let hedge = self.spec.account.hedge;
        let stays = |direction| hedge && direction != fill.direction;
        let desk = &mut self.desks[fill.symbol];
        desk.resting
            .retain(|order| order.purpose == Purpose::Add || stays(order.direction));
        desk.watched.retain(|entry| stays(entry.direction));
        self.promise(fill.symbol);
    }

    /// After an add the stop and the targets follow the new price.
    fn protect_anew(&mut self, fill: &Fill) {
        let Some(position) = self.ledger.position(fill.symbol, fill.direction) else {
            return;
        };
        let (from_last, scale) = match self.rules.adds {
            Some(adds) => (adds.from_last, adds.scale),
            None => (false, 1.0),
        };
        let price = if from_last {
            fill.price
        } else {
            position.entry.price
        };
        let mut guard = self.guard_at(fill.symbol, fill.direction, price.get());
        guard.placed_at = fill.price.get();
        let desk = &mut self.desks[fill.symbol];
        // Counted from the entry, so that neither a lot's rounding nor a cut makes all later adds smaller.
        *desk.add_money(fill.direction) *= scale;
        // A stop that has followed the price never moves back.
        if let Some((stop, Reason::TrailingStop | Reason::BreakEven)) =
            desk.guard(fill.direction).stop
            && guard
                .stop
                .is_none_or(|(new, _)| (stop.get() - new.get()) * fill.direction.sign() > 0.0)
        {
            guard.stop = desk.guard(fill.direction).stop;
        }
        *desk.guard_mut(fill.direction) = guard;
    }

    fn after_close(&mut self, fill: &Fill, trade: Option<&Trade>) {
        let over = self.ledger.position(fill.symbol, fill.direction).is_none();
        let again = &self.rules.again;
        let stopped = matches!(
            fill.reason,
            Reason::StopLoss | Reason::TrailingStop | Reason::Liquidation
        );
        let lost = trade.is_some_and(|trade| trade.pnl < domain::Cash::ZERO);
        let wait = match stopped && lost {
            true => again.wait.max(again.wait_after_stop),
            false => again.wait,
        };
        let desk = &mut self.desks[fill.symbol];
        if !over {
            if fill.reason == Reason::TakeProfit {
                desk.guard_mut(fill.direction).took_target();
            }
            return;
        }
        desk.allowed_from = desk.allowed_from.max(desk.rows + wait);
        *desk.guard_mut(fill.direction) = Guard::default();
        *desk.leaving(fill.direction) = None;
        *desk.session_end(fill.direction) = None;
        desk.resting
            .retain(|order| order.purpose != Purpose::Add || order.direction != fill.direction);
        *desk.grows_mut(fill.direction) = false;
        self.promise(fill.symbol);
    }

    pub(super) fn guard_at(&self, symbol: usize, direction: Direction, price: f64) -> Guard {
        let values = |slot: Slot| self.signals.value(symbol, slot);
        let instrument = &self.desks[symbol].instrument;
        Guard::new(&self.rules, direction, price, &values, instrument)
    }

    /// What slippage depends on.
    pub(super) fn market(&self, symbol: usize) -> Market {
        Market {
            range: match self.rules.range {
                Some(slot) => self.signals.value(symbol, slot),
                None => f64::NAN,
            },
            volume: self.desks[symbol].last_volume,
        }
    }

    /// The first moment after an entry at which a session of its side ends.
    pub(super) fn session_end(&self, direction: Direction, entry: Ts) -> Option<Ts> {
        let ends = self.rules.session_ends.iter();
        let of_side = ends.filter(|end| end.is_for(direction));
        of_side
            .map(|end| {
                let (zone, minute) = end.rule;
                let day = zone.local(entry).day;
                let today = zone.instant(day, minute);
                if today > entry {
                    today
                } else {
                    zone.instant(day + 1, minute)
                }
            })
            .min()
    }
}
