//! The whole columns of an indicator for the check, the way a vectorised evaluator gets them.

use super::{Evaluator, RawColumns};
use domain::{Bars, Ts};
use indicators::{Indicator, Input};

/// An indicator on the bars of the first series; where it compares two, the second one is the other.
pub struct KernelColumns {
    indicator: &'static Indicator,
    params: Vec<f64>,
}

impl KernelColumns {
    /// With these parameters; defaults stand in for those that are missing.
    pub fn new(indicator: &'static Indicator, params: &[f64]) -> KernelColumns {
        KernelColumns {
            indicator,
            params: indicator.completed(params),
        }
    }
}

impl Evaluator for KernelColumns {
    fn names(&self) -> Vec<String> {
        let name = |output: &&str| format!("{}.{output}", self.indicator.id);
        self.indicator.outputs.iter().map(name).collect()
    }

    fn values(&self, data: &[Bars]) -> Vec<Vec<f64>> {
        let raw: Vec<RawColumns> = data.iter().map(RawColumns::of).collect();
        self.raw_values(&raw).unwrap_or_default()
    }

    fn raw_values(&self, data: &[RawColumns]) -> Option<Vec<Vec<f64>>> {
        let mut moments: Vec<Ts> = data.iter().flat_map(|one| one.open_time.clone()).collect();
        moments.sort_unstable();
        moments.dedup();
        let first = data.first()?;
        let other = data.get(1).unwrap_or(first);
        let input = |input: &Input| match input {
            Input::Open => on(&moments, first, &first.open),
            Input::High => on(&moments, first, &first.high),
            Input::Low => on(&moments, first, &first.low),
            Input::Close | Input::Value => on(&moments, first, &first.close),
            Input::Volume => on(&moments, first, &first.volume),
            Input::Time => moments.iter().map(|at| at.0 as f64).collect(),
            Input::Other => on(&moments, other, &other.close),
        };
        let inputs: Vec<Vec<f64>> = self.indicator.inputs.iter().map(input).collect();
        let inputs: Vec<&[f64]> = inputs.iter().map(Vec::as_slice).collect();
        Some(self.indicator.columns(&self.params, &inputs))
    }
}

/// A column of one series on the rows of all; unknown where the series has no bar.
fn on(moments: &[Ts], series: &RawColumns, column: &[f64]) -> Vec<f64> {
    let value = |at: &Ts| {
        let row = series.open_time.binary_search(at).ok();
        row.and_then(|row| column.get(row)).copied()
    };
    moments
        .iter()
        .map(|at| value(at).unwrap_or(f64::NAN))
        .collect()
}
