//! The protection of a position: its stop, its targets and how both move. Every engine calls these.

use crate::ledger::Position;
use domain::plan::{Direction, Extreme};
use domain::{Instrument, OrderKind, PathRule, Price, Reason, Side};
use strategies::program::{Length, Rules, Slot, TrailLength};

/// Where a position leaves without being asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Guard {
    /// The stop and what put it there.
    pub stop: Option<(Price, Reason)>,
    /// Targets not reached yet, the nearest first, each with its share of the position as it was entered.
    pub targets: Vec<(Price, f64)>,
    /// Distance from the entry price to the first stop.
    pub risk: Option<f64>,
    /// Where the price was when the targets were placed.
    pub placed_at: f64,
}

/// One way a position leaves inside a bar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leave {
    /// The order that fills.
    pub kind: OrderKind,
    /// Its price before slippage.
    pub price: f64,
    /// Share of the position as it was entered; `None` is all that is left.
    pub share: Option<f64>,
    /// Why.
    pub reason: Reason,
}

/// What a stop that follows hangs on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ride {
    /// Long or short.
    pub side: Direction,
    /// Price of the entry.
    pub entry: f64,
    /// Best price since then.
    pub best: f64,
}

impl From<&Position> for Ride {
    fn from(position: &Position) -> Ride {
        Ride {
            side: position.direction,
            entry: position.entry.price.get(),
            best: match position.direction {
                Direction::Long => position.highest,
                Direction::Short => position.lowest,
            },
        }
    }
}

/// Reads the values of a plan for one symbol.
pub trait Values {
    /// The value at a place, NaN while unknown.
    fn value(&self, slot: Slot) -> f64;
}

impl<F: Fn(Slot) -> f64> Values for F {
    fn value(&self, slot: Slot) -> f64 {
        self(slot)
    }
}

impl Guard {
    /// The protection of an entry at this price, sent when the price is there; values are those of the last close before it.
    pub fn new(
        rules: &Rules,
        side: Direction,
        price: f64,
        values: &impl Values,
        instrument: &Instrument,
    ) -> Guard {
        let mut guard = Guard {
            placed_at: price,
            ..Guard::default()
        };
        for stop in rules.stops.iter().filter(|stop| stop.is_for(side)) {
            let level = level(stop.rule, side, Toward::Loss, price, None, values);
            guard.tighten(level, side, Reason::StopLoss, instrument);
        }
        guard.risk = guard.stop.map(|(stop, _)| (price - stop.get()).abs());
        for target in rules.targets.iter().filter(|target| target.is_for(side)) {
            let level = level(
                target.rule.at,
                side,
                Toward::Gain,
                price,
                guard.risk,
                values,
            );
            let on_grid = Price::new(level).ok().and_then(|level| {
                OrderKind::Limit(level)
                    .on_grid(closing(side), instrument)
                    .ok()
            });
            if let Some(OrderKind::Limit(level)) = on_grid {
                guard.targets.push((level, target.rule.share));
            }
        }
        let toward = side.sign();
        guard
            .targets
            .sort_by(|a, b| (a.0.get() * toward).total_cmp(&(b.0.get() * toward)));
        guard
    }

    /// Moves the stop at a close, for the next bar and never away from the price.
    pub fn follow(
        &mut self,
        rules: &Rules,
        Ride { side, entry, best }: Ride,
        close: f64,
        values: &impl Values,
        instrument: &Instrument,
    ) {
        let risk = self.risk;
        let gained = |after: Length| {
            let needed = level(after, side, Toward::Gain, entry, risk, values);
            (best - needed) * side.sign() >= 0.0
        };
        for trail in rules.trails.iter().filter(|trail| trail.is_for(side)) {
            if trail.rule.after.is_some_and(|after| !gained(after)) {
                continue;
            }
            let behind = match trail.rule.behind {
                Extreme::Best => best,
                Extreme::Close => close,
            };
            let level = match trail.rule.by {
                TrailLength::Percent(percent) => behind * (1.0 - side.sign() * percent / 100.0),
                TrailLength::Atr { range, times } => {
                    behind - side.sign() * times * values.value(range)
                }
                TrailLength::Price(slot) => values.value(slot),
            };
            self.tighten(level, side, Reason::TrailingStop, instrument);
        }
        for even in rules.break_evens.iter().filter(|even| even.is_for(side)) {
            let (after, plus) = even.rule;
            if gained(after) {
                let level = entry * (1.0 + side.sign() * plus / 100.0);
                self.tighten(level, side, Reason::BreakEven, instrument);
            }
        }
    }

    /// Takes a stop that is nearer to the price than the one there is.
    fn tighten(&mut self, level: f64, side: Direction, reason: Reason, instrument: &Instrument) {
        // The stop lies on the venue's grid, so that a level which isn't nearer off the grid isn't nearer on it.
        let nearer = |level: f64, stop: Option<(Price, Reason)>| {
            stop.is_none_or(|(stop, _)| (level - stop.get()) * side.sign() > 0.0)
        };
        if !nearer(level, self.stop) {
            return;
        }
        let Some(OrderKind::Stop(level)) = Price::new(level).ok().and_then(|level| {
            OrderKind::Stop(level)
                .on_grid(closing(side), instrument)
                .ok()
        }) else {
            return;
        };
        if nearer(level.get(), self.stop) {
            self.stop = Some((level, reason));
        }
    }

    /// Is the open already through the stop?
    pub fn jumped(&self, side: Direction, open: f64) -> Option<Reason> {
        let (stop, reason) = self.stop?;
        ((stop.get() - open) * side.sign() >= 0.0).then_some(reason)
    }

    /// The ways out inside a stretch of a bar from `low` to `high` that the position began at `start`, in the order they
    /// happen.
    pub fn leaves(
        &self,
        side: Direction,
        start: f64,
        (low, high): (f64, f64),
        path: PathRule,
    ) -> Vec<Leave> {
        let stop = self.stop.filter(|(stop, _)| match side {
            Direction::Long => low <= stop.get(),
            Direction::Short => high >= stop.get(),
        });
        let reached = |target: &&(Price, f64)| match side {
            Direction::Long => high >= target.0.get(),
            Direction::Short => low <= target.0.get(),
        };
        let stop = stop.map(|(level, reason)| Leave {
            kind: OrderKind::Stop(level),
            // A stop the position began beyond fills where it began.
            price: worse(side, level.get(), start),
            share: None,
            reason,
        });
        let before_stop = |target: &&(Price, f64)| match (&stop, path) {
            (None, _) | (_, PathRule::Optimistic) => true,
            (Some(_), PathRule::Pessimistic) => false,
            (Some(stop), PathRule::NearestToOpen) => {
                (target.0.get() - start).abs() < (stop.price - start).abs()
            }
        };
        let targets = self.targets.iter().filter(reached).filter(before_stop);
        let targets = targets.map(|(level, share)| Leave {
            kind: OrderKind::Limit(*level),
            price: better(side, level.get(), start),
            share: Some(*share),
            reason: Reason::TakeProfit,
        });
        targets.chain(stop).collect()
    }

    /// Does a bar of this range touch the stop or the nearest target?
    pub fn reaches(&self, side: Direction, low: f64, high: f64) -> bool {
        let (against, toward) = match side {
            Direction::Long => (low, high),
            Direction::Short => (high, low),
        };
        let sign = side.sign();
        self.stop
            .is_some_and(|(stop, _)| (stop.get() - against) * sign >= 0.0)
            || self
                .targets
                .first()
                .is_some_and(|(target, _)| (toward - target.get()) * sign >= 0.0)
    }

    /// Forgets the nearest target: it was reached.
    pub fn took_target(&mut self) {
        if !self.targets.is_empty() {
            self.targets.remove(0);
        }
    }
}

/// Which way a distance points.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Toward {
    /// In our favour.
    Gain,
    /// Against us.
    Loss,
}

/// A distance as a price; NaN when it can't be known.
pub fn level(
    length: Length,
    side: Direction,
    toward: Toward,
    price: f64,
    risk: Option<f64>,
    values: &impl Values,
) -> f64 {
    let sign = match toward {
        Toward::Gain => side.sign(),
        Toward::Loss => -side.sign(),
    };
    match length {
        Length::Percent(percent) => price * (1.0 + sign * percent / 100.0),
        Length::Atr { range, times } => price + sign * times * values.value(range),
        Length::Price(slot) => values.value(slot),
        Length::R(times) => risk.map_or(f64::NAN, |risk| price + sign * times * risk),
    }
}

/// What closes a position of this side.
pub const fn closing(side: Direction) -> Side {
    match side {
        Direction::Long => Side::Sell,
        Direction::Short => Side::Buy,
    }
}

/// The worse price for whoever leaves.
fn worse(side: Direction, a: f64, b: f64) -> f64 {
    match side {
        Direction::Long => a.min(b),
        Direction::Short => a.max(b),
    }
}

/// The better price for whoever leaves.
fn better(side: Direction, a: f64, b: f64) -> f64 {
    match side {
        Direction::Long => a.max(b),
        Direction::Short => a.min(b),
    }
}

/// The price at which equity is `maintenance` × the sum of all positions, when only this symbol moves; `None` when no price
/// above zero does that.
pub fn liquidation(
    position: &Position,
    mark: f64,
    equity: f64,
    exposure: f64,
    maintenance: f64,
) -> Option<Price> {
    // equity + s q (p − mark) = m (exposure + q (p − mark))
    let (units, sign) = (position.qty.get(), position.direction.sign());
    let room = maintenance * exposure - equity;
    let level = mark + room / (units * (sign - maintenance));
    Price::new(level).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Cash, Execution, Qty, Ts};

    fn position(direction: Direction, units: f64, price: f64) -> Position {
        let price = Price::new(price).unwrap();
        let qty = Qty::new(units).unwrap();
        Position {
            direction,
            qty,
            entered: qty,
            entry: Execution {
                signal_time: Ts(0),
                time: Ts(0),
                price,
                fee: Cash::ZERO,
                reason: Reason::EntrySignal,
            },
            last_price: price,
            last_qty: qty,
            adds: 0,
            entry_fee: Cash::ZERO,
            funding: Cash::ZERO,
            bars_held: 0,
            first_stop: None,
            from_open: true,
            lowest: price.get(),
            highest: price.get(),
        }
    }

    #[test]
    fn liquidation_leaves_the_maintenance() {
        // Equity 100 holds 10 units at 100 (ten times): with 5 % left, 100 + 10 (p − 100) = 0.05 × 10 p, p = 94.74.
        let long = position(Direction::Long, 10.0, 100.0);
        let price = liquidation(&long, 100.0, 100.0, 1000.0, 0.05)
            .unwrap()
            .get();
        assert!((price - 900.0 / 9.5).abs() < 1e-9);
        // The short: 100 − 10 (p − 100) = 0.05 × 10 p, p = 1100 / 10.5.
        let short = position(Direction::Short, 10.0, 100.0);
        let price = liquidation(&short, 100.0, 100.0, 1000.0, 0.05)
            .unwrap()
            .get();
        assert!((price - 1100.0 / 10.5).abs() < 1e-9);
        // A long without leverage is never closed by the venue.
        let calm = position(Direction::Long, 1.0, 100.0);
        assert_eq!(liquidation(&calm, 100.0, 150.0, 100.0, 0.0), None);
    }

    #[test]
    fn the_path_rule_decides_between_stop_and_target() {
        let price = |value| Price::new(value).unwrap();
        let guard = Guard {
            stop: Some((price(95.0), Reason::StopLoss)),
            targets: vec![(price(102.0), 0.5), (price(108.0), 0.5)],
            risk: None,
            placed_at: 100.0,
        };
        let leave = |path| {
            let leaves = guard.leaves(Direction::Long, 100.0, (94.0, 109.0), path);
            leaves.iter().map(|leave| leave.price).collect::<Vec<f64>>()
        };
        assert_eq!(leave(PathRule::Pessimistic), [95.0]);
        assert_eq!(leave(PathRule::Optimistic), [102.0, 108.0, 95.0]);
        assert_eq!(leave(PathRule::NearestToOpen), [102.0, 95.0]);
    }
}
