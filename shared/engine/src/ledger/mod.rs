//! The books: cash, positions, realised gain and costs, with one law that always holds.

mod account;
mod position;

pub use account::Account;
pub use position::Position;

use domain::plan::Direction;
use domain::{Bar, Cash, Execution, Fill, Instrument, Price, Purpose, Qty, Reason, Trade, Ts};

/// Cash and positions of one account over several symbols.
///
/// Law: cash + positions at mark = start + realised + unrealised − fees − funding. A short counts below zero.
#[derive(Clone, Debug, PartialEq)]
pub struct Ledger {
    start: Cash,
    cash: Cash,
    realised: Cash,
    fees: Cash,
    funding: Cash,
    slippage: Cash,
    fills: u32,
    held: usize,
    /// How many of them are shorts.
    shorts: usize,
    /// The long and the short of each symbol.
    positions: Vec<[Option<Position>; 2]>,
    marks: Vec<f64>,
}

/// The account right after a close.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Closed {
    /// How much less the positions were worth at the worst prices of their bars than at the closes.
    pub(crate) dip: f64,
    /// Cash + positions at mark.
    pub(crate) equity: f64,
}

impl Ledger {
    /// An account with cash and no position.
    pub fn new(start: Cash, symbols: usize) -> Ledger {
        Ledger {
            start,
            cash: start,
            realised: Cash::ZERO,
            fees: Cash::ZERO,
            funding: Cash::ZERO,
            slippage: Cash::ZERO,
            fills: 0,
            held: 0,
            shorts: 0,
            positions: vec![[None; 2]; symbols],
            marks: vec![0.0; symbols],
        }
    }

    /// Cash now; what shorts brought in is part of it.
    pub fn cash(&self) -> Cash {
        self.cash
    }

    /// Fees paid so far.
    pub fn fees(&self) -> Cash {
        self.fees
    }

    /// Funding and borrowing paid so far.
    pub fn funding(&self) -> Cash {
        self.funding
    }

    /// What spread and slippage cost so far.
    pub fn slippage(&self) -> Cash {
        self.slippage
    }

    /// How many fills were booked: each was charged once.
    pub fn fills(&self) -> u32 {
        self.fills
    }

    /// The position of a symbol and a direction.
    pub fn position(&self, symbol: usize, direction: Direction) -> Option<&Position> {
        self.both(symbol)[index(direction)].as_ref()
    }

    /// The position of a symbol, the long one when there are two.
    pub fn any_position(&self, symbol: usize) -> Option<&Position> {
        self.position(symbol, Direction::Long)
            .or_else(|| self.position(symbol, Direction::Short))
    }

    /// How many positions there are.
    pub fn held(&self) -> usize {
        self.held
    }

    /// Price at which a symbol is valued.
    pub fn mark_of(&self, symbol: usize) -> f64 {
        self.marks.get(symbol).copied().unwrap_or(0.0)
    }

    /// Every position with the index of its symbol and its mark.
    pub fn positions(&self) -> impl Iterator<Item = (usize, &Position, f64)> {
        let symbols = self.positions.iter().zip(&self.marks).enumerate();
        symbols.flat_map(|(symbol, (both, mark))| {
            let held = both.iter().flatten();
            held.map(move |position| (symbol, position, *mark))
        })
    }

    /// The long and the short of a symbol.
    #[inline]
    pub fn both(&self, symbol: usize) -> &[Option<Position>; 2] {
        self.positions.get(symbol).unwrap_or(&[None, None])
    }

    fn both_mut(&mut self, symbol: usize) -> &mut [Option<Position>] {
        let both = self.positions.get_mut(symbol);
        both.map(<[_; 2]>::as_mut_slice).unwrap_or_default()
    }

    /// The bars of all symbols that have one closed. Without a position there is nothing to value.
    #[inline(always)]
    pub(crate) fn close(&mut self, bars: &[Option<Bar>]) -> Closed {
        let mut closed = Closed {
            dip: 0.0,
            equity: self.cash.get(),
        };
        if self.held == 0 {
            return closed;
        }
        let symbols = self.marks.iter_mut().zip(&mut self.positions);
        for (bar, (mark, both)) in bars.iter().zip(symbols) {
            let mut dip = 0.0;
            if let Some(bar) = bar {
                *mark = bar.close;
            }
            for position in both.iter_mut().flatten() {
                if let Some(bar) = bar {
                    dip += position.age(bar);
                }
                closed.equity += position.worth(*mark);
            }
            closed.dip += dip;
        }
        closed
    }

    /// One symbol closed a bar: as [`close`](Ledger::close).
    pub fn close_one(&mut self, symbol: usize, bar: &Bar) {
        if self.held > 0 {
            self.mark(symbol, bar.close);
            for position in self.both_mut(symbol).iter_mut().flatten() {
                position.age(bar);
            }
        }
    }

    /// So many bars went by with the positions of a symbol held between these prices; the last one closed here.
    pub fn pass(&mut self, symbol: usize, bars: u32, (low, high): (f64, f64), close: f64) {
        self.mark(symbol, close);
        for position in self.both_mut(symbol).iter_mut().flatten() {
            position.see(low, high);
            position.bars_held += bars;
        }
    }

    /// The open is the first price of a bar a position lives through, and the only sure one of its exit bar.
    pub fn see_open(&mut self, symbol: usize, open: f64) {
        self.mark(symbol, open);
        if self.held > 0 {
            let both = self.both_mut(symbol).iter_mut();
            both.flatten().for_each(|position| position.see(open, open));
        }
    }

    /// Sets the price at which a symbol is valued.
    pub fn mark(&mut self, symbol: usize, price: f64) {
        if let Some(mark) = self.marks.get_mut(symbol) {
            *mark = price;
        }
    }

    /// Cash + positions at mark.
    #[inline]
    pub fn equity(&self) -> f64 {
        let mut sum = self.cash.get();
        if self.held > 0 {
            for (both, mark) in self.positions.iter().zip(&self.marks) {
                for position in both.iter().flatten() {
                    sum += position.worth(*mark);
                }
            }
        }
        sum
    }

    /// The sum of all positions at mark, shorts counted like longs.
    pub fn exposure(&self) -> f64 {
        let size = |(_, position, mark): (usize, &Position, f64)| position.worth(mark).abs();
        self.positions().map(size).fold(0.0, |sum, size| sum + size)
    }

    /// The same of one symbol.
    pub fn exposure_of(&self, symbol: usize) -> f64 {
        let both = [Direction::Long, Direction::Short];
        let mark = self.mark_of(symbol);
        both.into_iter()
            .filter_map(|direction| self.position(symbol, direction))
            .fold(0.0, |sum, position| sum + position.worth(mark).abs())
    }

    /// Is any position a short?
    pub fn holds_short(&self) -> bool {
        self.shorts > 0
    }

    /// How far the books are from the law; rounding only.
    pub fn law_gap(&self) -> f64 {
        let unrealised = self
            .positions()
            .fold(0.0, |sum, (_, position, mark)| sum + position.gain(mark));
        let paid = self.fees.get() + self.funding.get();
        let right = self.start.get() + self.realised.get() + unrealised - paid;
        (self.equity() - right).abs()
    }

    /// Books a fill; a fill that closes gives the trade it ends.
    pub fn book(&mut self, fill: &Fill, instrument: &Instrument) -> Option<Trade> {
        let amount = fill.price * fill.qty;
        match fill.side() {
            domain::Side::Buy => self.cash -= amount + fill.fee,
            domain::Side::Sell => self.cash += amount - fill.fee,
        }
        self.fees += fill.fee;
        self.slippage += fill.slippage;
        self.fills += 1;
        self.mark(fill.symbol, fill.price.get());
        let both = self.positions.get_mut(fill.symbol)?;
        let slot = &mut both[index(fill.direction)];
        let shorts = usize::from(fill.direction == Direction::Short);
        match (fill.purpose, slot.as_mut()) {
            (Purpose::Open, _) | (Purpose::Add, None) => {
                *slot = Some(Position::new(fill));
                self.held += 1;
                self.shorts += shorts;
                None
            }
            (Purpose::Add, Some(position)) => {
                position.add(fill);
                None
            }
            (Purpose::Close, None) => None,
            (Purpose::Close, Some(position)) => {
                position.see(fill.price.get(), fill.price.get());
                let before = position.cost_of(fill.qty);
                self.realised += match fill.direction {
                    Direction::Long => amount - before,
                    Direction::Short => before - amount,
                };
                let (trade, over) = position.close(fill, instrument);
                if over {
                    *slot = None;
                    self.held -= 1;
                    self.shorts -= shorts;
                }
                Some(trade)
            }
        }
    }

    /// Charges a position for being held; below zero it is paid.
    pub fn fund(&mut self, symbol: usize, direction: Direction, amount: Cash) {
        if let Some(both) = self.positions.get_mut(symbol)
            && let Some(position) = &mut both[index(direction)]
        {
            position.funding += amount;
            self.cash -= amount;
            self.funding += amount;
        }
    }

    /// The trade of a position that is still open, valued at its mark and not sold.
    pub fn open_trade(
        &self,
        symbol: usize,
        direction: Direction,
        time: Ts,
        instrument: &Instrument,
    ) -> Option<Trade> {
        let position = self.position(symbol, direction)?;
        let exit = Execution {
            signal_time: time,
            time,
            price: Price::new(self.mark_of(symbol)).ok()?,
            fee: Cash::ZERO,
            reason: Reason::EndOfData,
        };
        Some(position.trade(position.qty, exit, instrument, true))
    }

    /// Units held in a direction.
    pub fn units(&self, symbol: usize, direction: Direction) -> Qty {
        self.position(symbol, direction)
            .map_or(Qty::ZERO, |position| position.qty)
    }
}

const fn index(direction: Direction) -> usize {
    matches!(direction, Direction::Short) as usize
}
