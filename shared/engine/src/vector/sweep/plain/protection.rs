//! The ways out of a plain run's position that lie inside bars: its stop, its target, and how the stop follows.

use super::Plain;
use super::books::{Held, Way};
use super::tile::{Piece, Tile};
use crate::guard::{Guard, Ride};
use crate::span::higher;
use crate::vector::columns::conditions::Conditions;
use domain::plan::Direction;
use domain::{Bars, Instrument, OrderKind, PathRule};
use std::ops::Range;
use strategies::program::{Rules, Slot};

const LONG: Direction = Direction::Long;

/// What protects the positions of a run, one after the other.
pub(super) struct Protection {
    rules: Rules,
    path: PathRule,
    /// Does the stop follow the price?
    follows: bool,
    /// Does it stay where it is until there is a better price?
    by_best: bool,
    /// Stop and target of the position that is held.
    guard: Guard,
    /// The highest price since its entry, where a stop follows.
    best: f64,
}

/// What stops and targets are read from.
struct Sight<'a, 'b> {
    bars: &'a Bars,
    conditions: &'a Conditions<'b>,
    instrument: &'a Instrument,
}

impl Plain<'_> {
    /// Holds what was bought at the open of its first row, unless that very bar ends it.
    pub(super) fn begin(&mut self, held: Held, open: f64) {
        let sight = Sight {
            bars: self.bars,
            conditions: &self.conditions,
            instrument: self.books.instrument,
        };
        let protection = self.protection.as_mut();
        match protection.and_then(|protection| protection.begin(&held, open, &sight)) {
            Some(way) => self.end(&held, held.first, way),
            None => {
                self.books.mark(&held, self.bars.close()[held.first]);
                self.held = Some(held);
            }
        }
    }

    /// The first of these rows of a tile that ends the position, and how.
    #[inline]
    pub(super) fn ends_inside(
        &mut self,
        held: &Held,
        rows: Range<usize>,
        tile: &mut Tile<'_>,
    ) -> Option<(usize, Way)> {
        let protection = self.protection.as_mut().filter(|_| !rows.is_empty())?;
        let sight = Sight {
            bars: self.bars,
            conditions: &self.conditions,
            instrument: self.books.instrument,
        };
        let row = match protection.follows {
            false => protection.reached(rows, tile, sight.bars)?,
            true => protection.follow_through(held, rows, tile, &sight)?,
        };
        protection
            .way_out(row, true, sight.bars)
            .map(|way| (row, way))
    }

    /// Sells inside a row.
    #[inline(never)]
    pub(super) fn end(&mut self, held: &Held, row: usize, way: Way) {
        self.books.sell(held, way, (row - held.first) as u32);
        self.books.mark_out();
        // The close of this bar may tell the next entry.
        self.from = row;
    }
}

impl Protection {
    /// That of longs; `None` when there is none.
    pub(super) fn of(rules: &Rules, path: PathRule) -> Option<Box<Protection>> {
        let stops = rules.stops.iter().any(|one| one.is_for(LONG));
        let targets = rules.targets.iter().any(|one| one.is_for(LONG));
        let trails = rules.trails.iter().any(|one| one.is_for(LONG));
        let follows = trails || rules.break_evens.iter().any(|one| one.is_for(LONG));
        let protection = || Protection {
            rules: rules.clone(),
            path,
            follows,
            by_best: rules.follows_best(LONG),
            guard: Guard::default(),
            best: 0.0,
        };
        (stops || targets || follows).then(|| Box::new(protection()))
    }

    /// That of a new position; says how its first bar ends it, if it does.
    fn begin(&mut self, held: &Held, open: f64, sight: &Sight<'_, '_>) -> Option<Way> {
        let (first, price) = (held.first, held.price.get());
        let values = |slot: Slot| sight.conditions.value(slot, first - 1);
        self.guard = Guard::new(&self.rules, LONG, price, &values, sight.instrument);
        self.guard.placed_at = open;
        self.best = price;
        let way = self.way_out(first, false, sight.bars);
        if way.is_none() && self.follows {
            self.follow(held, first, sight.bars.high()[first], sight);
        }
        way
    }

    fn stop(&self) -> f64 {
        let stop = self.guard.stop;
        stop.map_or(f64::NEG_INFINITY, |(stop, _)| stop.get())
    }

    fn target(&self) -> f64 {
        let target = self.guard.targets.first();
        target.map_or(f64::INFINITY, |(target, _)| target.get())
    }

    /// The first of these rows that reaches the stop or the target.
    fn reached(&self, rows: Range<usize>, tile: &mut Tile<'_>, bars: &Bars) -> Option<usize> {
        let (stop, target) = (self.stop(), self.target());
        let (low, high) = (bars.low(), bars.high());
        tile.pieces(rows).find_map(|piece| {
            if piece.low > stop && piece.high < target {
                return None;
            }
            let mut rows = piece.rows;
            rows.find(|row| low[*row] <= stop || high[*row] >= target)
        })
    }

    /// The first of these rows that reaches the stop, which follows the closes before it, or the target.
    fn follow_through(
        &mut self,
        held: &Held,
        rows: Range<usize>,
        tile: &mut Tile<'_>,
        sight: &Sight<'_, '_>,
    ) -> Option<usize> {
        let target = self.target();
        let (low, high) = (sight.bars.low(), sight.bars.high());
        tile.pieces(rows).find_map(|piece| {
            // A stop that hangs on the best price alone never stands higher than after the highest of them.
            if self.by_best && piece.high < target && self.rises_clear(held, &piece, sight) {
                return None;
            }
            let mut rows = piece.rows;
            rows.find(|row| {
                let ends = low[*row] <= self.stop() || high[*row] >= target;
                let moves = !self.by_best || high[*row] > self.best;
                if moves && !ends {
                    self.follow(held, *row, high[*row], sight);
                }
                ends
            })
        })
    }

    /// Takes a whole piece if its lowest price stays above the stop that its highest one would bring.
    fn rises_clear(&mut self, held: &Held, piece: &Piece, sight: &Sight<'_, '_>) -> bool {
        let (stop, best) = (self.guard.stop, self.best);
        if piece.high > best {
            if !piece.whole {
                return false;
            }
            self.follow(held, piece.rows.start, piece.high, sight);
        }
        let clear = piece.low > self.stop();
        if !clear {
            (self.guard.stop, self.best) = (stop, best);
        }
        clear
    }

    /// Moves the stop at the close of a row that rose this high.
    fn follow(&mut self, held: &Held, row: usize, high: f64, sight: &Sight<'_, '_>) {
        self.best = higher(self.best, high);
        let ride = Ride {
            side: LONG,
            entry: held.price.get(),
            best: self.best,
        };
        let values = |slot: Slot| sight.conditions.value(slot, row);
        let close = sight.bars.close()[row];
        self.guard
            .follow(&self.rules, ride, close, &values, sight.instrument);
    }

    /// How a row ends the position, if it does: at its open, when that has `jumped` stop or target since the bar before, or inside.
    fn way_out(&self, row: usize, jumped: bool, bars: &Bars) -> Option<Way> {
        let (open, low, high) = (bars.open()[row], bars.low()[row], bars.high()[row]);
        let guard = &self.guard;
        if !guard.reaches(LONG, low, high) {
            return None;
        }
        let way = |kind, price| Way {
            kind,
            price,
            sent_at: guard.placed_at,
        };
        if jumped && guard.jumped(LONG, open).is_some() {
            return Some(way(OrderKind::Market, open));
        }
        match guard.targets.first() {
            Some((target, _)) if jumped && open >= target.get() => {
                return Some(way(OrderKind::Limit(*target), open));
            }
            _ => {}
        }
        // Every target is for the whole position, so that the first way out is the only one.
        let leaves = guard.leaves(LONG, open, (low, high), self.path);
        leaves.first().map(|leave| way(leave.kind, leave.price))
    }
}
