//! One expression of one symbol at work: where its value goes, what it reads, and what it remembers from bar to bar.

use super::HeldFacts;
use super::memory::{Kernel, Past, Side, Since};
use crate::program::{Slot, changed, greater, in_hours, math};
use domain::plan::{Change, Column, Held, Op};
use domain::zones::{Weekday, Zone};
use domain::{Bar, Timeframe};
use indicators::blocks::Exponential;

/// An expression that is computed at every close of its bars, or at every open.
pub(super) struct Step {
    pub(super) into: Slot,
    pub(super) how: How,
}

/// What is there to be read at a close besides the values computed so far.
pub(super) struct Now<'a> {
    pub(super) bar: &'a Bar,
    pub(super) length: Timeframe,
    /// When somebody asks.
    pub(super) held: Option<&'a HeldFacts>,
}

pub(super) enum How {
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

/// A close of their bars: each step in turn.
#[inline(always)]
pub(super) fn close(steps: &mut [Step], values: &mut [f64], now: &Now<'_>) {
    for step in steps {
        step.close(values, now);
    }
}

impl Step {
    /// At a close.
    #[inline(always)]
    pub(super) fn close(&mut self, values: &mut [f64], now: &Now<'_>) {
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

    /// Where what it computes goes.
    pub(super) fn places(&self) -> impl Iterator<Item = usize> + use<> {
        let more = match &self.how {
            How::CrossesEither(_, other, _) => other.index()..other.index() + 1,
            How::Kernel(kernel) => kernel.outputs.clone(),
            _ => 0..0,
        };
        std::iter::once(self.into.index()).chain(more)
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
