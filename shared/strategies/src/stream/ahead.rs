//! Closes computed before they happen, where the bars are known beforehand: each expression takes a block of bars before the
//! next expression does.
//!
//! Only what follows from a symbol's own bars can be computed so. What a close says is the same, bit for bit, as when the bars
//! come one at a time: the steps are the same ones and see the same values in the same order.

use super::memory::Side;
use super::step::{How, Now, Step};
use crate::program::{Program, Slot, Work, greater};
use domain::Bars;
use domain::plan::Column;
use std::array;
use std::collections::BTreeSet;
use std::ops::Range;

/// A block of closes, and how far it has been handed out.
pub(super) struct Ahead<'a> {
    bars: &'a Bars,
    steps: Vec<(Step, Vec<Slot>)>,
    /// For each place of the values what it holds after each close of the block.
    lanes: Vec<Lane>,
    /// Which places the steps fill.
    known: Vec<bool>,
    /// Those of them that other steps read.
    told: Vec<Slot>,
    /// The values of one row, for steps that take one at a time.
    row: Vec<f64>,
    /// The rows of the block.
    block: Range<usize>,
    /// The row that closes next.
    next: usize,
}

/// Bars of a block: their values stay in the cache that is next to the processor.
const ROWS: usize = 64;

type Lane = [f64; ROWS];

impl<'a> Ahead<'a> {
    /// Nothing has closed yet, and these are the values. Other steps will read those that are told.
    pub(super) fn new(
        bars: &'a Bars,
        steps: Vec<(Step, Vec<Slot>)>,
        told: Vec<Slot>,
        values: &[f64],
    ) -> Ahead<'a> {
        let mut known = vec![false; values.len()];
        for place in steps.iter().flat_map(|(step, _)| step.places()) {
            if let Some(known) = known.get_mut(place) {
                *known = true;
            }
        }
        Ahead {
            bars,
            steps,
            lanes: values.iter().map(|value| [*value; ROWS]).collect(),
            known,
            told,
            row: values.to_vec(),
            block: 0..0,
            next: 0,
        }
    }

    /// The value at a place after the last close, if it is computed here.
    #[inline]
    pub(super) fn value(&self, slot: Slot) -> Option<f64> {
        let known = *self.known.get(slot.index())?;
        let lane = self.lanes.get(slot.index()).filter(|_| known)?;
        Some(lane[self.last()])
    }

    /// The next bar closes.
    #[inline]
    pub(super) fn close(&mut self, values: &mut [f64]) {
        if self.next == self.block.end {
            self.fill();
        }
        self.next += 1;
        self.tell(values);
    }

    /// The next bars close, so many at most, until one of these conditions holds; gives how many.
    pub(super) fn close_until(&mut self, most: usize, ends: &[Slot], values: &mut [f64]) -> usize {
        let start = self.next;
        let until = start.saturating_add(most).min(self.bars.len());
        while self.next < until {
            if self.next == self.block.end {
                self.fill();
            }
            let last = self.block.end.min(until);
            let place = |row: usize| row - self.block.start;
            let rows = place(self.next)..place(last);
            let held = ends.iter().filter_map(|slot| {
                let lane = self.lanes.get(slot.index())?.get(rows.clone())?;
                lane.iter().position(|truth| *truth == 1.0)
            });
            if let Some(first) = held.min() {
                self.next += first + 1;
                break;
            }
            self.next = last;
        }
        if self.next > start {
            self.tell(values);
        }
        self.next - start
    }

    /// What other steps read of the last close.
    #[inline]
    fn tell(&self, values: &mut [f64]) {
        for slot in &self.told {
            if let (Some(value), Some(now)) = (values.get_mut(slot.index()), self.value(*slot)) {
                *value = now;
            }
        }
    }

    /// The row of the block that closed last; before the first close all rows are alike.
    #[inline]
    fn last(&self) -> usize {
        (self.next - self.block.start).wrapping_sub(1) % ROWS
    }

    /// The next block.
    #[inline(never)]
    fn fill(&mut self) {
        let start = self.block.end;
        self.block = start..self.bars.len().min(start + ROWS);
        let mut rows = Rows {
            bars: self.bars,
            block: self.block.clone(),
            lanes: &mut self.lanes,
            row: &mut self.row,
        };
        let mut at = 0;
        loop {
            at += match self.steps.get_mut(at..) {
                Some([(first, _), (second, _), ..]) if are_averages_of_one(first, second) => {
                    rows.two_averages(first, second);
                    2
                }
                Some([(step, inputs), ..]) => {
                    rows.take(step, inputs);
                    1
                }
                _ => break,
            };
        }
    }
}

fn are_averages_of_one(first: &Step, second: &Step) -> bool {
    let (How::Average(of, _), How::Average(also, _)) = (&first.how, &second.how) else {
        return false;
    };
    of == also
}

/// Which expressions follow from a symbol's own bars alone.
pub(super) fn by_own_bars(program: &Program) -> Vec<bool> {
    let mut own: Vec<bool> = Vec::with_capacity(program.slots.len());
    for one in &program.slots {
        let from_outside = matches!(
            one.work,
            Work::Held(_)
                | Work::NextOpen
                | Work::Longer(_)
                | Work::Other { .. }
                | Work::Rank { .. }
        );
        let inputs = one.work.inputs();
        let inputs = inputs.iter();
        let of_own = inputs.map(|slot| own.get(slot.index()) == Some(&true));
        own.push(!from_outside && one.frame == 0 && of_own.fold(true, |all, one| all & one));
    }
    own
}

/// Which of those expressions others read.
pub(super) fn told(program: &Program, own: &[bool]) -> Vec<Slot> {
    let is_own = |slot: &Slot| own.get(slot.index()) == Some(&true);
    let others = (0..).map(Slot).zip(&program.slots);
    let others = others.filter(|(slot, _)| !is_own(slot));
    let read = others.flat_map(|(_, one)| one.work.inputs());
    let read: BTreeSet<Slot> = read.filter(is_own).collect();
    read.into_iter().collect()
}

/// The rows of a block on their way through the steps.
struct Rows<'a> {
    bars: &'a Bars,
    block: Range<usize>,
    lanes: &'a mut [Lane],
    row: &'a mut [f64],
}

impl Rows<'_> {
    /// All rows through one step.
    fn take(&mut self, step: &mut Step, inputs: &[Slot]) {
        match &mut step.how {
            How::Price(column) => self.price(*column, step.into),
            How::Same(of) => self.put(step.into, self.lane(*of)),
            How::Average(of, average) => self.each(*of, step.into, |value| average.step(value)),
            How::Simple(of, kernel) => self.each(*of, step.into, |value| kernel.step_one(value)),
            How::Above(left, right) => self.both(*left, *right, step.into, greater),
            How::CrossesEither([left, right], other, before) => {
                let (left, right) = (self.lane(*left), self.lane(*right));
                let [above, below] = before.above();
                self.put(step.into, crossed(&left, &right, above));
                self.put(*other, crossed(&right, &left, below));
                if let Some(last) = self.block.len().checked_sub(1) {
                    *before = Side::of(left[last % ROWS], right[last % ROWS]);
                }
            }
            _ => self.one_by_one(step, inputs),
        }
    }

    /// Two averages of one value side by side: each value of an average waits for the one before, and the other has its turn.
    fn two_averages(&mut self, first: &mut Step, second: &mut Step) {
        let (How::Average(of, one), How::Average(_, other)) = (&mut first.how, &mut second.how)
        else {
            return;
        };
        let (mut left, mut right) = ([f64::NAN; ROWS], [f64::NAN; ROWS]);
        let from = self.lane(*of);
        let rows = from.iter().zip(left.iter_mut().zip(&mut right));
        for (value, (left, right)) in rows.take(self.block.len()) {
            *left = one.step(*value);
            *right = other.step(*value);
        }
        self.put(first.into, left);
        self.put(second.into, right);
    }

    fn price(&mut self, column: Column, into: Slot) {
        let column = match column {
            Column::Open => self.bars.open(),
            Column::High => self.bars.high(),
            Column::Low => self.bars.low(),
            Column::Close => self.bars.close(),
            Column::Volume => self.bars.volume(),
            Column::Time => {
                let times = self.bars.open_time().get(self.block.clone());
                let times = times.unwrap_or_default().iter();
                if let Some(lane) = self.lanes.get_mut(into.index()) {
                    lane.iter_mut()
                        .zip(times)
                        .for_each(|(to, time)| *to = *time as f64);
                }
                return;
            }
        };
        let rows = column.get(self.block.clone()).unwrap_or_default();
        if let Some(lane) = self.lanes.get_mut(into.index()) {
            lane.iter_mut()
                .zip(rows)
                .for_each(|(to, price)| *to = *price);
        }
    }

    /// One value that follows from one.
    #[inline(always)]
    fn each(&mut self, of: Slot, into: Slot, mut next: impl FnMut(f64) -> f64) {
        let from = self.lane(of);
        let Some(into) = self.lanes.get_mut(into.index()) else {
            return;
        };
        let rows = into.iter_mut().zip(&from).take(self.block.len());
        rows.for_each(|(into, value)| *into = next(*value));
    }

    /// One value that follows from two.
    #[inline(always)]
    fn both(&mut self, left: Slot, right: Slot, into: Slot, of: impl Fn(f64, f64) -> f64) {
        let (left, right) = (self.lane(left), self.lane(right));
        let Some(into) = self.lanes.get_mut(into.index()) else {
            return;
        };
        let pairs = left.iter().zip(&right);
        into.iter_mut()
            .zip(pairs)
            .for_each(|(into, (left, right))| *into = of(*left, *right));
    }

    /// The step as it is taken where the bars come one at a time.
    fn one_by_one(&mut self, step: &mut Step, inputs: &[Slot]) {
        let length = self.bars.timeframe();
        let places: Vec<usize> = step.places().collect();
        for (at, row) in self.block.clone().enumerate() {
            let Some(bar) = self.bars.get(row) else {
                return;
            };
            for input in inputs.iter().map(|slot| slot.index()) {
                if let (Some(to), Some(lane)) = (self.row.get_mut(input), self.lanes.get(input)) {
                    *to = lane[at % ROWS];
                }
            }
            step.close(
                self.row,
                &Now {
                    bar: &bar,
                    length,
                    held: None,
                },
            );
            for place in &places {
                if let (Some(lane), Some(value)) =
                    (self.lanes.get_mut(*place), self.row.get(*place))
                {
                    lane[at % ROWS] = *value;
                }
            }
        }
    }

    fn lane(&self, slot: Slot) -> Lane {
        self.lanes
            .get(slot.index())
            .copied()
            .unwrap_or([f64::NAN; ROWS])
    }

    fn put(&mut self, slot: Slot, values: Lane) {
        if let Some(lane) = self.lanes.get_mut(slot.index()) {
            *lane = values;
        }
    }
}

/// Where left goes above right, which it did or didn't before the first row.
fn crossed(left: &Lane, right: &Lane, before: f64) -> Lane {
    let above: Lane = array::from_fn(|row| greater(left[row], right[row]));
    let mut then = [before; ROWS];
    then[1..].copy_from_slice(&above[..ROWS - 1]);
    array::from_fn(|row| (1.0 - then[row]) * above[row])
}
