//! The loop from market data to the books: strategy, signal, risk, sizing, order, execution, fill, ledger, one event at a time.
//!
//! Per bar, in this order: (1) at the open, waiting exits fill, then stops and targets the open has jumped, then
//! entries; (2) inside the bar, resting entries whose level was known at the open, then protective exits; (3) at the close,
//! signals are computed, stops move for the next bar, positions are funded and marked.
//!
//! Whoever has market data feeds it: a backtest from a dataset, paper and live trading from a stream. Time comes with
//! the data, fills come from the broker, so the same loop serves all of them.

mod approve;
mod asks;
mod close;
mod desk;
mod fills;
mod funding;
mod hold;
mod inside;
mod open;
pub mod pass;

use crate::broker::Broker;
use crate::event::{Event, Journal, What, Wish};
use crate::ledger::Ledger;
use crate::risk::Watch;
use crate::signals::Signals;
use asks::Asks;
use desk::Desk;
use domain::plan::Direction;
use domain::{
    Annualisation, Approved, Bar, Instrument, Order, OrderKind, Purpose, Qty, Reason, Refusal,
    RunSpec, Sizing, Trade, Ts,
};
use open::Candidate;
use pass::Waits;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use strategies::program::{EntryRule, Rules};

/// One account trading one plan.
pub struct Trader<'a, S, B, J> {
    spec: &'a RunSpec,
    sizing: Sizing,
    rules: Rc<Rules>,
    waits: Waits,
    signals: S,
    asks: Asks,
    desks: Vec<Desk>,
    traded: usize,
    ledger: Ledger,
    equity: f64,
    watch: Watch,
    bars_per_year: f64,
    broker: B,
    journal: J,
    queue: VecDeque<Event>,
    /// Cash promised to resting entries of the current bar.
    reserved: f64,
    trades: Vec<Trade>,
    refusals: BTreeMap<Refusal, u32>,
    cuts: BTreeMap<Refusal, u32>,
    /// Room for the entries of one open, kept for the next.
    candidates: Vec<Candidate>,
    /// Has the bar of this moment been opened? One in which nothing could happen is only closed.
    opened: bool,
    /// The bars of this moment, where orders that are due find theirs.
    bars: Vec<Option<Bar>>,
    now: Ts,
    /// The first and the last moment at which what happens now may have happened: one at an open or a close, all of the
    /// bar inside it.
    moment: (Ts, Ts),
}

/// What a run leaves behind.
pub struct Finished<J> {
    /// The books.
    pub ledger: Ledger,
    /// Closed trades in the order they closed, then those still open.
    pub trades: Vec<Trade>,
    /// What was not done.
    pub refusals: BTreeMap<Refusal, u32>,
    /// What was made smaller.
    pub cuts: BTreeMap<Refusal, u32>,
    /// Whoever looked.
    pub journal: J,
}

impl<'a, S: Signals, B: Broker, J: Journal> Trader<'a, S, B, J> {
    /// An account with its start cash, before the first bar.
    pub fn new(
        spec: &'a RunSpec,
        sizing: Sizing,
        signals: S,
        instruments: &[&Instrument],
        annualisation: Annualisation,
        broker: B,
        journal: J,
    ) -> Trader<'a, S, B, J> {
        let rules = signals.program().rules.clone();
        Trader {
            spec,
            sizing,
            waits: Waits::of(&rules),
            rules: Rc::new(rules),
            asks: Asks::of(spec, signals.program()),
            traded: signals.program().traded,
            desks: instruments
                .iter()
                .map(|one| Desk::new((*one).clone()))
                .collect(),
            ledger: Ledger::new(spec.cash, instruments.len()),
            equity: spec.cash.get(),
            watch: Watch::new(spec.risk, spec.cash.get()),
            bars_per_year: annualisation.bars_per_year,
            signals,
            broker,
            journal,
            queue: VecDeque::new(),
            reserved: 0.0,
            trades: Vec::new(),
            refusals: BTreeMap::new(),
            cuts: BTreeMap::new(),
            candidates: Vec::new(),
            bars: vec![None; instruments.len()],
            now: Ts(i64::MIN),
            moment: (Ts(i64::MIN), Ts(i64::MIN)),
            opened: false,
        }
    }

    /// The books.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The account as of the last close that was taken by itself.
    #[inline]
    pub fn equity(&self) -> f64 {
        self.equity
    }

    /// The trades closed so far.
    pub fn trades(&self) -> &[Trade] {
        &self.trades
    }

    /// Ends the run: what waits is counted, what is held is listed at its mark.
    pub fn finish(mut self) -> Finished<J> {
        for symbol in 0..self.desks.len() {
            let desk = &self.desks[symbol];
            let waits = desk.waits() || desk.leave.iter().any(Option::is_some);
            for direction in desk::BOTH {
                let time = self.desks[symbol].last_close;
                let instrument = &self.desks[symbol].instrument;
                let open = self.ledger.open_trade(symbol, direction, time, instrument);
                self.trades.extend(open);
            }
            if waits {
                self.refuse(symbol, Refusal::EndOfData);
            }
        }
        self.settle();
        Finished {
            ledger: self.ledger,
            trades: self.trades,
            refusals: self.refusals,
            cuts: self.cuts,
            journal: self.journal,
        }
    }

    /// The values it trades on.
    pub fn signals(&self) -> &S {
        &self.signals
    }

    /// Market data: the bars of this moment have opened and traded.
    #[inline(never)]
    pub fn trade(&mut self, time: Ts, bars: &[Option<Bar>], shorter: &[&[Bar]]) {
        self.open(time, bars);
        self.inside(bars, shorter);
    }

    /// Would opening and trading these bars change nothing? Then closing them is all there is to do. `wants_in` says
    /// whether an entry of a symbol may be due in its bar; saying yes once too often costs time and nothing else.
    #[inline]
    pub fn is_quiet(&self, bars: &[Option<Bar>], wants_in: impl Fn(usize) -> bool) -> bool {
        let held = self.ledger.held() > 0;
        if held && (self.asks.every_bar || self.ledger.holds_short()) {
            return false;
        }
        let mut desks = self.desks.iter().zip(bars).enumerate();
        desks.all(|(symbol, (desk, bar))| {
            let Some(bar) = bar else { return true };
            if desk.rebalances || desk.waits() || wants_in(symbol) {
                return false;
            }
            !held || desk.holds_through(self.ledger.both(symbol), bar)
        })
    }

    /// May an entry of a symbol be due in its next bar, as far as its last close tells?
    #[inline]
    pub fn may_want(&self, symbol: usize) -> bool {
        let told = |entry: &EntryRule| entry.at_open || self.signals.holds(symbol, entry.when);
        symbol < self.traded
            // Whether a condition has failed since it was used is only seen by looking at every bar.
            && (self.rules.again.fresh || self.rules.entries.iter().any(told))
    }

    /// Puts an event into the queue.
    fn emit(&mut self, event: Event) {
        self.queue.push_back(event);
    }

    fn refuse(&mut self, symbol: usize, reason: Refusal) {
        self.emit(Event::Refused { symbol, reason });
    }

    /// Handles the queue until it is empty.
    #[inline]
    fn settle(&mut self) {
        if !self.queue.is_empty() {
            self.drain();
        }
    }

    fn drain(&mut self) {
        while let Some(event) = self.queue.pop_front() {
            match event {
                Event::Wanted(wish) => self.decide(&wish),
                Event::Rests(order) => self.rest(order),
                Event::Filled(fill) => self.book(&fill),
                Event::Refused { reason, .. } => {
                    *self.refusals.entry(reason).or_insert(0) += 1;
                }
                Event::Cut { reason, .. } => *self.cuts.entry(reason).or_insert(0) += 1,
                Event::Funded {
                    symbol,
                    direction,
                    amount,
                } => self.ledger.fund(symbol, direction, amount),
                // Market data are booked where they come in.
                Event::Opened { .. } | Event::Closed { .. } => {}
                Event::Due(..) | Event::Marked(_) => {}
            }
            self.journal.write(&event, &self.ledger);
            if let Event::Due(order, price) = event {
                self.execute(&order, price);
            }
        }
    }

    /// Strategy → risk → sizing → order.
    fn decide(&mut self, wish: &Wish) {
        let order = match wish.what {
            What::Enter | What::Grow(_) | What::Buy(_) => self.entry_order(wish),
            What::Leave(_) | What::Sell(_) => self.exit_order(wish),
        };
        match order {
            Err(reason) => self.refuse(wish.symbol, reason),
            Ok(order) if wish.due => self.emit(Event::Due(order, wish.price)),
            Ok(order) => self.emit(Event::Rests(order)),
        }
    }

    fn exit_order(&self, wish: &Wish) -> Result<Order<Approved>, Refusal> {
        let desk = &self.desks[wish.symbol];
        let held = self.ledger.position(wish.symbol, wish.direction);
        let held = held.ok_or(Refusal::NoSize)?;
        let part = |units: f64| {
            let part = desk.instrument.on_lot(units);
            if part < held.qty { part } else { held.qty }
        };
        let qty = match wish.what {
            What::Leave(Some(share)) if share < 1.0 => part(held.entered.get() * share),
            What::Sell(units) => part(units),
            _ => held.qty,
        };
        let near = domain::Price::new(wish.price).map_err(|_| Refusal::NoTick)?;
        let closes = (wish.direction, Purpose::Close);
        let time = desk.last_close;
        // A target was sent when the position began or grew, any other order at the open of its bar.
        let sent_at = match (wish.reason, &self.bars[wish.symbol]) {
            (Reason::TakeProfit, _) => desk.guard(wish.direction).placed_at,
            (_, Some(bar)) => bar.open,
            (_, None) => wish.price,
        };
        let order = Order::draft(wish.symbol, closes, wish.kind, qty, wish.reason, time)
            .approve(&desk.instrument, near)?;
        // A part has to be worth the venue's minimum; the whole goes at any worth, so that nobody is locked in.
        if order.qty < held.qty && near * order.qty < desk.instrument.min_notional {
            return Err(Refusal::BelowMinimum);
        }
        Ok(order.sent_at(sent_at))
    }

    /// Leaves a position at a price that is there now.
    fn leave(
        &mut self,
        symbol: usize,
        direction: Direction,
        share: Option<f64>,
        kind: OrderKind,
        (price, reason): (f64, Reason),
    ) {
        self.emit(Event::Wanted(Wish {
            symbol,
            direction,
            what: What::Leave(share),
            kind,
            reason,
            price,
            due: true,
        }));
        self.settle();
    }

    /// Is anything of this symbol held?
    #[inline]
    fn holds(&self, symbol: usize) -> bool {
        self.ledger.held() > 0 && self.ledger.both(symbol).iter().any(Option::is_some)
    }

    fn units(&self, symbol: usize, direction: Direction) -> Qty {
        self.ledger.units(symbol, direction)
    }
}
