//! What happens in a run, in the order it happens, and how the books follow from it.

use crate::ledger::Ledger;
use domain::plan::Direction;
use domain::{Approved, Bar, Cash, Fill, Instrument, Order, OrderKind, Reason, Refusal, Trade, Ts};

/// One thing that happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Event {
    /// Market data: a bar of a symbol opened.
    Opened {
        /// Which symbol.
        symbol: usize,
        /// When.
        time: Ts,
        /// At which price.
        price: f64,
    },
    /// The strategy wants something.
    Wanted(Wish),
    /// Risk and sizing agreed and the order rests at the venue for this bar.
    Rests(Order<Approved>),
    /// An order is due at this price before slippage.
    Due(Order<Approved>, f64),
    /// An order was executed.
    Filled(Fill),
    /// Something was not done.
    Refused {
        /// Of which symbol.
        symbol: usize,
        /// Why.
        reason: Refusal,
    },
    /// An order was made smaller than its sizing asked for.
    Cut {
        /// Of which symbol.
        symbol: usize,
        /// Why.
        reason: Refusal,
    },
    /// Market data: a bar of a symbol closed.
    Closed {
        /// Which symbol.
        symbol: usize,
        /// The whole bar.
        bar: Bar,
    },
    /// A position paid for being held; below zero it was paid.
    Funded {
        /// Of which symbol.
        symbol: usize,
        /// Long or short.
        direction: Direction,
        /// How much.
        amount: Cash,
    },
    /// All symbols of this moment have closed.
    Marked(Ts),
}

/// What a strategy wants.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wish {
    /// Of which symbol.
    pub symbol: usize,
    /// Of a long or a short position.
    pub direction: Direction,
    /// Begin, grow or leave.
    pub what: What,
    /// By which order.
    pub kind: OrderKind,
    /// Why.
    pub reason: Reason,
    /// The undisturbed price now.
    pub price: f64,
    /// Is the order due at that price, or does it rest until its level is reached?
    pub due: bool,
}

/// Begin, grow or leave a position.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum What {
    /// Begin one.
    Enter,
    /// Make it larger: size ÷ size of the last entry.
    Grow(f64),
    /// Leave it: a share of it as it was entered, `None` is all that is left.
    Leave(Option<f64>),
    /// Begin or make larger by so many units.
    Buy(f64),
    /// Make smaller by so many units.
    Sell(f64),
}

/// Sees every event with the books right after it.
pub trait Journal {
    /// Does anybody look? Market data change the books whether somebody does or not.
    const LOOKS: bool = true;

    /// Takes an event down.
    fn write(&mut self, event: &Event, books: &Ledger);
}

/// Nobody looks.
impl Journal for () {
    const LOOKS: bool = false;

    fn write(&mut self, _: &Event, _: &Ledger) {}
}

/// Everything is kept.
impl Journal for Vec<Event> {
    fn write(&mut self, event: &Event, _: &Ledger) {
        self.push(*event);
    }
}

/// A function looks.
pub struct Observer<F>(pub F);

impl<F: FnMut(&Event, &Ledger)> Journal for Observer<F> {
    fn write(&mut self, event: &Event, books: &Ledger) {
        (self.0)(event, books);
    }
}

/// Books one event; a fill that closes gives the trade it ends. Events that only announce something change nothing.
pub fn book(ledger: &mut Ledger, event: &Event, instruments: &[&Instrument]) -> Option<Trade> {
    match event {
        Event::Opened { symbol, price, .. } => ledger.see_open(*symbol, *price),
        Event::Filled(fill) => return ledger.book(fill, instruments.get(fill.symbol)?),
        Event::Closed { symbol, bar } => ledger.close_one(*symbol, bar),
        Event::Funded {
            symbol,
            direction,
            amount,
        } => ledger.fund(*symbol, *direction, *amount),
        Event::Wanted(_)
        | Event::Rests(_)
        | Event::Due(..)
        | Event::Refused { .. }
        | Event::Cut { .. }
        | Event::Marked(_) => {}
    }
    None
}

/// The books and trades that follow from a journal, the same as those of the run that wrote it.
pub fn replay(start: Cash, journal: &[Event], instruments: &[&Instrument]) -> (Ledger, Vec<Trade>) {
    let mut ledger = Ledger::new(start, instruments.len());
    let trades = journal
        .iter()
        .filter_map(|event| book(&mut ledger, event, instruments))
        .collect();
    (ledger, trades)
}
