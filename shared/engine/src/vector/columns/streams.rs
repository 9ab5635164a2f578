//! Indicators of many plans, computed one stretch of bars after the other: what has been read is overwritten.

use super::{Column, Numbers};
use crate::vector::bits::WORD;
use indicators::Step;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

/// Kernels under way, each once for all plans that read it, with the last values they gave.
#[derive(Default)]
pub struct Streams<'a> {
    runs: Vec<Run<'a>>,
    /// Where a run is, by indicator, parameters and inputs.
    known: BTreeMap<String, usize>,
    /// Bars before a stretch that some condition reads.
    reach: usize,
    /// The first row the values begin with.
    first: usize,
}

struct Run<'a> {
    kernel: Box<dyn Step>,
    inputs: Vec<Column<'a>>,
    outputs: Vec<Rc<Numbers>>,
}

impl<'a> Streams<'a> {
    /// The place of a run; it must begin before the first stretch.
    pub(super) fn run(
        &mut self,
        spelling: String,
        (id, params): (&str, &[f64]),
        inputs: Vec<Column<'a>>,
    ) -> Option<usize> {
        if let Some(known) = self.known.get(&spelling) {
            return Some(*known);
        }
        let indicator = indicators::find(id)?;
        let output = || {
            Rc::new(Numbers {
                values: Vec::new(),
                known: OnceCell::new(),
            })
        };
        self.runs.push(Run {
            kernel: (indicator.kernel)(params),
            inputs,
            outputs: indicator.outputs.iter().map(|_| output()).collect(),
        });
        self.known.insert(spelling, self.runs.len() - 1);
        Some(self.runs.len() - 1)
    }

    /// So many bars before a stretch are read with it.
    pub(super) fn reaches(&mut self, bars: usize) {
        self.reach = self.reach.max(bars.next_multiple_of(WORD));
    }

    /// Computes the next rows: they follow those of the last time.
    pub fn advance(&mut self, rows: &Range<usize>) {
        let kept = self.reach.min(rows.start);
        self.first = rows.start - kept;
        for run in &mut self.runs {
            let numbers = run.inputs.iter().map(|input| match input {
                Column::Number(number) => vec![*number; rows.len()],
                _ => Vec::new(),
            });
            let numbers: Vec<Vec<f64>> = numbers.collect();
            let inputs = run.inputs.iter().zip(&numbers).map(|(input, number)| {
                let part = input.slice().and_then(|values| values.get(rows.clone()));
                part.unwrap_or(number)
            });
            let inputs: Vec<&[f64]> = inputs.collect();
            let mut outputs: Vec<&mut [f64]> = Vec::with_capacity(run.outputs.len());
            for output in &mut run.outputs {
                let output = Rc::make_mut(output);
                output.known = OnceCell::new();
                let values = &mut output.values;
                let left = values.len().saturating_sub(kept);
                values.copy_within(left.., 0);
                values.truncate(kept);
                values.resize(kept + rows.len(), f64::NAN);
                outputs.push(values.get_mut(kept..).unwrap_or_default());
            }
            run.kernel.column(&inputs, &mut outputs);
        }
    }

    /// An output of a run as it is now.
    pub(super) fn output(&self, run: usize, output: usize) -> Option<Column<'a>> {
        let output = self.runs.get(run)?.outputs.get(output)?;
        Some(Column::Values(Rc::clone(output)))
    }

    /// The row that all outputs begin with.
    pub(super) fn first(&self) -> usize {
        self.first
    }
}
