//! The rules of a run written a second time as a plain loop over bars: slow, short, and sharing nothing with the engines but
//! the venue's ticks and lots.
#![allow(missing_docs, reason = "the names are those of the plan it repeats")]

use domain::instrument::{Instrument, Round};
use domain::{Bar, FillPolicy, PathRule, Reason};

/// How an entry is ordered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum By {
    Market,
    Stop,
    Limit,
}

/// How much an entry buys.
#[derive(Clone, Copy, Debug)]
pub enum Size {
    Slots(f64),
    Equity(f64),
    Units(f64),
}

/// How far a stop is: percent of the entry price, or times the range known before the entry.
#[derive(Clone, Copy, Debug)]
pub enum Far {
    Percent(f64),
    Range(f64),
}

/// What is traded, the same for every symbol.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Entries of longs and of shorts.
    pub entry: [Option<By>; 2],
    /// Do levels count from the open of their bar?
    pub from_open: bool,
    pub after: Option<u32>,
    pub stop: Option<Far>,
    pub target: Option<f64>,
    /// Percent behind the best price.
    pub trail: Option<f64>,
    pub policy: FillPolicy,
    pub path: PathRule,
    pub fee: f64,
    pub slip: f64,
    pub size: Size,
    pub cash: f64,
}

/// A symbol: its bars, and at each close what was decided there for the next bar.
#[derive(Clone, Debug)]
pub struct Symbol {
    pub instrument: Instrument,
    pub bars: Vec<Bar>,
    pub enter: [Vec<bool>; 2],
    pub level: [Vec<f64>; 2],
    pub leave: Vec<bool>,
    pub range: Vec<f64>,
}

/// A trade.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deal {
    pub symbol: usize,
    pub long: bool,
    pub units: f64,
    pub entered: (i64, f64, Reason),
    pub left: (i64, f64, Reason),
    pub gain: f64,
}

/// What a run comes to; `ruined` when a short took all the money at some price, where the venue steps in.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    pub deals: Vec<Deal>,
    pub equity: Vec<f64>,
    pub ruined: bool,
}

#[derive(Clone, Copy)]
struct Held {
    sign: f64,
    units: f64,
    entered: (i64, f64, Reason),
    fee: f64,
    stop: Option<(f64, Reason)>,
    target: Option<f64>,
    best: f64,
    closes: u32,
    /// Did the whole of its first bar come after the entry?
    whole: bool,
}

#[derive(Clone, Default)]
struct State {
    held: Option<Held>,
    row: usize,
    mark: f64,
    free: bool,
    leave: Option<Reason>,
    waiting: Option<(usize, Reason)>,
    watched: Vec<(usize, f64)>,
    resting: Vec<(usize, f64, f64, f64)>,
}

struct Run<'a> {
    rules: Rules,
    symbols: &'a [Symbol],
    state: Vec<State>,
    cash: f64,
    outcome: Outcome,
}

const SIGN: [f64; 2] = [1.0, -1.0];

/// Runs the rules; a bar at the close of `duration` milliseconds after its open.
pub fn run(rules: Rules, symbols: &[Symbol], duration: i64) -> Outcome {
    let state = State {
        free: true,
        ..State::default()
    };
    let mut run = Run {
        rules,
        symbols,
        state: vec![state; symbols.len()],
        cash: rules.cash,
        outcome: Outcome::default(),
    };
    let mut times: Vec<i64> = symbols
        .iter()
        .flat_map(|one| one.bars.iter().map(|bar| bar.open_time.0))
        .collect();
    times.sort_unstable();
    times.dedup();
    for now in times {
        let here: Vec<(usize, Bar)> = (0..symbols.len())
            .filter_map(|at| Some((at, *symbols[at].bars.get(run.state[at].row)?)))
            .filter(|(_, bar)| bar.open_time.0 == now)
            .collect();
        for (at, bar) in &here {
            let state = &mut run.state[*at];
            state.mark = bar.open;
            state.watched.clear();
            state.resting.clear();
        }
        here.iter()
            .for_each(|(at, bar)| run.leave_at_open(*at, bar));
        here.iter()
            .for_each(|(at, bar)| run.enter_at_open(*at, bar));
        for (at, bar) in here.iter().filter(|(_, bar)| !bar.made_up) {
            let range = run.enter_inside(*at, bar);
            run.leave_inside(*at, bar, range);
        }
        here.iter().for_each(|(at, bar)| run.close(*at, bar));
        if rules.policy == FillPolicy::SameClose {
            here.iter()
                .for_each(|(at, bar)| run.leave_at_close(*at, bar, now + duration));
            here.iter()
                .for_each(|(at, bar)| run.enter_at_close(*at, bar, now + duration));
        }
        for (at, _) in &here {
            let state = &mut run.state[*at];
            state.free = state.held.is_none() || state.leave.is_some();
        }
        let equity = run.equity();
        run.outcome.equity.push(equity);
    }
    for (at, symbol) in symbols.iter().enumerate() {
        if let (Some(held), Some(last)) = (run.state[at].held, symbol.bars.last()) {
            let (time, price) = (last.open_time.0 + duration, run.state[at].mark);
            run.note(at, held, (time, price, Reason::EndOfData), 0.0);
        }
    }
    run.outcome
        .deals
        .sort_by_key(|deal| (deal.entered.0, deal.symbol));
    run.outcome
}

impl Run<'_> {
    fn equity(&self) -> f64 {
        let worth = |state: &State| {
            state
                .held
                .map_or(0.0, |held| held.sign * held.units * state.mark)
        };
        self.cash + self.state.iter().map(worth).sum::<f64>()
    }

    fn tick(&self, at: usize, price: f64, up: bool) -> Option<f64> {
        let round = if up { Round::Up } else { Round::Down };
        let known = price.is_finite() && price > 0.0;
        let price = known.then(|| self.symbols[at].instrument.on_tick(price, round));
        price.flatten().map(domain::Price::get)
    }

    /// What an order that takes pays, or one that waits.
    fn paid(&self, sign: f64, price: f64, takes: bool, bar: &Bar) -> f64 {
        let worst = self.rules.policy == FillPolicy::WorstOfBar && takes;
        let extreme = if sign > 0.0 { bar.high } else { bar.low };
        let price = if worst { extreme } else { price };
        if takes {
            price * (1.0 + sign * self.rules.slip)
        } else {
            price
        }
    }

    fn note(&mut self, symbol: usize, held: Held, left: (i64, f64, Reason), fee: f64) {
        let gain = held.sign * held.units * (left.1 - held.entered.1) - held.fee - fee;
        let (units, entered, long) = (held.units, held.entered, held.sign > 0.0);
        self.outcome.deals.push(Deal {
            symbol,
            long,
            units,
            entered,
            left,
            gain,
        });
    }

    fn leave(&mut self, at: usize, bar: &Bar, time: i64, (price, reason): (f64, Reason)) {
        let Some(held) = self.state[at].held.take() else {
            return;
        };
        let takes = reason != Reason::TakeProfit;
        let paid = self.paid(-held.sign, price, takes, bar);
        let fee = paid * held.units * self.rules.fee;
        self.cash += held.sign * paid * held.units - fee;
        self.state[at].mark = paid;
        self.state[at].leave = None;
        self.outcome.ruined |= self.equity() < 0.2 * self.rules.cash;
        self.note(at, held, (time, paid, reason), fee);
    }

    /// Units an entry gets, 0 for none; `price` is where it is expected.
    fn size(&self, at: usize, sign: f64, price: f64, takes: bool, bar: &Bar) -> (f64, f64) {
        let plain = self.paid(sign, price, takes, bar)
            / if takes {
                1.0 + sign * self.rules.slip
            } else {
                1.0
            };
        let paid = self.paid(sign, price, takes, bar);
        let (fee, equity) = (self.rules.fee, self.equity());
        let wanted = match self.rules.size {
            Size::Slots(share) => equity / self.symbols.len() as f64 * share / (paid * (1.0 + fee)),
            Size::Equity(share) => equity * share / (paid + fee * plain),
            Size::Units(units) => units,
        };
        let exposure = |state: &State| state.held.map_or(0.0, |held| held.units * state.mark);
        let exposed: f64 = self.state.iter().map(exposure).sum();
        // Of two that wait for one symbol only one can fill: they share their cash.
        let dearest = |state: &State| state.resting.iter().map(|one| one.3).fold(0.0, f64::max);
        let others = self
            .state
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != at);
        let promised: f64 = others.map(|(_, state)| dearest(state)).sum();
        let free = (equity - exposed - promised) / (paid * (1.0 + fee));
        let instrument = &self.symbols[at].instrument;
        let units = instrument.on_lot(wanted.min(free).max(0.0)).get();
        (units, units * paid * (1.0 + fee))
    }

    fn enter(
        &mut self,
        at: usize,
        bar: &Bar,
        (time, price, reason): (i64, f64, Reason),
        (side, units): (usize, f64),
    ) {
        let (sign, takes) = (
            SIGN[side],
            reason != Reason::EntryLimit || self.rules.policy == FillPolicy::NextOpen,
        );
        let paid = self.paid(sign, price, takes, bar);
        let fee = paid * units * self.rules.fee;
        self.cash -= sign * paid * units + fee;
        let row = self.state[at].row;
        // Decided at the close before; at a close the row has already moved on.
        let known = row
            .checked_sub(1)
            .map_or(f64::NAN, |before| self.symbols[at].range[before]);
        let stop = self.rules.stop.and_then(|far| match far {
            Far::Percent(percent) => {
                self.tick(at, paid * (1.0 - sign * percent / 100.0), sign < 0.0)
            }
            Far::Range(times) => self.tick(at, paid - sign * times * known, sign < 0.0),
        });
        let target = self
            .rules
            .target
            .and_then(|percent| self.tick(at, paid * (1.0 + sign * percent / 100.0), sign > 0.0));
        let state = &mut self.state[at];
        state.resting.clear();
        state.watched.clear();
        state.mark = paid;
        state.held = Some(Held {
            sign,
            units,
            entered: (time, paid, reason),
            fee,
            stop: stop.map(|stop| (stop, Reason::StopLoss)),
            target,
            best: paid,
            closes: 0,
            whole: price == bar.open || time > bar.open_time.0,
        });
    }

    fn leave_at_open(&mut self, at: usize, bar: &Bar) {
        let Some(held) = self.state[at].held else {
            return;
        };
        if bar.made_up {
            return;
        }
        let jumped = held
            .stop
            .filter(|(stop, _)| (stop - bar.open) * held.sign >= 0.0);
        let target = held
            .target
            .filter(|target| (bar.open - target) * held.sign >= 0.0);
        let reason = self.state[at].leave.or(jumped.map(|(_, reason)| reason));
        let reason = reason.or(target.map(|_| Reason::TakeProfit));
        if let Some(reason) = reason {
            self.leave(at, bar, bar.open_time.0, (bar.open, reason));
        }
    }

    fn enter_at_open(&mut self, at: usize, bar: &Bar) {
        let now = bar.open_time.0;
        let Some(before) = self.state[at].row.checked_sub(1) else {
            return;
        };
        let minimum = self.symbols[at].instrument.min_notional.get();
        if let Some((side, reason)) = self.state[at].waiting {
            if !bar.made_up {
                self.state[at].waiting = None;
                let (units, _) = self.size(at, SIGN[side], bar.open, true, bar);
                if units > 0.0 && units * bar.open >= minimum {
                    self.enter(at, bar, (now, bar.open, reason), (side, units));
                }
            }
            return;
        }
        let wanted =
            |side: usize| self.rules.entry[side].filter(|_| self.symbols[at].enter[side][before]);
        let mut wishes: Vec<(usize, By)> = [0, 1]
            .into_iter()
            .filter_map(|side| Some((side, wanted(side)?)))
            .collect();
        wishes.retain(|(_, by)| *by != By::Market || self.rules.policy != FillPolicy::SameClose);
        if let Some(first) = wishes.iter().position(|(_, by)| *by == By::Market) {
            wishes.truncate(first + 1);
        }
        if !self.state[at].free || self.state[at].held.is_some() || bar.made_up {
            return;
        }
        for (side, by) in wishes {
            let sign = SIGN[side];
            if by == By::Market {
                let (units, _) = self.size(at, sign, bar.open, true, bar);
                if units > 0.0 && units * bar.open >= minimum {
                    self.enter(at, bar, (now, bar.open, Reason::EntrySignal), (side, units));
                }
                continue;
            }
            let rising = (by == By::Stop) == (sign > 0.0);
            let base = if self.rules.from_open { bar.open } else { 0.0 };
            let Some(level) = self.tick(at, base + self.symbols[at].level[side][before], rising)
            else {
                continue;
            };
            if self.rules.policy == FillPolicy::NextOpen {
                self.state[at].watched.push((side, level));
                continue;
            }
            let expected = if rising {
                level.max(bar.open)
            } else {
                level.min(bar.open)
            };
            let (units, cost) = self.size(at, sign, expected, by == By::Stop, bar);
            if units > 0.0 && units * level >= minimum {
                self.state[at].resting.push((side, level, units, cost));
            }
        }
    }

    /// Fills what waits inside; gives the range of the bar that came after the entry, and where it began.
    fn enter_inside(&mut self, at: usize, bar: &Bar) -> (f64, f64, f64) {
        let whole = (bar.open, bar.low, bar.high);
        let rising = |side: usize| (self.rules.entry[side] == Some(By::Stop)) == (SIGN[side] > 0.0);
        let reached = |side: usize, level: f64| match rising(side) {
            true => (bar.high >= level).then(|| level.max(bar.open)),
            false => (bar.low <= level).then(|| level.min(bar.open)),
        };
        let reason = |side: usize| match self.rules.entry[side] {
            Some(By::Limit) => Reason::EntryLimit,
            _ => Reason::EntryStop,
        };
        let seen = self.state[at]
            .watched
            .iter()
            .find(|(side, level)| reached(*side, *level).is_some());
        if let Some((side, _)) = seen.copied() {
            let waiting = Some((side, reason(side)));
            self.state[at].waiting = waiting;
        }
        let fills = self.state[at]
            .resting
            .iter()
            .filter_map(|(side, level, units, _)| Some((*side, *units, reached(*side, *level)?)));
        let first = fills.min_by(|a, b| (a.2 - bar.open).abs().total_cmp(&(b.2 - bar.open).abs()));
        let Some((side, units, price)) = first else {
            return whole;
        };
        let (up, reason) = (rising(side), reason(side));
        self.enter(at, bar, (bar.open_time.0, price, reason), (side, units));
        if price == bar.open {
            return whole;
        }
        // What the price went on to is sure; whether it had been at the other end before, nobody saw.
        let high_first = bar.high - bar.open <= bar.open - bar.low;
        let other_end = match self.rules.path {
            PathRule::Pessimistic => up == (side == 0),
            PathRule::Optimistic => up != (side == 0),
            PathRule::NearestToOpen => up == high_first,
        };
        match (up, other_end) {
            (_, true) => (price, bar.low, bar.high),
            (true, false) => (price, price.min(bar.close), bar.high),
            (false, false) => (price, bar.low, price.max(bar.close)),
        }
    }

    fn leave_inside(&mut self, at: usize, bar: &Bar, (start, low, high): (f64, f64, f64)) {
        let Some(held) = self.state[at].held else {
            return;
        };
        let (bad, good) = if held.sign > 0.0 {
            (low, high)
        } else {
            (high, low)
        };
        let stop = held
            .stop
            .filter(|(stop, _)| (bad - stop) * held.sign <= 0.0);
        // Where the position began beyond its stop, that is the price.
        let stop = stop.map(|(stop, reason)| {
            (
                if (stop - start) * held.sign > 0.0 {
                    start
                } else {
                    stop
                },
                reason,
            )
        });
        let target = held
            .target
            .filter(|target| (good - target) * held.sign >= 0.0);
        let target = target.map(|target| {
            (
                if (start - target) * held.sign > 0.0 {
                    start
                } else {
                    target
                },
                target,
            )
        });
        let target_first = match (stop, target, self.rules.path) {
            (Some((stop, _)), Some((_, level)), PathRule::NearestToOpen) => {
                (level - start).abs() < (stop - start).abs()
            }
            (Some(_), Some(_), PathRule::Pessimistic) => false,
            _ => true,
        };
        let way = target
            .map(|(price, _)| (price, Reason::TakeProfit))
            .filter(|_| target_first)
            .or(stop);
        if let Some(way) = way {
            self.leave(at, bar, bar.open_time.0, way);
        }
    }

    fn close(&mut self, at: usize, bar: &Bar) {
        let row = self.state[at].row;
        let state = &mut self.state[at];
        (state.mark, state.row) = (bar.close, row + 1);
        state.resting.clear();
        let Some(mut held) = state.held else { return };
        let dip = held.units * (bar.high - bar.close);
        let left = self.equity() - 2.0 * dip;
        self.outcome.ruined |= held.sign < 0.0 && left < 0.2 * self.rules.cash;
        let all = held.closes > 0 || held.whole;
        let seen = match (all, held.sign > 0.0) {
            (false, _) => bar.close,
            (true, true) => bar.high,
            (true, false) => bar.low,
        };
        held.best = if held.sign > 0.0 {
            held.best.max(seen)
        } else {
            held.best.min(seen)
        };
        held.closes += 1;
        if let Some(percent) = self.rules.trail {
            let level = self.tick(
                at,
                held.best * (1.0 - held.sign * percent / 100.0),
                held.sign < 0.0,
            );
            let nearer = level.filter(|level| {
                held.stop
                    .is_none_or(|(stop, _)| (level - stop) * held.sign > 0.0)
            });
            held.stop = nearer
                .map(|level| (level, Reason::TrailingStop))
                .or(held.stop);
        }
        let late = self.rules.after.is_some_and(|after| held.closes >= after);
        let state = &mut self.state[at];
        state.held = Some(held);
        let now = match self.symbols[at].leave[row] {
            true => Some(Reason::ExitSignal),
            false => late.then_some(Reason::TimeExit),
        };
        state.leave = state.leave.or(now);
    }

    fn leave_at_close(&mut self, at: usize, bar: &Bar, time: i64) {
        if let (Some(reason), false) = (self.state[at].leave, bar.made_up) {
            self.leave(at, bar, time, (bar.close, reason));
        }
        self.state[at].free |= self.state[at].held.is_none();
    }

    fn enter_at_close(&mut self, at: usize, bar: &Bar, time: i64) {
        let row = self.state[at].row - 1;
        let here = |side: &usize| {
            self.rules.entry[*side] == Some(By::Market) && self.symbols[at].enter[*side][row]
        };
        let Some(side) = [0, 1].into_iter().find(here) else {
            return;
        };
        let (units, _) = self.size(at, SIGN[side], bar.close, true, bar);
        let enough =
            units > 0.0 && units * bar.close >= self.symbols[at].instrument.min_notional.get();
        if self.state[at].held.is_none() && !bar.made_up && enough {
            self.enter(
                at,
                bar,
                (time, bar.close, Reason::EntrySignal),
                (side, units),
            );
        }
    }
}
