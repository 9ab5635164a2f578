//! The long run of one symbol as a plain loop that can be read in one go: in by market, stop or limit, out by stop, target, a stop
//! that follows, time or signal. What happens inside a bar in an order that nobody saw is taken as the worse one.
#![allow(missing_docs, reason = "the names are those of the plan it repeats")]

use domain::instrument::{Instrument, Round};
use domain::{Bar, Price, Reason};

/// Distances are factors of a price, the rest are shares.
#[derive(Clone, Debug)]
pub struct Rules {
    pub entry: Reason,
    pub stop: Option<f64>,
    pub target: Option<f64>,
    pub trail: Option<f64>,
    pub after: Option<u32>,
    /// Of orders that take, and of orders that wait.
    pub fees: [f64; 2],
    pub slip: f64,
    pub share: f64,
    pub cash: f64,
}

/// A bar, and what was decided at its close: the level of an entry in the next one, and to leave.
pub type Day = (Bar, Option<f64>, bool);
/// When, at which price and why.
pub type End = (i64, f64, Reason);
/// Units, the way in, the way out, and the gain.
pub type Deal = (f64, End, End, f64);

struct Held {
    units: f64,
    entered: End,
    fee: f64,
    stop: Option<(f64, Reason)>,
    best: f64,
    closes: u32,
    leave: Option<Reason>,
}

struct Run<'a> {
    rules: &'a Rules,
    instrument: &'a Instrument,
    cash: f64,
    held: Option<Held>,
    deals: Vec<Deal>,
}

/// The trades, and the account at each close of bars of so many milliseconds.
pub fn run(
    rules: &Rules,
    instrument: &Instrument,
    days: &[Day],
    length: i64,
) -> (Vec<Deal>, Vec<f64>) {
    let (cash, held, deals) = (rules.cash, None, Vec::new());
    #[rustfmt::skip]
    let mut run = Run { rules, instrument, cash, held, deals };
    let (mut equity, mut wanted) = (Vec::new(), None);
    for (bar, wants, told) in days {
        let mut lived = [bar.open, bar.low, bar.high];
        let held = run.held.as_ref().map(|held| held.leave);
        // Nobody trades in a bar that was made up.
        if !bar.made_up {
            match held {
                Some(Some(why)) => run.leave(bar, bar.open, why),
                Some(None) => run.protect(bar, [bar.open; 3]),
                None => {}
            }
            if let (Some(level), true) = (wanted, held != Some(None)) {
                lived = run.enter(bar, level);
            }
            run.protect(bar, lived);
        }
        run.close(bar, *told, lived[0] == bar.open);
        let worth = |held: &Held| held.units * bar.close;
        equity.push(run.cash + run.held.as_ref().map_or(0.0, worth));
        wanted = *wants;
    }
    if let (Some(held), Some((bar, ..))) = (run.held, days.last()) {
        let gain = held.units * (bar.close - held.entered.1) - held.fee;
        let end = (bar.open_time.0 + length, bar.close, Reason::EndOfData);
        run.deals.push((held.units, held.entered, end, gain));
    }
    (run.deals, equity)
}

impl Run<'_> {
    /// Enters once the level is reached; gives what is lived through: the price at the start, the low and the high.
    fn enter(&mut self, bar: &Bar, level: f64) -> [f64; 3] {
        let (rules, open) = (self.rules, bar.open);
        let (price, reached) = match rules.entry {
            Reason::EntryStop => (open.max(level), bar.high >= level),
            Reason::EntryLimit => (open.min(level), bar.low <= level),
            _ => (open, true),
        };
        let limit = rules.entry == Reason::EntryLimit;
        let fee = rules.fees[usize::from(limit && price < open)];
        let paid = price * if limit { 1.0 } else { 1.0 + rules.slip };
        let wanted = self.cash * rules.share / (paid + fee * price);
        let most = self.cash / (paid * (1.0 + fee));
        let units = self.instrument.on_lot(wanted.min(most)).get();
        let near = if level.is_nan() { open } else { level };
        if !reached || units == 0.0 || units * near < self.instrument.min_notional.get() {
            return [open, bar.low, bar.high];
        }
        let stop = rules
            .stop
            .and_then(|far| self.tick(paid * far, Round::Down));
        self.cash -= paid * units * (1.0 + fee);
        self.held = Some(Held {
            units,
            entered: (bar.open_time.0, paid, rules.entry),
            fee: fee * paid * units,
            stop: stop.map(|stop| (stop, Reason::StopLoss)),
            best: paid,
            closes: 0,
            leave: None,
        });
        // What lies above a limit may have been before it; only the close came after for sure.
        let high = if limit && price < open {
            price.max(bar.close)
        } else {
            bar.high
        };
        [price, bar.low, high]
    }

    /// Leaves at the stop or the target, at the stop if both are reached on the way from a start to a low and a high.
    fn protect(&mut self, bar: &Bar, [start, low, high]: [f64; 3]) {
        let Some(held) = &self.held else { return };
        let target = self.rules.target.map(|far| held.entered.1 * far);
        let target = target.and_then(|level| self.tick(level, Round::Up));
        match (held.stop, target) {
            (Some((stop, why)), _) if low <= stop => self.leave(bar, stop.min(start), why),
            (_, Some(target)) if high >= target => {
                self.leave(bar, target.max(start), Reason::TakeProfit);
            }
            _ => {}
        }
    }

    fn leave(&mut self, bar: &Bar, price: f64, why: Reason) {
        let Some(held) = self.held.take() else { return };
        let waits = why == Reason::TakeProfit;
        let paid = price * if waits { 1.0 } else { 1.0 - self.rules.slip };
        let fee = self.rules.fees[usize::from(waits)] * paid * held.units;
        let gain = held.units * (paid - held.entered.1) - held.fee - fee;
        let end = (bar.open_time.0, paid, why);
        self.cash += paid * held.units - fee;
        self.deals.push((held.units, held.entered, end, gain));
    }

    /// Counts the bar, moves the stop, and says whether to leave at the next open.
    fn close(&mut self, bar: &Bar, told: bool, saw_all: bool) {
        let Some(mut held) = self.held.take() else {
            return;
        };
        held.best = held.best.max(if saw_all { bar.high } else { bar.close });
        held.closes += 1;
        let follow = self.rules.trail.map(|far| held.best * far);
        let follow = follow.and_then(|level| self.tick(level, Round::Down));
        let nearer = |level: &f64| held.stop.is_none_or(|(stop, _)| *level > stop);
        if let Some(level) = follow.filter(nearer) {
            held.stop = Some((level, Reason::TrailingStop));
        }
        let late = self.rules.after.is_some_and(|after| held.closes >= after);
        let late = late.then_some(Reason::TimeExit);
        let told = told.then_some(Reason::ExitSignal);
        held.leave = held.leave.or(told).or(late);
        self.held = Some(held);
    }

    fn tick(&self, price: f64, round: Round) -> Option<f64> {
        self.instrument.on_tick(price, round).map(Price::get)
    }
}
