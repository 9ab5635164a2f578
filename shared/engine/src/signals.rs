//! Where a trader reads the values of its plan: a stream bar by bar, or columns computed beforehand.

use domain::Bar;
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
}

impl Signals for Stream {
    fn program(&self) -> &Program {
        Stream::program(self)
    }

    fn close(&mut self, bars: &[Option<Bar>], held: &[HeldFacts]) {
        Stream::close(self, bars, held);
    }

    fn close_only(&mut self, bar: &Bar) {
        Stream::close_only(self, bar);
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
