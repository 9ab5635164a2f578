//! What an expression has to remember from one bar to the next.

use super::value;
use crate::program::{Expression, Work, greater};
use indicators::Step;

/// The state of one expression of one symbol.
pub(super) enum Memory {
    /// None: it follows from values of the same bar.
    None,
    /// An indicator's kernel, its inputs and its outputs.
    Kernel {
        step: Box<dyn Step>,
        buffer: Vec<f64>,
        outputs: Vec<f64>,
    },
    /// The last values, and the place of the oldest.
    Past { ring: Vec<f64>, oldest: usize },
    /// Was left above right one bar ago?
    Before(f64),
    /// Bars since the condition failed and since it was unknown, this bar counted as 1.
    Since { decided: u64, unknown: u64 },
}

/// Never.
const LONG_AGO: u64 = u64::MAX / 2;

impl Memory {
    pub(super) fn of(one: &Expression) -> Memory {
        match &one.work {
            Work::Run { id, params, inputs } => match indicators::find(id) {
                Some(known) => Memory::Kernel {
                    step: (known.kernel)(params),
                    buffer: vec![f64::NAN; inputs.len()],
                    outputs: vec![f64::NAN; known.outputs.len()],
                },
                None => Memory::None,
            },
            Work::Lag { bars, .. } => Memory::Past {
                ring: vec![f64::NAN; *bars],
                oldest: 0,
            },
            Work::CrossesAbove(..) => Memory::Before(f64::NAN),
            // Before the first bar everything was unknown.
            Work::ForBars(..) | Work::Within(..) => Memory::Since {
                decided: LONG_AGO,
                unknown: 0,
            },
            _ => Memory::None,
        }
    }

    pub(super) fn step(&mut self, work: &Work, values: &[f64]) -> f64 {
        match (self, work) {
            (
                Memory::Kernel {
                    step,
                    buffer,
                    outputs,
                },
                Work::Run { inputs, .. },
            ) => {
                for (place, input) in buffer.iter_mut().zip(inputs) {
                    *place = value(values, *input);
                }
                step.step(buffer, outputs);
                outputs.first().copied().unwrap_or(f64::NAN)
            }
            (Memory::Past { ring, oldest }, Work::Lag { of, .. }) => {
                let Some(place) = ring.get_mut(*oldest) else {
                    return f64::NAN;
                };
                let then = std::mem::replace(place, value(values, *of));
                *oldest = if *oldest + 1 == ring.len() {
                    0
                } else {
                    *oldest + 1
                };
                then
            }
            (Memory::Before(before), Work::CrossesAbove(left, right)) => {
                let now = greater(value(values, *left), value(values, *right));
                let then = std::mem::replace(before, now);
                // Unknown at either bar is unknown.
                (1.0 - then) * now
            }
            (Memory::Since { decided, unknown }, Work::ForBars(of, bars)) => {
                count(decided, unknown, value(values, *of), 0.0, *bars)
            }
            (Memory::Since { decided, unknown }, Work::Within(of, bars)) => {
                count(decided, unknown, value(values, *of), 1.0, *bars)
            }
            _ => f64::NAN,
        }
    }

    pub(super) fn output(&self, place: usize) -> f64 {
        match self {
            Memory::Kernel { outputs, .. } => outputs.get(place).copied().unwrap_or(f64::NAN),
            _ => f64::NAN,
        }
    }
}

/// Three-valued and/or over the last bars.
fn count(decided: &mut u64, unknown: &mut u64, now: f64, decides: f64, bars: u32) -> f64 {
    *decided = if now == decides {
        0
    } else {
        (*decided).saturating_add(1)
    };
    *unknown = if now.is_nan() {
        0
    } else {
        (*unknown).saturating_add(1)
    };
    let bars = u64::from(bars);
    if *decided < bars {
        decides
    } else if *unknown < bars {
        f64::NAN
    } else {
        1.0 - decides
    }
}
