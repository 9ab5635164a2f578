//! A plan one bar at a time, for all symbols of a run: feed closes and opens, read values and conditions.

mod ahead;
mod build;
mod longer;
mod memory;
mod step;

use crate::program::{Program, Slot, Work};
use ahead::Ahead;
use domain::plan::{Best, Held};
use domain::{Bar, Bars, Timeframe};
use longer::Longer;
use step::{Now, Step, value};

/// What is known about an open position at a close; NaN for what isn't.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeldFacts {
    /// Average price paid or received.
    pub entry_price: f64,
    /// Bars since the entry bar.
    pub bars: f64,
    /// Highest price since the entry.
    pub highest: f64,
    /// Lowest price since the entry.
    pub lowest: f64,
    /// Gain in percent of the entry price.
    pub gain: f64,
}

impl HeldFacts {
    /// No position.
    pub const NONE: HeldFacts = HeldFacts {
        entry_price: f64::NAN,
        bars: f64::NAN,
        highest: f64::NAN,
        lowest: f64::NAN,
        gain: f64::NAN,
    };

    fn get(&self, held: Held) -> f64 {
        match held {
            Held::EntryPrice => self.entry_price,
            Held::Bars => self.bars,
            Held::Highest => self.highest,
            Held::Lowest => self.lowest,
            Held::Gain => self.gain,
        }
    }
}

/// A running program.
pub struct Stream<'a> {
    program: Program,
    desks: Vec<Desk<'a>>,
    /// Expressions that are taken between two rounds, each with its round.
    between: Vec<(u32, Slot)>,
    /// Ranks need the values of all symbols at once.
    ranked: Vec<(f64, bool)>,
}

/// One symbol's values.
struct Desk<'a> {
    values: Vec<f64>,
    /// What a close has computed beforehand.
    ahead: Option<Ahead<'a>>,
    /// What else a close of the run's own bars computes at once.
    steps: Vec<Step>,
    /// What it computes in each later round.
    later: Vec<Vec<Step>>,
    /// What a close of longer bars computes.
    longer: Vec<(Longer, Timeframe, Vec<Step>)>,
    /// What an open computes.
    opens: Vec<Step>,
    /// Where the open's price goes.
    next_open: Option<Slot>,
    closed: bool,
}

impl<'a> Stream<'a> {
    /// A fresh stream, for bars that come one at a time.
    pub fn new(program: Program) -> Stream<'a> {
        Stream::fresh(program, |_| None)
    }

    /// A fresh stream for bars that are known beforehand, those of each symbol: it will be told to close them one after the other, and
    /// says the same about each as if it had never seen the next.
    pub fn over(program: Program, bars: &[&'a Bars]) -> Stream<'a> {
        Stream::fresh(program, |symbol| bars.get(symbol).copied())
    }

    fn fresh(program: Program, bars: impl Fn(usize) -> Option<&'a Bars>) -> Stream<'a> {
        let between = (0..)
            .zip(&program.slots)
            .filter(|(_, one)| matches!(one.work, Work::Other { .. } | Work::Rank { .. }));
        let desks = 0..program.symbols;
        let desks = desks.map(|symbol| Desk::new(&program, bars(symbol)));
        Stream {
            between: between.map(|(slot, one)| (one.round, Slot(slot))).collect(),
            desks: desks.collect(),
            ranked: Vec::with_capacity(program.symbols),
            program,
        }
    }

    /// The program it runs.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// All symbols that have a bar closed it; `held` is what is known about their positions.
    #[inline]
    pub fn close(&mut self, bars: &[Option<Bar>], held: &[HeldFacts]) {
        let length = self.program.timeframe;
        for (symbol, (desk, bar)) in self.desks.iter_mut().zip(bars).enumerate() {
            if let Some(bar) = bar {
                desk.close(bar, length, held.get(symbol));
            }
        }
        if self.program.rounds > 1 {
            self.close_later_rounds(bars, held);
        }
    }

    /// The only symbol of the run closed a bar; nothing is known about its position.
    #[inline]
    pub fn close_only(&mut self, bar: &Bar) {
        if let Some(desk) = self.desks.first_mut() {
            desk.close(bar, self.program.timeframe, None);
        }
        if self.program.rounds > 1 {
            self.close_later_rounds(&[Some(*bar)], &[]);
        }
    }

    /// The only symbol of the run closes its next bars, so many at most, until one of these conditions holds; gives how many it
    /// closed, `None` when they have to be closed one at a time.
    pub fn close_until(&mut self, most: usize, ends: &[Slot]) -> Option<usize> {
        let [desk] = &mut self.desks[..] else {
            return None;
        };
        let alone = self.program.rounds <= 1
            && desk.steps.is_empty()
            && desk.longer.is_empty()
            && desk.opens.is_empty();
        let ahead = desk.ahead.as_mut().filter(|_| alone)?;
        let closed = ahead.close_until(most, ends, &mut desk.values);
        desk.closed |= closed > 0;
        Some(closed)
    }

    /// The later rounds of a close.
    #[inline(never)]
    fn close_later_rounds(&mut self, bars: &[Option<Bar>], held: &[HeldFacts]) {
        for round in 1..self.program.rounds {
            self.close_later(round, bars, held);
        }
    }

    /// A later round of the same close: what reads values of other symbols.
    fn close_later(&mut self, round: u32, bars: &[Option<Bar>], held: &[HeldFacts]) {
        let length = self.program.timeframe;
        self.between(bars, round);
        for (symbol, (desk, bar)) in self.desks.iter_mut().zip(bars).enumerate() {
            let Some(bar) = bar else { continue };
            let Some(steps) = desk.later.get_mut(round as usize - 1) else {
                continue;
            };
            let now = Now {
                bar,
                length,
                held: held.get(symbol),
            };
            step::close(steps, &mut desk.values, &now);
        }
    }

    /// The next bar of a symbol opened at this price: what depends on it is known now.
    pub fn open(&mut self, symbol: usize, price: f64) {
        let Some(desk) = self.desks.get_mut(symbol) else {
            return;
        };
        if let Some(slot) = desk.next_open
            && let Some(place) = desk.values.get_mut(slot.index())
        {
            *place = price;
        }
        for step in &desk.opens {
            step.open(&mut desk.values);
        }
    }

    /// Has the symbol closed a bar yet?
    pub fn has_closed(&self, symbol: usize) -> bool {
        self.desks.get(symbol).is_some_and(|desk| desk.closed)
    }

    /// The value of an expression for a symbol; NaN while unknown.
    pub fn value(&self, symbol: usize, slot: Slot) -> f64 {
        let desk = self.desks.get(symbol);
        desk.map_or(f64::NAN, |desk| desk.value(slot))
    }

    /// Does the condition hold for a symbol, known for sure?
    pub fn holds(&self, symbol: usize, slot: Slot) -> bool {
        self.value(symbol, slot) == 1.0
    }

    /// Values that need all symbols: taken between two rounds of a close. Like all others they are as of a symbol's own last
    /// close, so that one without a bar keeps what it knew.
    fn between(&mut self, bars: &[Option<Bar>], round: u32) {
        let desks = &mut self.desks;
        for (_, slot) in self.between.iter().filter(|(of, _)| *of == round) {
            let Some(one) = self.program.slots.get(slot.index()) else {
                continue;
            };
            match one.work {
                Work::Other { symbol, of } => {
                    let seen = desks
                        .get(symbol)
                        .map_or(f64::NAN, |desk| value(&desk.values, of));
                    for (desk, _) in desks.iter_mut().zip(bars).filter(|(_, bar)| bar.is_some()) {
                        if let Some(place) = desk.values.get_mut(slot.index()) {
                            *place = seen;
                        }
                    }
                }
                Work::Rank { of, best } => {
                    self.ranked.clear();
                    let traded = desks.iter().zip(bars).take(self.program.traded);
                    let known = traded.map(|(desk, bar)| (value(&desk.values, of), bar.is_some()));
                    self.ranked.extend(known);
                    let here = desks.iter_mut().zip(bars).enumerate();
                    for (symbol, (desk, _)) in here.filter(|(_, (_, bar))| bar.is_some()) {
                        if let Some(place) = desk.values.get_mut(slot.index()) {
                            *place = rank(&self.ranked, symbol, best);
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

/// The place of a symbol among all with a known value and a bar; of equal values the first symbol is better.
pub fn rank(values: &[(f64, bool)], symbol: usize, best: Best) -> f64 {
    let Some(&(own, true)) = values.get(symbol) else {
        return f64::NAN;
    };
    if own.is_nan() {
        return f64::NAN;
    }
    let beats = |&(place, &(other, here)): &(usize, &(f64, bool))| {
        let better = match best {
            Best::Highest => other > own,
            Best::Lowest => other < own,
        };
        here && (better || (other == own && place < symbol))
    };
    let better = values.iter().enumerate().filter(beats).count();
    better as f64 + 1.0
}

impl<'a> Desk<'a> {
    fn new(program: &Program, bars: Option<&'a Bars>) -> Desk<'a> {
        let (values, steps) = build::start(program);
        let own = match bars {
            Some(_) => ahead::by_own_bars(program),
            None => Vec::new(),
        };
        let mut early = Vec::new();
        let longer = program.frames.iter();
        let longer = longer.map(|bars| (Longer::new(*bars), *bars, Vec::new()));
        let mut desk = Desk {
            values,
            ahead: None,
            steps: Vec::new(),
            later: (1..program.rounds).map(|_| Vec::new()).collect(),
            longer: longer.collect(),
            opens: Vec::new(),
            next_open: None,
            closed: false,
        };
        for (slot, (one, step)) in (0..).zip(program.slots.iter().zip(steps)) {
            if matches!(one.work, Work::NextOpen) {
                desk.next_open = Some(Slot(slot));
            }
            if step.stays() {
                continue;
            }
            if own.get(slot as usize) == Some(&true) {
                early.push((step, one.work.inputs()));
                continue;
            }
            let steps = match (one.at_open, one.frame.checked_sub(1)) {
                (true, _) => Some(&mut desk.opens),
                (false, None) => match (one.round as usize).checked_sub(1) {
                    None => Some(&mut desk.steps),
                    Some(later) => desk.later.get_mut(later),
                },
                (false, Some(longer)) => {
                    let longer = desk.longer.get_mut(longer as usize);
                    longer.map(|(_, _, steps)| steps)
                }
            };
            if let Some(steps) = steps {
                steps.push(step);
            }
        }
        let told = ahead::told(program, &own);
        desk.ahead = bars.map(|bars| Ahead::new(bars, early, told, &desk.values));
        desk
    }

    /// The value at a place after the last close.
    #[inline]
    fn value(&self, slot: Slot) -> f64 {
        let ahead = self.ahead.as_ref().and_then(|ahead| ahead.value(slot));
        ahead.unwrap_or_else(|| value(&self.values, slot))
    }

    /// What a close of the run's own bars computes at once.
    #[inline(always)]
    fn close(&mut self, bar: &Bar, length: Timeframe, held: Option<&HeldFacts>) {
        self.closed = true;
        // Longer bars read nothing of other symbols.
        if !self.longer.is_empty() {
            self.step_longer(length, bar);
        }
        if let Some(ahead) = &mut self.ahead {
            ahead.close(&mut self.values);
        }
        let now = Now { bar, length, held };
        step::close(&mut self.steps, &mut self.values, &now);
    }

    /// Feeds the longer bars: one that ended is closed before this bar is taken in, one that ends with it after.
    #[inline(never)]
    fn step_longer(&mut self, timeframe: Timeframe, bar: &Bar) {
        for (longer, length, steps) in &mut self.longer {
            let late = longer.ended_before(bar);
            let done = longer.take(bar, timeframe.close_of(bar.open_time));
            for bar in [late, done].into_iter().flatten() {
                let now = Now {
                    bar: &bar,
                    length: *length,
                    held: None,
                };
                step::close(steps, &mut self.values, &now);
            }
        }
    }
}

#[cfg(test)]
mod tests;
