//! The ways out of a plain run's position that lie inside bars: its stop, its target, and how the stop follows.

use super::Plain;
use super::tile::{Piece, Tile};
use crate::guard::{Guard, Ride};
use crate::span::higher;
use domain::plan::Direction;
use domain::{Cash, Fill, OrderKind, Price, Qty};
use std::ops::Range;
use strategies::program::{Rules, Slot};

const LONG: Direction = Direction::Long;

/// A position, as far as its end asks for it.
pub(super) struct Held {
    pub(super) qty: Qty,
    pub(super) price: Price,
    pub(super) fee: Cash,
    /// The bar it was bought in.
    pub(super) first: usize,
    /// The last bar its account was marked at.
    pub(super) marked: usize,
    /// Its stop and its target.
    pub(super) guard: Guard,
    /// The highest price since it was bought, where a stop follows.
    best: f64,
}

impl Held {
    /// What this fill at the open of a row begins.
    pub(super) fn new(fill: &Fill, first: usize) -> Held {
        Held {
            qty: fill.qty,
            price: fill.price,
            fee: fill.fee,
            first,
            marked: first,
            guard: Guard::default(),
            best: fill.price.get(),
        }
    }

    fn stop(&self) -> f64 {
        let stop = self.guard.stop;
        stop.map_or(f64::NEG_INFINITY, |(stop, _)| stop.get())
    }

    fn target(&self) -> f64 {
        let target = self.guard.targets.first();
        target.map_or(f64::INFINITY, |(target, _)| target.get())
    }
}

/// What protects the positions of a run.
pub(super) struct Protection {
    rules: Rules,
    follows: bool,
    /// Does the stop stay where it is until there is a better price?
    by_best: bool,
}

impl Protection {
    /// That of longs; `None` when there is none.
    pub(super) fn of(rules: &Rules) -> Option<Protection> {
        let stops = rules.stops.iter().any(|one| one.is_for(LONG));
        let targets = rules.targets.iter().any(|one| one.is_for(LONG));
        let trails = rules.trails.iter().any(|one| one.is_for(LONG));
        let follows = trails || rules.break_evens.iter().any(|one| one.is_for(LONG));
        (stops || targets || follows).then(|| Protection {
            rules: rules.clone(),
            follows,
            by_best: rules.follows_best(LONG),
        })
    }
}

impl Plain<'_> {
    /// Holds what was bought at the open of its first row, unless that very bar ends it.
    pub(super) fn begin(&mut self, mut held: Held, open: f64) {
        let first = held.first;
        if let Some(protection) = &self.protection {
            let values = |slot: Slot| self.conditions.value(slot, first - 1);
            let (rules, price) = (&protection.rules, held.price.get());
            held.guard = Guard::new(rules, LONG, price, &values, self.books.instrument);
            held.guard.placed_at = open;
            if let Some(way) = self.way_out(&held, first, false) {
                return self.end(&held, first, way);
            }
            self.follow(&mut held, first, self.bars.high()[first]);
        }
        self.books.mark(&held, self.bars.close()[first]);
        self.held = Some(held);
    }

    /// The first of these rows of a tile that ends the position, and how.
    pub(super) fn ends_inside(
        &self,
        held: &mut Held,
        rows: Range<usize>,
        tile: &mut Tile<'_>,
    ) -> Option<(usize, (OrderKind, f64))> {
        let protection = self.protection.as_ref().filter(|_| !rows.is_empty())?;
        let row = match protection.follows {
            false => self.reached(held, rows, tile)?,
            true => self.follow_through(held, rows, tile, protection.by_best)?,
        };
        self.way_out(held, row, true).map(|way| (row, way))
    }

    /// Sells inside a row.
    pub(super) fn end(&mut self, held: &Held, row: usize, way: (OrderKind, f64)) {
        self.books.sell(held, way, (row - held.first) as u32);
        self.books.mark_out();
        // The close of this bar may tell the next entry.
        self.from = row;
    }

    /// The first of these rows that reaches the stop or the target.
    fn reached(&self, held: &Held, rows: Range<usize>, tile: &mut Tile<'_>) -> Option<usize> {
        let (stop, target) = (held.stop(), held.target());
        tile.pieces(rows).find_map(|piece| {
            if piece.low > stop && piece.high < target {
                return None;
            }
            let (low, high) = (self.bars.low(), self.bars.high());
            piece
                .rows
                .into_iter()
                .find(|row| low[*row] <= stop || high[*row] >= target)
        })
    }

    /// The first of these rows that reaches the stop, which follows the closes before it, or the target.
    fn follow_through(
        &self,
        held: &mut Held,
        rows: Range<usize>,
        tile: &mut Tile<'_>,
        by_best: bool,
    ) -> Option<usize> {
        let target = held.target();
        let (low, high) = (self.bars.low(), self.bars.high());
        tile.pieces(rows).find_map(|piece| {
            // A stop that hangs on the best price alone never stands higher than after the highest of them.
            if by_best && piece.high < target && self.rises_clear(held, &piece) {
                return None;
            }
            piece.rows.into_iter().find(|row| {
                let ends = low[*row] <= held.stop() || high[*row] >= target;
                if !ends && !(by_best && high[*row] <= held.best) {
                    self.follow(held, *row, high[*row]);
                }
                ends
            })
        })
    }

    /// Takes a whole piece if its lowest price stays above the stop that its highest one would bring.
    fn rises_clear(&self, held: &mut Held, piece: &Piece) -> bool {
        let (stop, best) = (held.guard.stop, held.best);
        if piece.high > best {
            if !piece.whole {
                return false;
            }
            self.follow(held, piece.rows.start, piece.high);
        }
        let clear = piece.low > held.stop();
        if !clear {
            (held.guard.stop, held.best) = (stop, best);
        }
        clear
    }

    /// Moves the stop at the close of a row that rose this high.
    #[inline]
    fn follow(&self, held: &mut Held, row: usize, high: f64) {
        let Some(protection) = self.protection.as_ref().filter(|one| one.follows) else {
            return;
        };
        held.best = higher(held.best, high);
        let ride = Ride {
            side: LONG,
            entry: held.price.get(),
            best: held.best,
        };
        let values = |slot: Slot| self.conditions.value(slot, row);
        let (rules, close) = (&protection.rules, self.bars.close()[row]);
        held.guard
            .follow(rules, ride, close, &values, self.books.instrument);
    }

    /// How a row ends the position, if it does: at its open, when that has `jumped` stop or target since the bar before, or inside.
    fn way_out(&self, held: &Held, row: usize, jumped: bool) -> Option<(OrderKind, f64)> {
        let (open, low, high) = (
            self.bars.open()[row],
            self.bars.low()[row],
            self.bars.high()[row],
        );
        if !held.guard.reaches(LONG, low, high) {
            return None;
        }
        if jumped && held.guard.jumped(LONG, open).is_some() {
            return Some((OrderKind::Market, open));
        }
        match held.guard.targets.first() {
            Some((target, _)) if jumped && open >= target.get() => {
                return Some((OrderKind::Limit(*target), open));
            }
            _ => {}
        }
        // Every target is for the whole position, so that the first way out is the only one.
        let leaves = held.guard.leaves(LONG, open, (low, high), self.path);
        leaves.first().map(|leave| (leave.kind, leave.price))
    }
}
