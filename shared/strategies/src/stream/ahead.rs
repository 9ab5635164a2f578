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
use std::ops::Range;

/// A block of closes, and how far it has been handed out.
pub(super) struct Ahead<'a> {
    bars: &'a Bars,
    steps: Vec<(Step, Vec<Slot>)>,
    /// For each place of the values what it holds after each close of the block.
    lanes: Vec<Lane>,
    /// The places that the steps fill.
    filled: Vec<usize>,
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
    /// Nothing has closed yet, and these are the values.
    pub(super) fn new(bars: &'a Bars, steps: Vec<(Step, Vec<Slot>)>, values: &[f64]) -> Ahead<'a> {
        Ahead {
            bars,
            filled: steps.iter().flat_map(|(step, _)| step.places()).collect(),
            steps,
            lanes: values.iter().map(|value| [*value; ROWS]).collect(),
            row: values.to_vec(),
            block: 0..0,
            next: 0,
        }
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

    /// What is known after the last close.
    #[inline]
    fn tell(&self, values: &mut [f64]) {
        let row = (self.next - self.block.start).wrapping_sub(1) % ROWS;
        for place in &self.filled {
            if let (Some(value), Some(lane)) = (values.get_mut(*place), self.lanes.get(*place)) {
                *value = lane[row];
            }
        }
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
                let sides: [Side; ROWS] = array::from_fn(|row| Side::of(left[row], right[row]));
                let mut then = [*before; ROWS];
                then[1..].copy_from_slice(&sides[..ROWS - 1]);
                if let Some(last) = self.block.len().checked_sub(1) {
                    *before = sides[last % ROWS];
                }
                let crossed = |row: usize| sides[row].crossed(then[row]);
                self.put(step.into, array::from_fn(|row| crossed(row).0));
                self.put(*other, array::from_fn(|row| crossed(row).1));
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
