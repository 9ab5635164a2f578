//! What a step remembers from bar to bar.

use super::step::value;
use crate::program::Slot;
use std::ops::Range;

/// Where the one of two values lies beside the other: a bit each, because asking bit by bit needs no guess from the processor.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Side(u8);

/// The last values, and the place of the oldest.
pub(super) struct Past {
    pub(super) of: Slot,
    ring: Vec<f64>,
    oldest: usize,
}

/// Bars since the condition was decided by one of them and since it was unknown, this bar counted as 1.
pub(super) struct Since {
    bars: u64,
    decided: u64,
    unknown: u64,
}

/// An indicator's kernel; its outputs lie side by side behind the values of the program, the first of which begins here.
pub(super) struct Kernel {
    pub(super) step: Box<dyn indicators::Step>,
    pub(super) inputs: Box<[Slot]>,
    buffer: Box<[f64]>,
    pub(super) outputs: Range<usize>,
}

/// Never.
const LONG_AGO: u64 = u64::MAX / 2;

impl Side {
    pub(super) const UNKNOWN: Side = Side(0);
    const ABOVE: Side = Side(1);
    const BELOW: Side = Side(2);
    const LEVEL: Side = Side(4);

    #[inline(always)]
    pub(super) fn of(left: f64, right: f64) -> Side {
        let bit = |side: Side, lies: bool| side.0 * u8::from(lies);
        Side(
            bit(Side::ABOVE, left > right)
                | bit(Side::BELOW, left < right)
                | bit(Side::LEVEL, left == right),
        )
    }

    /// Does left lie above right, does right lie above left? 1, 0, or NaN while unknown.
    pub(super) fn above(self) -> [f64; 2] {
        [Side::ABOVE, Side::BELOW].map(|side| match self {
            Side::UNKNOWN => f64::NAN,
            _ => f64::from(u8::from(self == side)),
        })
    }

    /// Did left go above right with this bar, and did right go above left? Unknown at either bar is unknown.
    #[inline(always)]
    pub(super) fn crossed(self, then: Side) -> (f64, f64) {
        let known = (self != Side::UNKNOWN) & (then != Side::UNKNOWN);
        let to = |side: Side| match known {
            true => f64::from(u8::from((self == side) & (then != side))),
            false => f64::NAN,
        };
        (to(Side::ABOVE), to(Side::BELOW))
    }
}

impl Kernel {
    pub(super) fn new(
        step: Box<dyn indicators::Step>,
        inputs: &[Slot],
        outputs: Range<usize>,
    ) -> Kernel {
        Kernel {
            step,
            inputs: inputs.into(),
            buffer: vec![f64::NAN; inputs.len()].into(),
            outputs,
        }
    }

    /// The first output; all of them go to their places.
    pub(super) fn take(&mut self, values: &mut [f64]) -> f64 {
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
    pub(super) fn new(of: Slot, bars: usize) -> Past {
        Past {
            of,
            ring: vec![f64::NAN; bars],
            oldest: 0,
        }
    }

    /// Takes a value in; gives the one so many bars before.
    pub(super) fn push(&mut self, now: f64) -> f64 {
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
    pub(super) fn new(bars: u32) -> Since {
        Since {
            bars: u64::from(bars),
            decided: LONG_AGO,
            unknown: 0,
        }
    }

    /// Three-valued and/or over the last bars.
    pub(super) fn count(&mut self, now: f64, decides: f64) -> f64 {
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
