//! A position: what is held, how it began, what it has seen, and the trade it becomes.

use crate::span::{higher, lower};
use domain::plan::Direction;
use domain::{Bar, Cash, Execution, Fill, Instrument, Price, Qty, Side, Trade};

/// An open position.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// Long or short.
    pub direction: Direction,
    /// Units held now.
    pub qty: Qty,
    /// Units it has grown to at most: shares of it are counted from here.
    pub entered: Qty,
    /// How it began; the price is the average over all entries.
    pub entry: Execution,
    /// Price of the last entry or add.
    pub last_price: Price,
    /// Units of the last entry or add.
    pub last_qty: Qty,
    /// Adds so far.
    pub adds: u32,
    /// Fees of the entries that are not yet part of a trade.
    pub entry_fee: Cash,
    /// Funding and borrowing that is not yet part of a trade.
    pub funding: Cash,
    /// Bars since the entry bar, which counts as 0.
    pub bars_held: u32,
    /// Where the stop stood at entry: what was risked.
    pub first_stop: Option<Price>,
    /// Entered at the first price of its bar, so that the whole range of the entry bar came afterwards?
    pub from_open: bool,
    /// Lowest price seen while held.
    pub lowest: f64,
    /// Highest price seen while held.
    pub highest: f64,
}

impl Position {
    pub(super) fn new(fill: &Fill) -> Position {
        let price = fill.price.get();
        Position {
            direction: fill.direction,
            qty: fill.qty,
            entered: fill.qty,
            entry: Execution {
                signal_time: fill.signal_time,
                time: fill.time,
                price: fill.price,
                fee: fill.fee,
                reason: fill.reason,
            },
            last_price: fill.price,
            last_qty: fill.qty,
            adds: 0,
            entry_fee: fill.fee,
            funding: Cash::ZERO,
            bars_held: 0,
            first_stop: fill.stop,
            from_open: fill.at_open,
            lowest: price,
            highest: price,
        }
    }

    /// What it is worth at a price; a short is worth less than nothing.
    pub fn worth(&self, price: f64) -> f64 {
        self.direction.sign() * (self.qty.get() * price)
    }

    /// What it has gained at a price, before costs.
    pub fn gain(&self, price: f64) -> f64 {
        self.direction.sign() * (self.qty.get() * (price - self.entry.price.get()))
    }

    /// What these units cost at the average entry price.
    pub fn cost_of(&self, qty: Qty) -> Cash {
        self.entry.price * qty
    }

    /// One more stretch of the market was lived through with the position.
    pub(super) fn see(&mut self, low: f64, high: f64) {
        self.lowest = lower(self.lowest, low);
        self.highest = higher(self.highest, high);
    }

    pub(super) fn age(&mut self, bar: &Bar) -> f64 {
        if self.bars_held > 0 || self.from_open {
            self.see(bar.low, bar.high);
        } else {
            self.see(bar.close, bar.close);
        }
        self.bars_held += 1;
        match self.direction {
            Direction::Long => self.qty.get() * higher(0.0, bar.close - bar.low),
            Direction::Short => self.qty.get() * higher(0.0, bar.high - bar.close),
        }
    }

    /// Grows; the entry price becomes the average by units.
    pub(super) fn add(&mut self, fill: &Fill) {
        let (old, new) = (self.qty.get(), fill.qty.get());
        let all = old + new;
        let average = (self.entry.price.get() * old + fill.price.get() * new) / all;
        // The average of two prices is a price, and the sum of two quantities a quantity.
        self.entry.price = Price::new(average).unwrap_or(self.entry.price);
        self.qty = Qty::new(all).unwrap_or(self.qty);
        self.entered = Qty::new(all).unwrap_or(self.entered);
        (self.last_price, self.last_qty) = (fill.price, fill.qty);
        self.adds += 1;
        self.entry_fee += fill.fee;
        self.see(fill.price.get(), fill.price.get());
    }

    /// Shrinks; gives the trade this ends, and whether nothing is left.
    pub(super) fn close(&mut self, fill: &Fill, instrument: &Instrument) -> (Trade, bool) {
        let exit = Execution {
            signal_time: fill.signal_time,
            time: fill.time,
            price: fill.price,
            fee: fill.fee,
            reason: fill.reason,
        };
        let trade = self.trade(fill.qty, exit, instrument, false);
        let left = self.qty.get() - fill.qty.get();
        // What is left of a subtraction of equal lots may differ from zero in the last digit.
        let over = left <= 1e-12 * self.entered.get();
        if !over {
            self.entry_fee -= trade.entry.fee;
            self.funding -= trade.funding;
            self.qty = Qty::new(left).unwrap_or(Qty::ZERO);
        }
        (trade, over)
    }

    /// The trade of these units.
    pub(super) fn trade(
        &self,
        qty: Qty,
        exit: Execution,
        instrument: &Instrument,
        open: bool,
    ) -> Trade {
        let part = (qty.get() / self.qty.get()).min(1.0);
        let share = |whole: Cash| {
            if part == 1.0 {
                whole
            } else {
                Cash::new(whole.get() * part).unwrap_or(whole)
            }
        };
        let (entry_fee, funding) = (share(self.entry_fee), share(self.funding));
        let entry = Execution {
            fee: entry_fee,
            ..self.entry
        };
        let fees = entry_fee + exit.fee;
        let paid = entry.price * qty;
        let moved = match self.direction {
            Direction::Long => exit.price * qty - paid,
            Direction::Short => paid - exit.price * qty,
        };
        let pnl = moved - fees - funding;
        let price = entry.price.get();
        let (up, down) = (self.highest / price - 1.0, self.lowest / price - 1.0);
        let (worst, best) = match self.direction {
            Direction::Long => (down, up),
            Direction::Short => (-up, -down),
        };
        Trade {
            symbol: instrument.symbol,
            side: match self.direction {
                Direction::Long => Side::Buy,
                Direction::Short => Side::Sell,
            },
            qty,
            entry,
            exit,
            fees,
            funding,
            pnl,
            return_ratio: pnl.get() / paid.get(),
            bars_held: self.bars_held,
            open,
            // An average price can round past the only price there was.
            worst: if worst < 0.0 { worst } else { 0.0 },
            best: if best > 0.0 { best } else { 0.0 },
            risk: self.first_stop.map(|stop| (paid - stop * qty).abs()),
        }
    }
}
