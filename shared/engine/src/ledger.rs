//! The books: cash, positions, realised gain and costs, with one law that always holds.

use domain::{Bar, Cash, Execution, Fill, Instrument, Price, Qty, Reason, Side, Trade, Ts};

/// An open position.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// Units held.
    pub qty: Qty,
    /// How it began.
    pub entry: Execution,
    /// Fee paid at entry.
    pub entry_fee: Cash,
    /// Bars since the entry bar, which counts as 0.
    pub bars_held: u32,
    /// Price of the protective stop, if the plan has one.
    pub stop: Option<Price>,
    /// Where the stop stood at entry: what was risked.
    pub first_stop: Option<Price>,
    /// Bought at the open, so that the whole range of the entry bar came afterwards?
    pub from_open: bool,
    /// Lowest price seen while held.
    pub lowest: f64,
    /// Highest price seen while held.
    pub highest: f64,
}

impl Position {
    /// One more stretch of the market was lived through with the position.
    fn see(&mut self, low: f64, high: f64) {
        self.lowest = self.lowest.min(low);
        self.highest = self.highest.max(high);
    }
}

/// Cash and positions of one account over several symbols.
///
/// Law: cash + positions at mark = start + realised + unrealised − fees.
#[derive(Clone, Debug)]
pub struct Ledger {
    start: Cash,
    cash: Cash,
    realised: Cash,
    fees: Cash,
    slippage: Cash,
    fills: u32,
    positions: Vec<Option<Position>>,
    marks: Vec<f64>,
}

impl Ledger {
    /// An account with cash and no position.
    pub fn new(start: Cash, symbols: usize) -> Ledger {
        Ledger {
            start,
            cash: start,
            realised: Cash::ZERO,
            fees: Cash::ZERO,
            slippage: Cash::ZERO,
            fills: 0,
            positions: vec![None; symbols],
            marks: vec![0.0; symbols],
        }
    }

    /// Cash now.
    pub fn cash(&self) -> Cash {
        self.cash
    }

    /// Fees paid so far.
    pub fn fees(&self) -> Cash {
        self.fees
    }

    /// What slippage cost so far.
    pub fn slippage(&self) -> Cash {
        self.slippage
    }

    /// How many fills were booked: each was charged once.
    pub fn fills(&self) -> u32 {
        self.fills
    }

    /// The position in a symbol.
    pub fn position(&self, symbol: usize) -> Option<&Position> {
        self.positions.get(symbol)?.as_ref()
    }

    /// Is anything held?
    pub fn holds_any(&self) -> bool {
        self.positions.iter().any(Option::is_some)
    }

    /// One more bar went by with the position held; gives how much less it was worth at the low than at the close.
    pub fn age(&mut self, symbol: usize, bar: &Bar) -> f64 {
        if let Some(Some(position)) = self.positions.get_mut(symbol) {
            if position.bars_held > 0 || position.from_open {
                position.see(bar.low, bar.high);
            } else {
                position.see(bar.close, bar.close);
            }
            position.bars_held += 1;
            return position.qty.get() * (bar.close - bar.low).max(0.0);
        }
        0.0
    }

    /// The open is the first price of a bar a position lives through, and the only sure one of its exit bar.
    pub fn see_open(&mut self, symbol: usize, open: f64) {
        self.mark(symbol, open);
        if let Some(Some(position)) = self.positions.get_mut(symbol) {
            position.see(open, open);
        }
    }

    /// Sets the price at which a symbol is valued.
    pub fn mark(&mut self, symbol: usize, price: f64) {
        if let Some(mark) = self.marks.get_mut(symbol) {
            *mark = price;
        }
    }

    /// Cash + positions at mark.
    pub fn equity(&self) -> f64 {
        let held = self.positions.iter().zip(&self.marks);
        held.fold(self.cash.get(), |sum, (position, mark)| {
            position.map_or(sum, |position| sum + position.qty.get() * mark)
        })
    }

    /// How far the books are from the law; rounding only.
    pub fn law_gap(&self) -> f64 {
        let unrealised = self
            .positions
            .iter()
            .zip(&self.marks)
            .fold(0.0, |sum, (held, mark)| {
                held.map_or(sum, |held| {
                    sum + held.qty.get() * (mark - held.entry.price.get())
                })
            });
        let right = self.start.get() + self.realised.get() + unrealised - self.fees.get();
        (self.equity() - right).abs()
    }

    /// Books a buy that opens a position.
    pub fn open(&mut self, fill: &Fill, stop: Option<Price>, from_open: bool) {
        self.cash -= fill.price * fill.qty + fill.fee;
        self.charge(fill);
        self.mark(fill.symbol, fill.price.get());
        if let Some(slot) = self.positions.get_mut(fill.symbol) {
            *slot = Some(Position {
                qty: fill.qty,
                entry: execution(fill),
                entry_fee: fill.fee,
                bars_held: 0,
                stop,
                first_stop: stop,
                from_open,
                lowest: fill.price.get(),
                highest: fill.price.get(),
            });
        }
    }

    /// Books a sell that closes the position, and writes the trade.
    pub fn close(&mut self, fill: &Fill, instrument: &Instrument) -> Option<Trade> {
        let mut position = self.positions.get_mut(fill.symbol)?.take()?;
        position.see(fill.price.get(), fill.price.get());
        self.cash += fill.price * fill.qty - fill.fee;
        self.realised += fill.price * fill.qty - position.entry.price * position.qty;
        self.charge(fill);
        self.mark(fill.symbol, fill.price.get());
        Some(trade(
            &position,
            execution(fill),
            position.entry_fee + fill.fee,
            instrument,
            false,
        ))
    }

    /// The trade of a position that is still open, valued at its mark and not sold.
    pub fn open_trade(&self, symbol: usize, time: Ts, instrument: &Instrument) -> Option<Trade> {
        let position = self.position(symbol)?;
        let price = Price::new(*self.marks.get(symbol)?).ok()?;
        let exit = Execution {
            signal_time: time,
            time,
            price,
            reason: Reason::EndOfData,
        };
        Some(trade(position, exit, position.entry_fee, instrument, true))
    }

    fn charge(&mut self, fill: &Fill) {
        self.fees += fill.fee;
        self.slippage += fill.slippage;
        self.fills += 1;
    }
}

fn execution(fill: &Fill) -> Execution {
    Execution {
        signal_time: fill.signal_time,
        time: fill.time,
        price: fill.price,
        reason: fill.reason,
    }
}

fn trade(
    position: &Position,
    exit: Execution,
    fees: Cash,
    instrument: &Instrument,
    open: bool,
) -> Trade {
    let paid = position.entry.price * position.qty;
    let pnl = exit.price * position.qty - paid - fees;
    let price = position.entry.price.get();
    Trade {
        symbol: instrument.symbol.clone(),
        side: Side::Buy,
        qty: position.qty,
        entry: position.entry,
        exit,
        fees,
        pnl,
        return_ratio: pnl.get() / paid.get(),
        bars_held: position.bars_held,
        open,
        worst: position.lowest / price - 1.0,
        best: position.highest / price - 1.0,
        risk: position.first_stop.map(|stop| paid - stop * position.qty),
    }
}
