//! The rules of a run written a second time as one plain loop over bars: slow, short, and sharing nothing with the engines but
//! the venue's ticks and lots.
//!
//! Longs by market, stop or limit; out by stop, ladder of targets, a stop that follows, time and signal; levels fill where they
//! are touched and stops before targets; slippage and both fees; symbols with holes and made-up bars share one cash account.
#![allow(missing_docs, reason = "the names are those of the plan it repeats")]

use domain::instrument::{Instrument, Round};
use domain::{Bar, Price, Reason};
use std::collections::BTreeSet;

/// What is traded, the same for every symbol; distances in percent.
#[derive(Clone, Debug)]
pub struct Rules {
    pub after: Option<u32>,
    pub stop: Option<f64>,
    /// The nearest first, each with its share of the position.
    pub targets: Vec<(f64, f64)>,
    pub trail: Option<f64>,
    /// Of orders that take, and of orders that wait.
    pub fees: [f64; 2],
    pub slip: f64,
    pub slot: f64,
    pub cash: f64,
}

/// Bars, and at each close what was decided for the next: an entry by its kind, with a level on the venue's grid, or to leave.
#[derive(Clone, Debug)]
pub struct Symbol {
    pub instrument: Instrument,
    pub bars: Vec<Bar>,
    pub enter: Vec<Option<(Reason, f64)>>,
    pub leave: Vec<bool>,
}

/// When, at which price and why.
pub type End = (i64, f64, Reason);

/// A trade: its symbol, units, beginning, end and gain.
pub type Deal = (usize, f64, End, End, f64);

#[derive(Clone)]
struct Held {
    units: f64,
    whole: f64,
    entered: End,
    fee: f64,
    stop: Option<(f64, Reason)>,
    targets: Vec<(f64, f64)>,
    best: f64,
    closes: u32,
    saw_all: bool,
    ordered: Option<Reason>,
}

/// A symbol's position, its price, whether it keeps out entries, and the order that rests: kind, level, units, cost.
#[derive(Clone, Default)]
struct State {
    held: Option<Held>,
    mark: f64,
    busy: bool,
    resting: Option<(Reason, f64, f64, f64)>,
}

struct Run<'a> {
    rules: &'a Rules,
    symbols: &'a [Symbol],
    state: Vec<State>,
    cash: f64,
    deals: Vec<Deal>,
}

/// Trades, and the account at each moment of bars of so many milliseconds. All symbols take a step before the next one.
pub fn run(rules: &Rules, symbols: &[Symbol], length: i64) -> (Vec<Deal>, Vec<f64>) {
    let (state, deals) = (vec![State::default(); symbols.len()], Vec::new());
    let cash = rules.cash;
    let mut run = Run {
        rules,
        symbols,
        state,
        cash,
        deals,
    };
    let mut equity = Vec::new();
    let bars = symbols.iter().flat_map(|one| &one.bars);
    let times: BTreeSet<i64> = bars.map(|bar| bar.open_time.0).collect();
    for now in times {
        let here = symbols.iter().enumerate().filter_map(|(at, one)| {
            let row = one.bars.iter().position(|bar| bar.open_time.0 == now)?;
            Some((at, row, one.bars[row]))
        });
        let here: Vec<(usize, usize, Bar)> = here.collect();
        let real = || here.iter().filter(|(.., bar)| !bar.made_up);
        for (at, _, bar) in &here {
            run.state[*at].mark = bar.open;
        }
        for (at, _, bar) in real() {
            match run.state[*at].held.as_ref().and_then(|held| held.ordered) {
                Some(why) => run.leave(*at, (now, bar.open, why), 1.0),
                None => run.protect(*at, now, [bar.open; 3]),
            }
        }
        real().for_each(|(at, row, bar)| run.order(*at, *row, bar));
        for (at, _, bar) in real() {
            let lived = run.touch(*at, bar);
            run.protect(*at, now, lived);
        }
        for (at, row, bar) in &here {
            run.close(*at, *row, bar);
        }
        equity.push(run.equity());
    }
    for (at, symbol) in symbols.iter().enumerate() {
        if let (Some(held), Some(last)) = (run.state[at].held.take(), symbol.bars.last()) {
            let (time, mark) = (last.open_time.0 + length, run.state[at].mark);
            run.note(
                at,
                &held,
                held.units,
                (time, mark, Reason::EndOfData),
                held.fee,
            );
        }
    }
    run.deals.sort_by_key(|deal| (deal.2.0, deal.0));
    (run.deals, equity)
}

impl Run<'_> {
    fn equity(&self) -> f64 {
        self.cash + self.state.iter().map(State::worth).sum::<f64>()
    }

    /// An entry at the open, or an order that rests in this bar, as large as its slot and the money not promised to others.
    fn order(&mut self, at: usize, row: usize, bar: &Bar) {
        let (symbol, state) = (&self.symbols[at], &self.state[at]);
        let told = row.checked_sub(1).and_then(|row| symbol.enter[row]);
        let (Some((why, level)), false, None) = (told, state.busy, &state.held) else {
            return;
        };
        let price = from(why, level, bar.open);
        let (paid, fee) = self.paid(why, price, bar.open);
        let one = paid * (1.0 + fee);
        let used = |one: &State| one.worth() + one.resting.map_or(0.0, |(.., cost)| cost);
        let free = self.equity() - self.state.iter().map(used).sum::<f64>();
        let slot = self.equity() / self.symbols.len() as f64 * self.rules.slot;
        let wanted = slot.min(free).max(0.0) / one;
        let units = symbol.instrument.on_lot(wanted).get();
        let least = symbol.instrument.min_notional.get();
        match why {
            Reason::EntrySignal if units * price >= least => {
                self.enter(at, why, units, price, bar);
            }
            Reason::EntryStop | Reason::EntryLimit if units * level >= least => {
                self.state[at].resting = Some((why, level, units, units * one));
            }
            _ => {}
        }
    }

    /// Fills an order whose level is reached; gives the start, the low and the high that a position lives through.
    fn touch(&mut self, at: usize, bar: &Bar) -> [f64; 3] {
        let reached = |(why, level, ..): &(Reason, f64, f64, f64)| match why {
            Reason::EntryStop => bar.high >= *level,
            _ => bar.low <= *level,
        };
        let whole = [bar.open, bar.low, bar.high];
        let Some((why, level, units, _)) = self.state[at].resting.take_if(|one| reached(one))
        else {
            return whole;
        };
        let price = from(why, level, bar.open);
        self.enter(at, why, units, price, bar);
        match why {
            _ if price == bar.open => whole,
            Reason::EntryStop => [price, bar.low, bar.high],
            // Whether the high came before the fall to the limit nobody saw.
            _ => [price, bar.low, price.max(bar.close)],
        }
    }

    fn enter(&mut self, at: usize, why: Reason, units: f64, price: f64, bar: &Bar) {
        let (paid, fee) = self.paid(why, price, bar.open);
        let tick = |percent: f64, round| self.tick(at, paid * (1.0 + percent / 100.0), round);
        let stop = self.rules.stop.and_then(|far| tick(-far, Round::Down));
        let targets = self.rules.targets.iter();
        let targets = targets.filter_map(|(far, share)| Some((tick(*far, Round::Up)?, *share)));
        let held = Held {
            units,
            whole: units,
            entered: (bar.open_time.0, paid, why),
            fee: fee * paid * units,
            stop: stop.map(|stop| (stop, Reason::StopLoss)),
            targets: targets.collect(),
            best: paid,
            closes: 0,
            saw_all: price == bar.open,
            ordered: None,
        };
        self.cash -= paid * units + held.fee;
        (self.state[at].held, self.state[at].mark) = (Some(held), paid);
    }

    /// Leaves at the stop or at targets which prices reach that go from a start to a low and a high; the stop comes first.
    fn protect(&mut self, at: usize, now: i64, [start, low, high]: [f64; 3]) {
        let Some(held) = self.state[at].held.clone() else {
            return;
        };
        if let Some((stop, why)) = held.stop.filter(|(stop, _)| low <= *stop) {
            return self.leave(at, (now, stop.min(start), why), 1.0);
        }
        for (target, share) in held.targets.iter().filter(|(target, _)| high >= *target) {
            self.leave(at, (now, target.max(start), Reason::TakeProfit), *share);
            if let Some(held) = &mut self.state[at].held {
                held.targets.remove(0);
            }
        }
    }

    /// Sells a share of what was entered, or what is left of it.
    fn leave(&mut self, at: usize, (now, price, why): End, share: f64) {
        let Some(mut held) = self.state[at].held.take() else {
            return;
        };
        let part = (held.whole * share).min(held.units);
        let wanted = if share < 1.0 { part } else { held.units };
        let units = self.symbols[at].instrument.on_lot(wanted).get();
        let (paid, fee) = match why {
            Reason::TakeProfit => (price, self.rules.fees[1]),
            _ => (price * (1.0 - self.rules.slip), self.rules.fees[0]),
        };
        let (entry_fee, fee) = (held.fee * units / held.units, fee * paid * units);
        self.cash += paid * units - fee;
        if units > 0.0 {
            self.note(at, &held, units, (now, paid, why), entry_fee + fee);
            // Wherever a part was sold, the price has been.
            (self.state[at].mark, held.best) = (paid, held.best.max(paid));
        }
        (held.units, held.fee) = (held.units - units, held.fee - entry_fee);
        self.state[at].held = (held.units > 1e-12 * held.whole).then_some(held);
    }

    fn note(&mut self, at: usize, held: &Held, units: f64, end: End, fees: f64) {
        let gain = units * (end.1 - held.entered.1) - fees;
        self.deals.push((at, units, held.entered, end, gain));
    }

    fn close(&mut self, at: usize, row: usize, bar: &Bar) {
        let state = &mut self.state[at];
        (state.mark, state.resting, state.busy) = (bar.close, None, false);
        let Some(mut held) = state.held.take() else {
            return;
        };
        let seen = if held.saw_all { bar.high } else { bar.close };
        (held.best, held.closes, held.saw_all) = (held.best.max(seen), held.closes + 1, true);
        let behind = |far| self.tick(at, held.best * (1.0 - far / 100.0), Round::Down);
        let level = self.rules.trail.and_then(behind);
        if let Some(level) = level.filter(|level| held.stop.is_none_or(|(stop, _)| *level > stop)) {
            held.stop = Some((level, Reason::TrailingStop));
        }
        let told = self.symbols[at].leave[row].then_some(Reason::ExitSignal);
        let late = self.rules.after.is_some_and(|after| held.closes >= after);
        held.ordered = held.ordered.or(told).or(late.then_some(Reason::TimeExit));
        self.state[at].busy = held.ordered.is_none();
        self.state[at].held = Some(held);
    }

    /// What an entry pays at a price, and its fee: a limit doesn't slip, and waits unless the open is already there.
    fn paid(&self, why: Reason, price: f64, open: f64) -> (f64, f64) {
        match why {
            Reason::EntryLimit => (price, self.rules.fees[usize::from(open > price)]),
            _ => (price * (1.0 + self.rules.slip), self.rules.fees[0]),
        }
    }

    fn tick(&self, at: usize, price: f64, round: Round) -> Option<f64> {
        let tick = self.symbols[at].instrument.on_tick(price, round);
        tick.map(Price::get)
    }
}

impl State {
    fn worth(&self) -> f64 {
        let held = self.held.as_ref();
        held.map_or(0.0, |held| held.units * self.mark)
    }
}

/// Where an entry fills when the price comes from here.
fn from(why: Reason, level: f64, open: f64) -> f64 {
    match why {
        Reason::EntryStop => level.max(open),
        Reason::EntryLimit => level.min(open),
        _ => open,
    }
}
