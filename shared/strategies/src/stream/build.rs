//! How the expressions of a program become steps of a stream.

use super::memory::{Kernel, Past, Side, Since};
use super::step::{How, Step};
use crate::program::{Expression, Program, Slot, Work};

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
        first.how = How::CrossesEither([left, right], other.into, Side::UNKNOWN);
        other.how = How::Stays;
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
            Work::Lag { of, bars } => How::Past(Box::new(Past::new(*of, *bars))),
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
                (Some(known), _) => {
                    let kernel = (known.kernel)(params);
                    let outputs = outputs..outputs + known.outputs.len();
                    How::Kernel(Box::new(Kernel::new(kernel, inputs, outputs)))
                }
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
