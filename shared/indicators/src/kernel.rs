//! The two shapes of a kernel: one bar at a time, and the fold of that over whole columns.

use crate::blocks::Exponential;
use std::array;

/// One step of an indicator: `IN` values of a bar in, `OUT` values out.
///
/// NaN means "not warmed up": a kernel gives NaN until it has seen enough, takes no part of its state from
/// a NaN input, never allocates after it was made, and never reads a clock, so that the same inputs give the same
/// outputs on every target.
pub trait Kernel<const IN: usize, const OUT: usize> {
    /// Takes the next bar's inputs and gives this bar's outputs.
    fn next(&mut self, input: [f64; IN]) -> [f64; OUT];

    /// The whole columns at once, bit for bit what [`next`](Kernel::next) gives bar by bar.
    ///
    /// A kernel has its own only where that is faster; the tests hold every indicator to the equality.
    fn column(&mut self, inputs: [&[f64]; IN], outputs: [&mut [f64]; OUT]) {
        fold(self, inputs, outputs);
    }

    /// The exponential average this kernel is, when it is that and nothing more: many of them go through a column side by
    /// side, see [`side_by_side`](crate::blocks::side_by_side).
    fn average(&mut self) -> Option<&mut Exponential> {
        None
    }
}

/// Calls `next` for each row of the shortest column.
pub fn fold<const IN: usize, const OUT: usize, K>(
    kernel: &mut K,
    inputs: [&[f64]; IN],
    mut outputs: [&mut [f64]; OUT],
) where
    K: Kernel<IN, OUT> + ?Sized,
{
    let read = inputs.iter().map(|column| column.len()).min().unwrap_or(0);
    let write = outputs.iter().map(|column| column.len()).min().unwrap_or(0);
    let rows = read.min(write);
    // Equal lengths, known before the loop, spare the checks inside it.
    let inputs: [&[f64]; IN] = inputs.map(|column| &column[..rows]);
    for output in &mut outputs {
        let whole = std::mem::take(output);
        *output = &mut whole[..rows];
    }
    for row in 0..rows {
        let input = array::from_fn(|column| inputs[column][row]);
        for (output, value) in outputs.iter_mut().zip(kernel.next(input)) {
            output[row] = value;
        }
    }
}

/// A kernel of any shape, for plans that are only known at run time.
pub trait Step {
    /// As [`Kernel::next`], with inputs and outputs as slices of the declared lengths.
    fn step(&mut self, inputs: &[f64], outputs: &mut [f64]);

    /// The same of a kernel that reads one value and gives one; of others the first, with the other inputs missing.
    fn step_one(&mut self, input: f64) -> f64;

    /// As [`Kernel::column`]; columns that are missing count as NaN, outputs too many stay as they are.
    fn column(&mut self, inputs: &[&[f64]], outputs: &mut [&mut [f64]]);

    /// As [`Kernel::average`].
    fn average(&mut self) -> Option<&mut Exponential>;
}

/// Boxes a kernel for run-time plans.
pub fn boxed<const IN: usize, const OUT: usize>(
    kernel: impl Kernel<IN, OUT> + 'static,
) -> Box<dyn Step> {
    Box::new(Shaped::<IN, OUT, _>(kernel))
}

/// The whole column of a kernel with one input and one output.
pub fn column(mut kernel: impl Kernel<1, 1>, values: &[f64]) -> Vec<f64> {
    let mut output = vec![f64::NAN; values.len()];
    kernel.column([values], [&mut output]);
    output
}

/// Carries the shape in the type, so that one `Step` serves every kernel.
struct Shaped<const IN: usize, const OUT: usize, K>(K);

impl<const IN: usize, const OUT: usize, K> Step for Shaped<IN, OUT, K>
where
    K: Kernel<IN, OUT>,
{
    fn step(&mut self, inputs: &[f64], outputs: &mut [f64]) {
        let mut input = [f64::NAN; IN];
        for (slot, value) in input.iter_mut().zip(inputs) {
            *slot = *value;
        }
        for (slot, value) in outputs.iter_mut().zip(self.0.next(input)) {
            *slot = value;
        }
    }

    fn step_one(&mut self, value: f64) -> f64 {
        let mut input = [f64::NAN; IN];
        if let Some(first) = input.first_mut() {
            *first = value;
        }
        let output = self.0.next(input);
        output.first().copied().unwrap_or(f64::NAN)
    }

    fn column(&mut self, inputs: &[&[f64]], outputs: &mut [&mut [f64]]) {
        let mut columns: [&[f64]; IN] = [&[]; IN];
        for (slot, column) in columns.iter_mut().zip(inputs) {
            *slot = column;
        }
        let mut results: [&mut [f64]; OUT] = array::from_fn(|_| Default::default());
        for (slot, column) in results.iter_mut().zip(outputs) {
            *slot = column;
        }
        self.0.column(columns, results);
    }

    fn average(&mut self) -> Option<&mut Exponential> {
        self.0.average()
    }
}
