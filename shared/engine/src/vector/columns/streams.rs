//! Indicators of many plans, computed one stretch of bars after the other: what has been read is overwritten.

use super::{Column, Numbers};
use crate::vector::bits::WORD;
use indicators::Step;
use indicators::blocks::{Filled, side_by_side};
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
    /// Is it one exponential average of a column? Those go side by side.
    averages: bool,
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
        let mut kernel = (indicator.kernel)(params);
        self.runs.push(Run {
            averages: kernel.average().is_some()
                && matches!(&inputs[..], [one] if one.slice().is_some()),
            kernel,
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
        let (averages, others): (Vec<_>, Vec<_>) =
            self.runs.iter_mut().partition(|run| run.averages);
        for run in others {
            run.go(rows, kept);
        }
        go_together(averages, rows, kept);
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

impl Run<'_> {
    fn go(&mut self, rows: &Range<usize>, kept: usize) {
        let numbers = self.inputs.iter().map(|input| match input {
            Column::Number(number) => vec![*number; rows.len()],
            _ => Vec::new(),
        });
        let numbers: Vec<Vec<f64>> = numbers.collect();
        let inputs = self.inputs.iter().zip(&numbers).map(|(input, number)| {
            let part = input.slice().and_then(|values| values.get(rows.clone()));
            part.unwrap_or(number)
        });
        let inputs: Vec<&[f64]> = inputs.collect();
        let outputs = self.outputs.iter_mut().map(|output| {
            let into = room(output, kept, rows.len());
            into.fill(f64::NAN);
            into
        });
        let mut outputs: Vec<&mut [f64]> = outputs.collect();
        self.kernel.column(&inputs, &mut outputs);
    }
}

/// Averages that read one column are taken through it side by side.
fn go_together(runs: Vec<&mut Run<'_>>, rows: &Range<usize>, kept: usize) {
    let mut columns: Vec<(&[f64], Vec<Filled<'_>>)> = Vec::new();
    for run in runs {
        let Run {
            kernel,
            inputs,
            outputs,
            ..
        } = run;
        let column = inputs.first().and_then(Column::slice);
        let column = column.and_then(|column| column.get(rows.clone()));
        let (Some(column), Some(average), Some(output)) =
            (column, kernel.average(), outputs.first_mut())
        else {
            continue;
        };
        let filled = (average, room(output, kept, rows.len()));
        match columns
            .iter_mut()
            .find(|known| std::ptr::eq(known.0, column))
        {
            Some((_, averages)) => averages.push(filled),
            None => columns.push((column, vec![filled])),
        }
    }
    for (column, mut averages) in columns {
        side_by_side(&mut averages, column);
    }
}

/// Moves the last values to the front; room for so many behind them, where values lie that nobody needs any more.
fn room(output: &mut Rc<Numbers>, kept: usize, rows: usize) -> &mut [f64] {
    let output = Rc::make_mut(output);
    output.known = OnceCell::new();
    let values = &mut output.values;
    let left = values.len().saturating_sub(kept);
    values.copy_within(left.., 0);
    values.resize(kept + rows, f64::NAN);
    values.get_mut(kept..).unwrap_or_default()
}
