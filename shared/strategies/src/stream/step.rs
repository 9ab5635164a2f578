//! One expression of one symbol at work: where its value goes, what it reads, and what it remembers from bar to bar.

use super::HeldFacts;
use crate::program::{Expression, Program, Slot, Work, changed, greater, in_hours, math};
use domain::plan::{Change, Column, Held, Op};
use domain::zones::{Weekday, Zone};
use domain::{Bar, Timeframe};
use indicators::blocks::Exponential;
use std::ops::Range;

/// An expression that is computed at every close of its bars, or at every open.
pub(super) struct Step {
    into: Slot,
    how: How,
}

/// What is there to be read at a close besides the values computed so far.
pub(super) struct Now<'a> {
    pub(super) bar: &'a Bar,
    pub(super) length: Timeframe,
    /// When somebody asks.
    pub(super) held: Option<&'a HeldFacts>,
}

enum How {
    /// It never changes, or it is put there from outside.
    Stays,
    Price(Column),
    Held(Held),
    /// What another place says: a longer bar's value, or another output of an indicator.
    Same(Slot),
    Math(Op, Slot, Slot),
    Changed(Change, Slot),
    If([Slot; 3]),
    Above(Slot, Slot),
    /// Was left above right one bar ago?
    Crosses(Slot, Slot, f64),
    /// The same of two values both ways: left above right here, right above left there.
    CrossesEither([Slot; 2], Slot, Side),
    All(Box<[Slot]>),
    Any(Box<[Slot]>),
    Not(Slot),
    Past(Box<Past>),
    ForBars(Slot, Since),
    Within(Slot, Since),
    /// An indicator that is one exponential average and nothing more.
    Average(Slot, Exponential),
    /// Another one of one value that gives one.
    Simple(Slot, Box<dyn indicators::Step>),
    Kernel(Box<Kernel>),
    Hours(Zone, u32, u32),
    Weekdays(Zone, Box<[Weekday]>),
}

/// Where the one of two values lies beside the other.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Above,
    Level,
    Below,
    Unknown,
}

/// The last values, and the place of the oldest.
struct Past {
    of: Slot,
    ring: Vec<f64>,
    oldest: usize,
}

/// Bars since the condition was decided by one of them and since it was unknown, this bar counted as 1.
struct Since {
    bars: u64,
    decided: u64,
    unknown: u64,
}

/// An indicator's kernel; its outputs lie side by side behind the values of the program, the first of which begins here.
struct Kernel {
    step: Box<dyn indicators::Step>,
    inputs: Box<[Slot]>,
    buffer: Box<[f64]>,
    outputs: Range<usize>,
}

/// Never.
const LONG_AGO: u64 = u64::MAX / 2;

/// The values of a program before its first bar, with room for every output of its indicators, and the steps that fill them.
pub(super) fn start(program: &Program) -> (Vec<f64>, Vec<Step>) {
    let mut values = vec![f64::NAN; program.slots.len()];
    let mut first_outputs = vec![0; program.slots.len()];
    let mut steps = Vec::with_capacity(program.slots.len());
    for (index, one) in program.slots.iter().enumerate() {
        match one.work {
            Work::Number(number) => values[index] = number,
            Work::Always => values[index] = 1.0,
            Work::Run { id, .. } => {
                first_outputs[index] = values.len();
                let outputs = indicators::find(id).map_or(0, |known| known.outputs.len());
                values.extend(std::iter::repeat_n(f64::NAN, outputs));
            }
            _ => {}
        }
        steps.push(Step {
            into: Slot(index as u32),
            how: How::of(one, first_outputs[index], &first_outputs),
        });
    }
    for index in 0..steps.len() {
        join_crosses(&mut steps[index..]);
    }
    (values, steps)
}

/// If the first of these is a cross of two values and a later one the cross the other way, the first serves both.
fn join_crosses(steps: &mut [Step]) {
    let Some((first, later)) = steps.split_first_mut() else {
        return;
    };
    let How::Crosses(left, right, _) = first.how else {
        return;
    };
    let turned = |step: &&mut Step| matches!(step.how, How::Crosses(from, to, _) if (from, to) == (right, left));
    if let Some(other) = later.iter_mut().find(turned) {
        first.how = How::CrossesEither([left, right], other.into, Side::Unknown);
        other.how = How::Stays;
    }
}

/// A close of their bars: each step in turn.
#[inline(always)]
pub(super) fn close(steps: &mut [Step], values: &mut [f64], now: &Now<'_>) {
    for step in steps {
        step.close(values, now);
    }
}

impl How {
    fn of(one: &Expression, outputs: usize, first_outputs: &[usize]) -> How {
        match &one.work {
            Work::Number(_) | Work::Always | Work::NextOpen => How::Stays,
            // Taken between the rounds.
            Work::Other { .. } | Work::Rank { .. } => How::Stays,
            Work::Price(column) => How::Price(*column),
            Work::Held(held) => How::Held(*held),
            Work::Longer(of) => How::Same(*of),
            Work::Output { run, place } => {
                let first = first_outputs.get(run.index()).copied().unwrap_or(0);
                How::Same(Slot((first + place) as u32))
            }
            Work::Math { op, left, right } => How::Math(*op, *left, *right),
            Work::Changed { by, of } => How::Changed(*by, *of),
            Work::If {
                when,
                then,
                otherwise,
            } => How::If([*when, *then, *otherwise]),
            Work::Above(left, right) => How::Above(*left, *right),
            Work::CrossesAbove(left, right) => How::Crosses(*left, *right, f64::NAN),
            Work::All(slots) => How::All(slots.clone().into()),
            Work::Any(slots) => How::Any(slots.clone().into()),
            Work::Not(of) => How::Not(*of),
            Work::Lag { of, bars } => How::Past(Box::new(Past {
                of: *of,
                ring: vec![f64::NAN; *bars],
                oldest: 0,
            })),
            Work::ForBars(of, bars) => How::ForBars(*of, Since::new(*bars)),
            Work::Within(of, bars) => How::Within(*of, Since::new(*bars)),
            Work::Run { id, params, inputs } => match (indicators::find(id), &inputs[..]) {
                (Some(known), [input]) if known.outputs.len() == 1 => {
                    let mut kernel = (known.kernel)(params);
                    match kernel.average() {
                        Some(average) => How::Average(*input, average.clone()),
                        None => How::Simple(*input, kernel),
                    }
                }
                (Some(known), _) => How::Kernel(Box::new(Kernel {
                    step: (known.kernel)(params),
                    inputs: inputs.clone().into(),
                    buffer: vec![f64::NAN; inputs.len()].into(),
                    outputs: outputs..outputs + known.outputs.len(),
                })),
                (None, _) => How::Stays,
            },
            Work::Hours {
                zone,
                opens,
                closes,
            } => How::Hours(*zone, *opens, *closes),
            Work::Weekdays { zone, days } => How::Weekdays(*zone, days.clone().into()),
        }
    }
}

impl Step {
    #[inline(always)]
    fn close(&mut self, values: &mut [f64], now: &Now<'_>) {
        let new = match &mut self.how {
            How::Price(column) => price(*column, now.bar),
            How::Average(input, average) => average.step(value(values, *input)),
            How::Crosses(left, right, before) => {
                crosses(value(values, *left), value(values, *right), before)
            }
            How::CrossesEither([left, right], other, before) => {
                let now = Side::of(value(values, *left), value(values, *right));
                let then = std::mem::replace(before, now);
                let (above, below) = now.crossed(then);
                if let Some(place) = values.get_mut(other.index()) {
                    *place = below;
                }
                above
            }
            how => how.close(values, now),
        };
        if let Some(place) = values.get_mut(self.into.index()) {
            *place = new;
        }
    }

    /// Is there nothing to compute?
    pub(super) fn stays(&self) -> bool {
        matches!(self.how, How::Stays)
    }

    /// At an open: what follows from the values of the last close and the open's price, which is there already.
    pub(super) fn open(&self, values: &mut [f64]) {
        let new = self.how.combined(values);
        if let (Some(new), Some(place)) = (new, values.get_mut(self.into.index())) {
            *place = new;
        }
    }
}

impl How {
    /// The new value of what isn't asked for on nearly every bar of nearly every run: out of the way of what is.
    #[inline(never)]
    fn close(&mut self, values: &mut [f64], now: &Now<'_>) -> f64 {
        match self {
            How::Held(held) => {
                let facts = now.held.unwrap_or(&HeldFacts::NONE);
                facts.get(*held)
            }
            How::Simple(input, step) => step.step_one(value(values, *input)),
            How::Kernel(kernel) => kernel.take(values),
            How::Past(past) => past.push(value(values, past.of)),
            How::ForBars(condition, since) => since.count(value(values, *condition), 0.0),
            How::Within(condition, since) => since.count(value(values, *condition), 1.0),
            How::Hours(zone, opens, closes) => {
                let close = now.length.close_of(now.bar.open_time);
                f64::from(u8::from(in_hours(*zone, *opens, *closes, close)))
            }
            How::Weekdays(zone, days) => {
                let close = now.length.close_of(now.bar.open_time);
                f64::from(u8::from(days.contains(&zone.local(close).weekday)))
            }
            how => how.combined(values).unwrap_or(f64::NAN),
        }
    }

    /// What follows from the values of the same moment alone.
    #[inline]
    fn combined(&self, values: &[f64]) -> Option<f64> {
        let of = |slot: &Slot| value(values, *slot);
        Some(match self {
            How::Same(slot) => of(slot),
            How::Math(op, left, right) => math(*op, of(left), of(right)),
            How::Changed(by, slot) => changed(*by, of(slot)),
            How::If([when, then, otherwise]) => match of(when) {
                1.0 => of(then),
                0.0 => of(otherwise),
                _ => f64::NAN,
            },
            How::Above(left, right) => greater(of(left), of(right)),
            How::All(slots) => fold(slots, values, 0.0),
            How::Any(slots) => fold(slots, values, 1.0),
            How::Not(slot) => 1.0 - of(slot),
            _ => return None,
        })
    }
}

impl Side {
    #[inline(always)]
    fn of(left: f64, right: f64) -> Side {
        if left > right {
            Side::Above
        } else if left < right {
            Side::Below
        } else if left == right {
            Side::Level
        } else {
            Side::Unknown
        }
    }

    /// Did left go above right with this bar, and did right go above left? Unknown at either bar is unknown.
    #[inline(always)]
    fn crossed(self, then: Side) -> (f64, f64) {
        let to = |side: Side| f64::from(u8::from(self == side));
        if self == then && self != Side::Unknown {
            (0.0, 0.0)
        } else if self == Side::Unknown || then == Side::Unknown {
            (f64::NAN, f64::NAN)
        } else {
            (to(Side::Above), to(Side::Below))
        }
    }
}

impl Kernel {
    fn take(&mut self, values: &mut [f64]) -> f64 {
        for (place, input) in self.buffer.iter_mut().zip(&self.inputs) {
            *place = value(values, *input);
        }
        let Some(outputs) = values.get_mut(self.outputs.clone()) else {
            return f64::NAN;
        };
        self.step.step(&self.buffer, outputs);
        outputs.first().copied().unwrap_or(f64::NAN)
    }
}

impl Past {
    fn push(&mut self, now: f64) -> f64 {
        let Some(place) = self.ring.get_mut(self.oldest) else {
            return f64::NAN;
        };
        let then = std::mem::replace(place, now);
        self.oldest += 1;
        if self.oldest == self.ring.len() {
            self.oldest = 0;
        }
        then
    }
}

impl Since {
    /// Before the first bar everything was unknown.
    fn new(bars: u32) -> Since {
        Since {
            bars: u64::from(bars),
            decided: LONG_AGO,
            unknown: 0,
        }
    }

    /// Three-valued and/or over the last bars.
    fn count(&mut self, now: f64, decides: f64) -> f64 {
        let since = |last: u64, again: bool| if again { 0 } else { last.saturating_add(1) };
        self.decided = since(self.decided, now == decides);
        self.unknown = since(self.unknown, now.is_nan());
        if self.decided < self.bars {
            decides
        } else if self.unknown < self.bars {
            f64::NAN
        } else {
            1.0 - decides
        }
    }
}

/// The value at a place, NaN while unknown.
#[inline]
pub(super) fn value(values: &[f64], slot: Slot) -> f64 {
    values.get(slot.index()).copied().unwrap_or(f64::NAN)
}

/// Was left above right, or not, one bar ago, and is it now? Unknown at either bar is unknown.
#[inline(always)]
fn crosses(left: f64, right: f64, before: &mut f64) -> f64 {
    let above = greater(left, right);
    let then = std::mem::replace(before, above);
    (1.0 - then) * above
}

/// By a call, or every column of the bar would be read at every close for the one that is asked for.
#[inline(never)]
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
