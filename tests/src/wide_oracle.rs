//! The rules of a run written once more as a plain loop over bars, as wide as the contract: slow, and sharing nothing with the
//! engines but the venue's ticks and lots. Where [`crate::oracle`] speaks, both say the same.
//!
//! One entry a symbol and bar, long or short, by market, stop or limit; out by stop, ladder of targets, a stop that follows, time
//! and signal; four ways to fill, three paths, slippage and both fees; symbols with holes and made-up bars share one account.
//! Replayed bars, adds, reversals, funding, leverage and limits are left to rows worked out by hand.
#![allow(missing_docs, reason = "the names are those of the plan it repeats")]

use domain::instrument::{Instrument, Round};
use domain::{Bar, FillPolicy, PathRule, Price, Reason};
use std::collections::BTreeSet;

/// How much an entry takes.
#[derive(Clone, Copy, Debug)]
pub enum Size {
    Slots(f64),
    Equity(f64),
    Units(f64),
}

/// How far a stop is: percent of the price paid, or times the range known before the entry.
#[derive(Clone, Copy, Debug)]
pub enum Far {
    Percent(f64),
    Range(f64),
}

/// What is traded, the same for every symbol; distances without a name are in percent.
#[derive(Clone, Debug)]
pub struct Rules {
    pub after: Option<u32>,
    pub stop: Option<Far>,
    /// The nearest first, each with its share of the position.
    pub targets: Vec<(f64, f64)>,
    pub trail: Option<f64>,
    pub policy: FillPolicy,
    pub path: PathRule,
    /// Of orders that take, and of orders that wait.
    pub fees: [f64; 2],
    pub slip: f64,
    pub size: Size,
    pub cash: f64,
}

/// An entry: the sign of its position, its kind, and the level of one that waits, on the venue's grid.
pub type Wish = (f64, Reason, f64);

/// Bars with their ranges, and at each close what was decided for the next: an entry, or to leave.
#[derive(Clone, Debug)]
pub struct Symbol {
    pub instrument: Instrument,
    pub bars: Vec<Bar>,
    pub ranges: Vec<f64>,
    pub enter: Vec<Option<Wish>>,
    pub leave: Vec<bool>,
}

/// When, at which price and why.
pub type End = (i64, f64, Reason);

/// A trade: its symbol, sign, units, beginning, end and gain.
pub type Deal = (usize, f64, f64, End, End, f64);

#[derive(Clone)]
struct Held {
    sign: f64,
    units: f64,
    whole: f64,
    entered: End,
    fee: f64,
    stop: Option<(f64, Reason)>,
    targets: Vec<(f64, f64)>,
    best: f64,
    closes: u32,
    saw_all: bool,
}

/// A symbol's position, its price, what it leaves for, whether it keeps out entries, and the order that rests: wish, units, cost.
#[derive(Clone, Default)]
struct State {
    held: Option<Held>,
    mark: f64,
    leave: Option<Reason>,
    busy: bool,
    resting: Option<(Wish, f64, f64)>,
}

/// A bar of a symbol, with the times of its open and its close.
struct Here {
    at: usize,
    row: usize,
    bar: Bar,
    opened: i64,
    closed: i64,
}

struct Run<'a> {
    rules: &'a Rules,
    symbols: &'a [Symbol],
    state: Vec<State>,
    cash: f64,
    deals: Vec<Deal>,
}

/// Trades, and the account at each moment of bars of so many milliseconds. All symbols take a step before the next one.
pub fn run<'a>(rules: &'a Rules, symbols: &'a [Symbol], length: i64) -> (Vec<Deal>, Vec<f64>) {
    let steps: [fn(&mut Run<'a>, &Here); 7] = [
        Run::mark_open,
        Run::leave_at_open,
        Run::enter_at_open,
        Run::inside,
        Run::close,
        Run::leave_at_close,
        Run::enter_at_close,
    ];
    let (state, cash) = (vec![State::default(); symbols.len()], rules.cash);
    let deals = Vec::new();
    #[rustfmt::skip]
    let mut run = Run { rules, symbols, state, cash, deals };
    let bars = symbols.iter().flat_map(|one| &one.bars);
    let times: BTreeSet<i64> = bars.map(|bar| bar.open_time.0).collect();
    let equity = times.iter().map(|&opened| {
        let closed = opened + length;
        let here = symbols.iter().enumerate().filter_map(|(at, one)| {
            let row = one.bars.iter().position(|bar| bar.open_time.0 == opened)?;
            let bar = one.bars[row];
            #[rustfmt::skip]
            return Some(Here { at, row, bar, opened, closed });
        });
        let here: Vec<Here> = here.collect();
        for step in steps {
            here.iter().for_each(|one| step(&mut run, one));
        }
        run.equity()
    });
    let equity = equity.collect();
    for (at, symbol) in symbols.iter().enumerate() {
        if let (Some(held), Some(last)) = (run.state[at].held.take(), symbol.bars.last()) {
            let end = (
                last.open_time.0 + length,
                run.state[at].mark,
                Reason::EndOfData,
            );
            run.note(at, &held, held.units, end, held.fee);
        }
    }
    run.deals.sort_by_key(|deal| (deal.3.0, deal.0));
    (run.deals, equity)
}

impl Run<'_> {
    fn mark_open(&mut self, here: &Here) {
        let state = &mut self.state[here.at];
        state.mark = here.bar.open;
        state.busy = state.held.is_some() && state.leave.is_none();
    }

    fn leave_at_open(&mut self, here: &Here) {
        let open = here.bar.open;
        match self.state[here.at].leave {
            Some(why) => self.leave(here, (here.opened, open, why), 1.0),
            None => self.protect(here, [open; 3]),
        }
    }

    fn enter_at_open(&mut self, here: &Here) {
        let before = here.row.checked_sub(1);
        let wish = before.and_then(|row| self.symbols[here.at].enter[row]);
        if let (Some(wish), false) = (wish, self.state[here.at].busy) {
            let price = from(wish, here.bar.open);
            match wish.1 {
                Reason::EntrySignal if self.rules.policy == FillPolicy::SameClose => {}
                Reason::EntrySignal => self.enter(here, wish, None, (here.opened, price)),
                _ if self.state[here.at].held.is_some() || here.bar.made_up => {}
                _ => {
                    let (units, cost) = self.size(here, wish, price);
                    self.state[here.at].resting = Some((wish, units, cost));
                }
            }
        }
    }

    /// Fills an order whose level is reached, then leaves by what a position lives through: its start, the low and the high.
    fn inside(&mut self, here: &Here) {
        let (bar, path) = (here.bar, self.rules.path);
        let reached = |(wish, ..): &mut (Wish, f64, f64)| {
            (further(way(*wish), bar.low, bar.high) - wish.2) * way(*wish) >= 0.0
        };
        let filled = self.state[here.at].resting.take_if(reached);
        let mut lived = [bar.open, bar.low, bar.high];
        if let Some((wish, units, _)) = filled.filter(|_| !bar.made_up) {
            let (price, rising) = (from(wish, bar.open), way(wish) > 0.0);
            self.enter(here, wish, Some(units), (here.opened, price));
            // What the price went on to is sure; whether it had been at the other end before, nobody saw.
            let other_end = match path {
                _ if price == bar.open => true,
                PathRule::Pessimistic => rising == (wish.0 > 0.0),
                PathRule::Optimistic => rising != (wish.0 > 0.0),
                PathRule::NearestToOpen => rising == (bar.high - bar.open <= bar.open - bar.low),
            };
            lived = match (rising, other_end) {
                (_, true) => [price, bar.low, bar.high],
                (true, false) => [price, price.min(bar.close), bar.high],
                (false, false) => [price, bar.low, price.max(bar.close)],
            };
        }
        self.protect(here, lived);
    }

    fn close(&mut self, here: &Here) {
        let (bar, at) = (here.bar, here.at);
        (self.state[at].mark, self.state[at].resting) = (bar.close, None);
        let Some(mut held) = self.state[at].held.take() else {
            return;
        };
        let seen = match held.saw_all {
            true => further(held.sign, bar.low, bar.high),
            false => bar.close,
        };
        held.best = further(held.sign, held.best, seen);
        (held.closes, held.saw_all) = (held.closes + 1, true);
        let behind = |far| held.best * (1.0 - held.sign * far / 100.0);
        let level = self
            .rules
            .trail
            .and_then(|far| self.tick(at, behind(far), -held.sign));
        let nearer = |level: f64| {
            held.stop
                .is_none_or(|(stop, _)| (level - stop) * held.sign > 0.0)
        };
        if let Some(level) = level.filter(|level| nearer(*level)) {
            held.stop = Some((level, Reason::TrailingStop));
        }
        let told = self.symbols[at].leave[here.row].then_some(Reason::ExitSignal);
        let late = self.rules.after.is_some_and(|after| held.closes >= after);
        let state = &mut self.state[at];
        state.leave = state.leave.or(told).or(late.then_some(Reason::TimeExit));
        state.held = Some(held);
    }

    fn leave_at_close(&mut self, here: &Here) {
        let now = self.rules.policy == FillPolicy::SameClose;
        if let Some(why) = self.state[here.at].leave.filter(|_| now) {
            self.leave(here, (here.closed, here.bar.close, why), 1.0);
        }
    }

    fn enter_at_close(&mut self, here: &Here) {
        let wish =
            self.symbols[here.at].enter[here.row].filter(|wish| wish.1 == Reason::EntrySignal);
        if let (Some(wish), FillPolicy::SameClose) = (wish, self.rules.policy) {
            self.enter(here, wish, None, (here.closed, here.bar.close));
        }
    }

    /// Enters with so many units, or with as many as the rules and the money give.
    fn enter(&mut self, here: &Here, wish: Wish, units: Option<f64>, (now, price): (i64, f64)) {
        let units = units.unwrap_or_else(|| self.size(here, wish, price).0);
        if units == 0.0 || here.bar.made_up || self.state[here.at].held.is_some() {
            return;
        }
        let (sign, why, _) = wish;
        let (_, paid, fee) = self.terms(here, wish, price);
        // At an open and inside a bar the close before it is the last that is known.
        let range = self.symbols[here.at].ranges[here.row - usize::from(now == here.opened)];
        let stop = self.rules.stop.and_then(|far| match far {
            Far::Percent(far) => self.tick(here.at, paid * (1.0 - sign * far / 100.0), -sign),
            Far::Range(times) => self.tick(here.at, paid - sign * times * range, -sign),
        });
        let target = |far| self.tick(here.at, paid * (1.0 + sign * far / 100.0), sign);
        let targets = self.rules.targets.iter();
        let held = Held {
            sign,
            units,
            whole: units,
            entered: (now, paid, why),
            fee: fee * paid * units,
            stop: stop.map(|stop| (stop, Reason::StopLoss)),
            targets: targets
                .filter_map(|(far, share)| Some((target(*far)?, *share)))
                .collect(),
            best: paid,
            closes: 0,
            saw_all: now == here.closed || price == here.bar.open,
        };
        self.cash -= sign * paid * units + held.fee;
        (self.state[here.at].held, self.state[here.at].mark) = (Some(held), paid);
    }

    /// Leaves at the stop and at targets that prices reach which go from a start to a low and a high.
    fn protect(&mut self, here: &Here, [start, low, high]: [f64; 3]) {
        while let (Some(held), false) = (&self.state[here.at].held, here.bar.made_up) {
            let sign = held.sign;
            let beyond = |level: f64, way| (further(way, low, high) - level) * way >= 0.0;
            let stop = held.stop.filter(|(stop, _)| beyond(*stop, -sign));
            let target = held
                .targets
                .first()
                .filter(|(target, _)| beyond(*target, sign));
            let target_first = |stop: f64, target: f64| match self.rules.path {
                // At one price, as at the open, nothing comes first.
                _ if low == high => false,
                PathRule::Pessimistic => false,
                PathRule::Optimistic => true,
                PathRule::NearestToOpen => (target - start).abs() < (stop - start).abs(),
            };
            if let Some((stop, why)) = stop
                && target.is_none_or(|one| !target_first(stop, one.0))
            {
                let price = further(-sign, stop, start);
                return self.leave(here, (here.opened, price, why), 1.0);
            }
            let Some(&(target, share)) = target else {
                return;
            };
            let price = further(sign, target, start);
            self.leave(here, (here.opened, price, Reason::TakeProfit), share);
        }
    }

    /// Closes a share of what was entered, or what is left of it.
    fn leave(&mut self, here: &Here, (now, price, why): End, share: f64) {
        let held = self.state[here.at].held.take_if(|_| !here.bar.made_up);
        let Some(mut held) = held else {
            return;
        };
        let part = if share < 1.0 {
            (held.whole * share).min(held.units)
        } else {
            held.units
        };
        let instrument = &self.symbols[here.at].instrument;
        let units = instrument.on_lot(part).get();
        let too_small = units < held.units && units * price < instrument.min_notional.get();
        let units = if too_small { 0.0 } else { units };
        let (_, paid, fee) = self.terms(here, (-held.sign, why, f64::NAN), price);
        let (entry_fee, fee) = (held.fee * units / held.units, fee * paid * units);
        self.cash += held.sign * paid * units - fee;
        if units > 0.0 {
            self.note(here.at, &held, units, (now, paid, why), entry_fee + fee);
            // Wherever a part was closed, the price has been.
            (self.state[here.at].mark, held.best) = (paid, further(held.sign, held.best, paid));
        }
        if why == Reason::TakeProfit {
            held.targets.remove(0);
        }
        (held.units, held.fee) = (held.units - units, held.fee - entry_fee);
        let rest = (held.units > 1e-12 * held.whole).then_some(held);
        self.state[here.at].leave = self.state[here.at].leave.filter(|_| rest.is_some());
        self.state[here.at].held = rest;
    }

    fn note(&mut self, at: usize, held: &Held, units: f64, end: End, fees: f64) {
        let gain = held.sign * units * (end.1 - held.entered.1) - fees;
        self.deals
            .push((at, held.sign, units, held.entered, end, gain));
    }

    fn equity(&self) -> f64 {
        let worth = |one: &State| {
            one.held
                .as_ref()
                .map_or(0.0, |held| held.sign * held.units * one.mark)
        };
        self.cash + self.state.iter().map(worth).sum::<f64>()
    }

    /// Units that an entry gets, no more than the money pays for that isn't in a position or promised to an order; and their cost.
    fn size(&self, here: &Here, wish: Wish, price: f64) -> (f64, f64) {
        let (plain, paid, fee) = self.terms(here, wish, price);
        let (equity, one) = (self.equity(), paid * (1.0 + fee));
        let wanted = match self.rules.size {
            Size::Slots(share) => equity / self.symbols.len() as f64 * share / one,
            Size::Equity(share) => equity * share / (paid + fee * plain),
            Size::Units(units) => units,
        };
        let held = |one: &State| one.held.as_ref().map_or(0.0, |held| held.units * one.mark);
        let used = |one: &State| held(one) + one.resting.map_or(0.0, |(.., cost)| cost);
        let free = equity - self.state.iter().map(used).sum::<f64>();
        let instrument = &self.symbols[here.at].instrument;
        let units = instrument.on_lot(wanted.min(free / one).max(0.0)).get();
        let near = if wish.1 == Reason::EntrySignal {
            price
        } else {
            wish.2
        };
        match units * near >= instrument.min_notional.get() {
            true => (units, units * one),
            false => (0.0, 0.0),
        }
    }

    /// What an order pays that reaches a price, before and after slippage, and its fee. Limits don't slip, and pay for waiting
    /// unless the open is already there.
    fn terms(&self, here: &Here, (sign, why, level): Wish, price: f64) -> (f64, f64, f64) {
        let bar = here.bar;
        let waits = match why {
            Reason::EntryLimit => (bar.open - level) * sign > 0.0,
            _ => why == Reason::TakeProfit,
        };
        let fee = self.rules.fees[usize::from(waits)];
        let plain = match (why, self.rules.policy) {
            (Reason::EntryLimit | Reason::TakeProfit, _) => return (price, price, fee),
            (_, FillPolicy::WorstOfBar) => further(sign, bar.low, bar.high),
            _ => price,
        };
        (plain, plain * (1.0 + sign * self.rules.slip), fee)
    }

    /// The next tick up (+1) or down (−1).
    fn tick(&self, at: usize, price: f64, way: f64) -> Option<f64> {
        let round = if way > 0.0 { Round::Up } else { Round::Down };
        let sound = price.is_finite() && price > 0.0;
        let tick = sound.then(|| self.symbols[at].instrument.on_tick(price, round));
        tick.flatten().map(Price::get)
    }
}

/// Of two prices the one further this way, up (+1) or down (−1).
fn further(way: f64, a: f64, b: f64) -> f64 {
    way * (way * a).max(way * b)
}

/// Which way the price goes to an entry's level.
fn way((sign, why, _): Wish) -> f64 {
    if why == Reason::EntryStop {
        sign
    } else {
        -sign
    }
}

/// Where an entry fills when the price comes from here.
fn from(wish: Wish, open: f64) -> f64 {
    match wish.1 {
        Reason::EntrySignal => open,
        _ => further(way(wish), wish.2, open),
    }
}
