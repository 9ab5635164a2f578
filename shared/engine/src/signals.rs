//! Where a trader reads the values of its plan: a stream bar by bar, or columns computed beforehand.

use crate::feed::read;
use domain::{Bar, Bars};
use std::ops::Range;
use strategies::program::{Program, Slot};
use strategies::{HeldFacts, Stream};

/// The values of a plan as of the last close.
pub trait Signals {
    /// The program they belong to.
    fn program(&self) -> &Program;

    /// All symbols that have a bar closed it.
    fn close(&mut self, bars: &[Option<Bar>], held: &[HeldFacts]);

    /// The only symbol of a run closed a bar; nothing is known about its position.
    fn close_only(&mut self, bar: &Bar) {
        self.close(&[Some(*bar)], &[]);
    }

    /// The only symbol of a run closes these bars one after the other until one of these conditions holds; gives how many it closed.
    fn close_until(&mut self, bars: &Bars, rows: Range<usize>, ends: &[Slot]) -> usize {
        one_by_one(self, bars, rows, ends)
    }

    /// A symbol closed so many bars that nobody looks at; only values computed beforehand can do that.
    fn pass(&mut self, symbol: usize, bars: usize) {
        let _ = (symbol, bars);
    }

    /// The next bar of a symbol opened at this price.
    fn open(&mut self, symbol: usize, price: f64);

    /// Has the symbol closed a bar yet?
    fn has_closed(&self, symbol: usize) -> bool;

    /// The value of an expression for a symbol; NaN while unknown, a condition is 1 or 0.
    fn value(&self, symbol: usize, slot: Slot) -> f64;

    /// Does the condition hold for a symbol, known for sure?
    fn holds(&self, symbol: usize, slot: Slot) -> bool {
        self.value(symbol, slot) == 1.0
    }

    /// Does one of these conditions hold for the only symbol of a run?
    fn any(&self, conditions: &[Slot]) -> bool {
        conditions.iter().any(|slot| self.holds(0, *slot))
    }
}

impl Signals for Stream<'_> {
    fn program(&self) -> &Program {
        Stream::program(self)
    }

    fn close(&mut self, bars: &[Option<Bar>], held: &[HeldFacts]) {
        Stream::close(self, bars, held);
    }

    fn close_only(&mut self, bar: &Bar) {
        Stream::close_only(self, bar);
    }

    fn close_until(&mut self, bars: &Bars, rows: Range<usize>, ends: &[Slot]) -> usize {
        let closed = Stream::close_until(self, rows.len(), ends);
        closed.unwrap_or_else(|| one_by_one(self, bars, rows, ends))
    }

    fn open(&mut self, symbol: usize, price: f64) {
        Stream::open(self, symbol, price);
    }

    fn has_closed(&self, symbol: usize) -> bool {
        Stream::has_closed(self, symbol)
    }

    fn value(&self, symbol: usize, slot: Slot) -> f64 {
        Stream::value(self, symbol, slot)
    }
}

fn one_by_one<S: Signals + ?Sized>(
    signals: &mut S,
    bars: &Bars,
    rows: Range<usize>,
    ends: &[Slot],
) -> usize {
    let mut closed = 0;
    for bar in read(bars, &rows) {
        signals.close_only(&bar);
        closed += 1;
        if signals.any(ends) {
            break;
        }
    }
    closed
}
