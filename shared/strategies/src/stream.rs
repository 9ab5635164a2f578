//! A plan one bar at a time, for all symbols of a run: feed closes and opens, read values and conditions.

mod longer;
mod memory;

use crate::program::{Program, Slot, Work, changed, greater, in_hours, math};
use domain::plan::{Best, Column, Held};
use domain::{Bar, Timeframe, Ts};
use longer::Longer;
use memory::Memory;

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
pub struct Stream {
    program: Program,
    /// What a close computes, by frame and round, and what an open does.
    steps: Steps,
    desks: Vec<Desk>,
    /// Ranks need the values of all symbols at once.
    ranked: Vec<(f64, bool)>,
}

/// Places of expressions in the order they are computed.
struct Steps {
    /// For each frame, for each round.
    close: Vec<Vec<Vec<usize>>>,
    open: Vec<usize>,
}

impl Steps {
    fn of(program: &Program) -> Steps {
        let mut close = vec![vec![Vec::new(); program.rounds as usize]; program.frames.len() + 1];
        let mut open = Vec::new();
        for (index, one) in program.slots.iter().enumerate() {
            if one.at_open {
                open.push(index);
            } else if let Some(frame) = close.get_mut(one.frame as usize)
                && let Some(round) = frame.get_mut(one.round as usize)
            {
                round.push(index);
            }
        }
        Steps { close, open }
    }

    fn of_close(&self, frame: usize, round: u32) -> &[usize] {
        let frame = self.close.get(frame);
        frame
            .and_then(|frame| frame.get(round as usize))
            .map_or(&[], Vec::as_slice)
    }
}

/// One symbol's values.
struct Desk {
    values: Vec<f64>,
    memories: Vec<Memory>,
    longer: Vec<Longer>,
    closed: bool,
}

impl Stream {
    /// A fresh stream.
    pub fn new(program: Program) -> Stream {
        let desk = || Desk {
            values: vec![f64::NAN; program.slots.len()],
            memories: program.slots.iter().map(Memory::of).collect(),
            longer: program
                .frames
                .iter()
                .map(|bars| Longer::new(*bars))
                .collect(),
            closed: false,
        };
        Stream {
            desks: (0..program.symbols).map(|_| desk()).collect(),
            ranked: Vec::with_capacity(program.symbols),
            steps: Steps::of(&program),
            program,
        }
    }

    /// The program it runs.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// All symbols that have a bar closed it; `held` is what is known about their positions.
    pub fn close(&mut self, bars: &[Option<Bar>], held: &[HeldFacts]) {
        let Stream {
            program,
            steps,
            desks,
            ranked,
        } = self;
        for (desk, bar) in desks.iter_mut().zip(bars) {
            if let Some(bar) = bar {
                desk.closed = true;
                desk.step_longer(program, steps, bar);
            }
        }
        for round in 0..program.rounds {
            if round > 0 {
                between(program, desks, bars, ranked, round);
            }
            for (symbol, bar) in bars.iter().enumerate() {
                let (Some(bar), Some(desk)) = (bar, desks.get_mut(symbol)) else {
                    continue;
                };
                let held = held.get(symbol).copied().unwrap_or(HeldFacts::NONE);
                let places = steps.of_close(0, round);
                desk.step(program, places, bar, program.timeframe, held);
            }
        }
    }

    /// The next bar of a symbol opened at this price: what depends on it is known now.
    pub fn open(&mut self, symbol: usize, price: f64) {
        let Some(desk) = self.desks.get_mut(symbol) else {
            return;
        };
        for &index in &self.steps.open {
            let Some(one) = self.program.slots.get(index) else {
                continue;
            };
            let value = match &one.work {
                Work::NextOpen => price,
                work => combine(work, &desk.values),
            };
            if let Some(place) = desk.values.get_mut(index) {
                *place = value;
            }
        }
    }

    /// Has the symbol closed a bar yet?
    pub fn has_closed(&self, symbol: usize) -> bool {
        self.desks.get(symbol).is_some_and(|desk| desk.closed)
    }

    /// The value of an expression for a symbol; NaN while unknown.
    pub fn value(&self, symbol: usize, slot: Slot) -> f64 {
        self.desks
            .get(symbol)
            .map_or(f64::NAN, |desk| value(&desk.values, slot))
    }

    /// Does the condition hold for a symbol, known for sure?
    pub fn holds(&self, symbol: usize, slot: Slot) -> bool {
        self.value(symbol, slot) == 1.0
    }
}

/// Values that need all symbols: taken between two rounds of a close. Like all others they are as of a symbol's own last
/// close, so that one without a bar keeps what it knew.
fn between(
    program: &Program,
    desks: &mut [Desk],
    bars: &[Option<Bar>],
    ranked: &mut Vec<(f64, bool)>,
    round: u32,
) {
    for (index, one) in program.slots.iter().enumerate() {
        if one.round != round {
            continue;
        }
        match one.work {
            Work::Other { symbol, of } => {
                let seen = desks
                    .get(symbol)
                    .map_or(f64::NAN, |desk| value(&desk.values, of));
                for (desk, _) in desks.iter_mut().zip(bars).filter(|(_, bar)| bar.is_some()) {
                    if let Some(place) = desk.values.get_mut(index) {
                        *place = seen;
                    }
                }
            }
            Work::Rank { of, best } => {
                ranked.clear();
                let traded = desks.iter().zip(bars).take(program.traded);
                ranked.extend(traded.map(|(desk, bar)| (value(&desk.values, of), bar.is_some())));
                let here = desks.iter_mut().zip(bars).enumerate();
                for (symbol, (desk, _)) in here.filter(|(_, (_, bar))| bar.is_some()) {
                    if let Some(place) = desk.values.get_mut(index) {
                        *place = rank(ranked, symbol, best);
                    }
                }
            }
            _ => {}
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

impl Desk {
    /// Feeds the longer bars: one that ended is closed before this bar is taken in, one that ends with it after.
    fn step_longer(&mut self, program: &Program, steps: &Steps, bar: &Bar) {
        for frame in 0..self.longer.len() {
            let Some(length) = program.frames.get(frame).copied() else {
                continue;
            };
            let late = self
                .longer
                .get_mut(frame)
                .and_then(|one| one.ended_before(bar));
            if let Some(done) = late {
                self.step(
                    program,
                    steps.of_close(frame + 1, 0),
                    &done,
                    length,
                    HeldFacts::NONE,
                );
            }
            let close = program.timeframe.close_of(bar.open_time);
            let done = self
                .longer
                .get_mut(frame)
                .and_then(|one| one.take(bar, close));
            if let Some(done) = done {
                self.step(
                    program,
                    steps.of_close(frame + 1, 0),
                    &done,
                    length,
                    HeldFacts::NONE,
                );
            }
        }
    }

    fn step(
        &mut self,
        program: &Program,
        places: &[usize],
        bar: &Bar,
        length: Timeframe,
        held: HeldFacts,
    ) {
        for &index in places {
            let Some(one) = program.slots.get(index) else {
                continue;
            };
            let now = match &one.work {
                Work::Price(column) => price(*column, bar),
                Work::Held(what) => held.get(*what),
                Work::Hours {
                    zone,
                    opens,
                    closes,
                } => {
                    let close = length.close_of(bar.open_time);
                    f64::from(u8::from(in_hours(*zone, *opens, *closes, close)))
                }
                Work::Weekdays { zone, days } => {
                    let close: Ts = length.close_of(bar.open_time);
                    f64::from(u8::from(days.contains(&zone.local(close).weekday)))
                }
                // Taken between the rounds.
                Work::Other { .. } | Work::Rank { .. } => continue,
                Work::Output { run, place } => match self.memories.get(run.index()) {
                    Some(memory) => memory.output(*place),
                    None => f64::NAN,
                },
                work => match self.memories.get_mut(index) {
                    None | Some(Memory::None) => combine(work, &self.values),
                    Some(memory) => memory.step(work, &self.values),
                },
            };
            if let Some(place) = self.values.get_mut(index) {
                *place = now;
            }
        }
    }
}

fn price(column: Column, bar: &Bar) -> f64 {
    match column {
        Column::Open => bar.open,
        Column::High => bar.high,
        Column::Low => bar.low,
        Column::Close => bar.close,
        Column::Volume => bar.volume,
        Column::Time => bar.open_time.0 as f64,
    }
}

fn value(values: &[f64], slot: Slot) -> f64 {
    values.get(slot.index()).copied().unwrap_or(f64::NAN)
}

/// What follows from the values of the same moment alone.
fn combine(work: &Work, values: &[f64]) -> f64 {
    match work {
        Work::Number(number) => *number,
        Work::Always => 1.0,
        Work::Math { op, left, right } => math(*op, value(values, *left), value(values, *right)),
        Work::Changed { by, of } => changed(*by, value(values, *of)),
        Work::If {
            when,
            then,
            otherwise,
        } => match value(values, *when) {
            1.0 => value(values, *then),
            0.0 => value(values, *otherwise),
            _ => f64::NAN,
        },
        Work::Longer(of) => value(values, *of),
        Work::Above(left, right) => greater(value(values, *left), value(values, *right)),
        Work::All(slots) => fold(slots, values, 0.0),
        Work::Any(slots) => fold(slots, values, 1.0),
        Work::Not(of) => 1.0 - value(values, *of),
        _ => f64::NAN,
    }
}

/// Three-valued and/or: one deciding value decides, otherwise an unknown leaves it unknown.
fn fold(slots: &[Slot], values: &[f64], decides: f64) -> f64 {
    let mut unknown = false;
    for slot in slots {
        let now = value(values, *slot);
        if now == decides {
            return decides;
        }
        unknown |= now.is_nan();
    }
    if unknown { f64::NAN } else { 1.0 - decides }
}

#[cfg(test)]
mod tests;
