//! The inside of a bar: resting entries and adds whose level is reached, then protective exits.

use super::Trader;
use super::desk::{BOTH, Waiting, index};
use crate::broker::Broker;
use crate::event::{Event, Journal};
use crate::fill::{range_after_entry, touch_price};
use crate::guard::{Guard, Toward, level};
use crate::signals::Signals;
use domain::order::side_of;
use domain::plan::Direction;
use domain::{
    Approved, Bar, FillPolicy, Order, OrderKind, Price, Purpose, Reason, Side, Timeframe, Ts,
};
use strategies::program::{AddTrigger, EntryRule, Level, Slot};

/// How a position that began in this stretch came about.
#[derive(Clone, Copy)]
struct Began {
    level: f64,
    rising: bool,
}

impl<S: Signals, B: Broker, J: Journal> Trader<'_, S, B, J> {
    /// Market data: these bars have traded. Under the intrabar policy a symbol that has shorter bars is replayed on them.
    pub fn inside(&mut self, bars: &[Option<Bar>], shorter: &[&[Bar]]) {
        let replays = self.spec.fill == FillPolicy::Intrabar;
        let length = self.spec.market.timeframe;
        let shorter_length = self.spec.market.inside.unwrap_or(length);
        for (symbol, bar) in bars.iter().enumerate() {
            let Some(bar) = bar else { continue };
            let desk = &self.desks[symbol];
            let quiet = desk.resting.is_empty() && desk.watched.is_empty();
            if bar.made_up || (quiet && !self.holds(symbol)) {
                continue;
            }
            match shorter.get(symbol) {
                Some(stretches) if replays && !stretches.is_empty() => {
                    for stretch in *stretches {
                        self.stretch(symbol, stretch, bar, shorter_length);
                    }
                }
                _ => self.stretch(symbol, bar, bar, length),
            }
        }
    }

    fn stretch(&mut self, symbol: usize, stretch: &Bar, bar: &Bar, length: Timeframe) {
        if stretch.made_up {
            return;
        }
        let last = Ts(length.close_of(stretch.open_time).0 - 1);
        self.moment = (stretch.open_time, last);
        let began = self.enter_inside(symbol, stretch, bar);
        self.grow_inside(symbol, stretch, bar);
        for direction in BOTH {
            self.leave_inside(symbol, direction, stretch, began[index(direction)]);
        }
    }

    /// How the long and the short began that did so in this stretch; both can only with hedging.
    fn enter_inside(&mut self, symbol: usize, stretch: &Bar, bar: &Bar) -> [Option<Began>; 2] {
        // A level that is only watched becomes a signal, or turns the position round.
        let mut began = [None; 2];
        let hedge = self.spec.account.hedge;
        for watched in self.desks[symbol].watched.clone() {
            let side = side_of(watched.direction, Purpose::Open);
            let on_grid = watched.kind.on_grid(side, &self.desks[symbol].instrument);
            let reached = on_grid
                .ok()
                .and_then(|kind| touch_price(kind, side, stretch));
            let Some(price) = reached else { continue };
            let reason = match watched.kind {
                OrderKind::Limit(_) => Reason::EntryLimit,
                OrderKind::Market | OrderKind::Stop(_) => Reason::EntryStop,
            };
            if self.spec.fill == FillPolicy::NextOpen {
                let entry = watched.entry;
                let desk = &mut self.desks[symbol];
                if hedge || !desk.waits() {
                    let waiting = &mut desk.waiting[index(watched.direction)];
                    waiting.get_or_insert(Waiting { entry, reason });
                }
                continue;
            }
            self.desks[symbol].watched.clear();
            let against = watched.direction.opposite();
            let now = (price, Reason::Reversal);
            self.leave(symbol, against, None, watched.kind, now);
            self.enter_now(symbol, watched, (reason, price), true, bar);
            began[index(watched.direction)] = (price != stretch.open).then_some(Began {
                level: price,
                rising: rising(watched.kind, side),
            });
            break;
        }
        if self.spec.fill == FillPolicy::NextOpen {
            let desk = &mut self.desks[symbol];
            let (any, waits) = (desk.waits(), desk.waiting.map(|one| one.is_some()));
            let stays = |direction| !any || hedge && !waits[index(direction)];
            desk.watched.retain(|one| stays(one.direction));
        }
        // What fills takes back the other entries of its side, and without hedging all of them.
        while let Some((order, price)) = self.nearest_entry(symbol, stretch) {
            self.take_back(symbol, &order);
            let before = self.ledger.fills();
            self.fall_due(order, price);
            if self.ledger.fills() != before {
                let entry = self.entry_of(symbol, &order);
                self.entered(symbol, entry, bar);
                began[index(order.direction)] = (price != stretch.open).then_some(Began {
                    level: price,
                    rising: rising(order.kind, order.side()),
                });
            }
            if !hedge {
                break;
            }
        }
        began
    }

    /// Of the entries whose level is reached the one nearest to the open: it is reached first.
    fn nearest_entry(&self, symbol: usize, stretch: &Bar) -> Option<(Order<Approved>, f64)> {
        let opens = self.desks[symbol].resting.iter();
        let reached = opens
            .filter(|order| order.purpose == Purpose::Open)
            .filter_map(|order| Some((*order, touch_price(order.kind, order.side(), stretch)?)));
        let distance = |price: f64| (price - stretch.open).abs();
        reached.min_by(|a, b| distance(a.1).total_cmp(&distance(b.1)))
    }

    /// Which entry of the plan an order belongs to: the first that wants this very order.
    fn entry_of(&self, symbol: usize, order: &Order<Approved>) -> usize {
        let instrument = &self.desks[symbol].instrument;
        let level = |slot| Price::new(self.signals.value(symbol, slot)).ok();
        let wants = |entry: &EntryRule| {
            let kind = match entry.level {
                Level::Market => None,
                Level::Stop(slot) => level(slot).map(OrderKind::Stop),
                Level::Limit(slot) => level(slot).map(OrderKind::Limit),
            };
            let on_grid = kind.and_then(|kind| kind.on_grid(order.side(), instrument).ok());
            entry.side == order.direction
                && on_grid == Some(order.kind)
                && self.signals.holds(symbol, entry.when)
        };
        self.rules.entries.iter().position(wants).unwrap_or(0)
    }

    fn grow_inside(&mut self, symbol: usize, stretch: &Bar, bar: &Bar) {
        if self.rules.adds.is_none() {
            return;
        }
        if self.spec.fill == FillPolicy::NextOpen {
            return self.watch_adds(symbol, bar);
        }
        let adds = self.desks[symbol].resting.iter();
        let reached = adds
            .filter(|order| order.purpose == Purpose::Add)
            .filter_map(|order| Some((*order, touch_price(order.kind, order.side(), stretch)?)))
            .next();
        let Some((order, price)) = reached else {
            return;
        };
        self.take_back(symbol, &order);
        self.fall_due(order, price);
    }

    /// A resting order has reached this price.
    fn fall_due(&mut self, order: Order<Approved>, price: f64) {
        if let Some(order) = self.affordable(order, price) {
            self.emit(Event::Due(order, price));
        }
        self.settle();
    }

    /// Under the next-open policy an add's level that a bar has reached is a signal for the next open.
    fn watch_adds(&mut self, symbol: usize, bar: &Bar) {
        let Some(adds) = self.rules.adds else { return };
        for direction in BOTH {
            let Some(position) = self.ledger.position(symbol, direction) else {
                continue;
            };
            if position.adds >= adds.most || position.bars_held == 0 {
                continue;
            }
            let (length, toward) = match adds.when {
                AddTrigger::Gain(length) => (length, Toward::Gain),
                AddTrigger::Loss(length) => (length, Toward::Loss),
                AddTrigger::Signal(_) => continue,
            };
            let values = |slot: Slot| self.signals.value(symbol, slot);
            let risk = self.desks[symbol].guard(direction).risk;
            let last = position.last_price.get();
            let level = level(length, direction, toward, last, risk, &values);
            let kind = |level| match toward {
                Toward::Gain => OrderKind::Stop(level),
                Toward::Loss => OrderKind::Limit(level),
            };
            let side = side_of(direction, Purpose::Add);
            let reached = Price::new(level).ok();
            if reached.is_some_and(|level| touch_price(kind(level), side, bar).is_some()) {
                *self.desks[symbol].grows_mut(direction) = true;
            }
        }
    }

    fn leave_inside(
        &mut self,
        symbol: usize,
        direction: Direction,
        stretch: &Bar,
        began: Option<Began>,
    ) {
        if self.ledger.position(symbol, direction).is_none() {
            return;
        }
        let path = self.spec.path;
        let long = direction == Direction::Long;
        let (start, range) = match began {
            None => (stretch.open, (stretch.low, stretch.high)),
            Some(began) => (
                began.level,
                range_after_entry(began.rising, long, began.level, path, stretch),
            ),
        };
        let liquidation = self.liquidation_of(symbol, direction);
        let guard = self.desks[symbol].guard(direction);
        let leaves = match liquidation {
            None => guard.leaves(direction, start, range, path),
            Some(level) => {
                let nearer = guard
                    .stop
                    .is_none_or(|(stop, _)| (level.get() - stop.get()) * direction.sign() > 0.0);
                let stop = if nearer {
                    Some((level, Reason::Liquidation))
                } else {
                    guard.stop
                };
                let guard = Guard {
                    stop,
                    ..guard.clone()
                };
                guard.leaves(direction, start, range, path)
            }
        };
        for leave in leaves {
            let targets = self.desks[symbol].guard(direction).targets.len();
            let now = (leave.price, leave.reason);
            self.leave(symbol, direction, leave.share, leave.kind, now);
            if self.ledger.position(symbol, direction).is_none() {
                return;
            }
            let guard = self.desks[symbol].guard_mut(direction);
            if leave.reason == Reason::TakeProfit && guard.targets.len() == targets {
                // The part was too small to sell; the target is spent all the same.
                guard.took_target();
            }
        }
    }
}

/// Does the price rise through the level of this order?
const fn rising(kind: OrderKind, side: Side) -> bool {
    matches!(
        (kind, side),
        (OrderKind::Stop(_), Side::Buy) | (OrderKind::Limit(_), Side::Sell)
    )
}
