//! Indicators as step kernels: `next` is the maths, a column is a fold of it.
//!
//! An indicator is one file: its kernel, its definition (name, inputs, parameters, outputs, meaning) and its
//! tests. [`ALL`] is the one list; forms, plans and the command line read it.

mod ema;
mod noise;
mod sma;

pub use ema::Ema;
pub use noise::Noise;
pub use sma::Sma;

use domain::{Param, Text};

/// Every indicator, by name.
pub static ALL: &[&Indicator] = &[&ema::INDICATOR, &noise::INDICATOR, &sma::INDICATOR];

/// The indicator with this id.
pub fn find(id: &str) -> Option<&'static Indicator> {
    ALL.iter().copied().find(|indicator| indicator.id == id)
}

/// One step of an indicator: `IN` values of a bar in, `OUT` values out.
///
/// NaN means "not warmed up": a kernel gives NaN until it has seen enough, takes no part of its state from
/// a NaN input, and never reads a clock, so that the same inputs give the same outputs on every target.
pub trait Kernel<const IN: usize, const OUT: usize> {
    /// Takes the next bar's inputs and gives this bar's outputs.
    fn next(&mut self, input: [f64; IN]) -> [f64; OUT];
}

/// A kernel of any shape, for plans that are only known at run time.
pub trait Step {
    /// As [`Kernel::next`], with inputs and outputs as slices of the declared lengths.
    fn step(&mut self, inputs: &[f64], outputs: &mut [f64]);
}

/// What is known about an indicator before it runs.
pub struct Indicator {
    /// Name in plans, specs and commands.
    pub id: &'static str,
    /// Name for people.
    pub name: Text,
    /// What it tells, in a sentence.
    pub about: Text,
    /// Names of the inputs.
    pub inputs: &'static [&'static str],
    /// Names of the outputs.
    pub outputs: &'static [&'static str],
    /// Its parameters.
    pub params: &'static [Param],
    /// Bars until the first value: output `warm_up` (counted from 0) is the first that isn't NaN.
    pub warm_up: fn(&[f64]) -> usize,
    /// A fresh kernel; the values are checked against `params` and in their order.
    pub kernel: fn(&[f64]) -> Box<dyn Step>,
}

/// Boxes a kernel for run-time plans.
pub fn boxed<const IN: usize, const OUT: usize>(
    kernel: impl Kernel<IN, OUT> + 'static,
) -> Box<dyn Step> {
    Box::new(Shaped::<IN, OUT, _>(kernel))
}

/// The whole column of a kernel with one input and one output.
pub fn column(mut kernel: impl Kernel<1, 1>, values: &[f64]) -> Vec<f64> {
    values
        .iter()
        .map(|&value| kernel.next([value])[0])
        .collect()
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
}
