//! The values of a plan, bar by bar, for the check.

use super::{Evaluator, moments};
use crate::program::Program;
use crate::stream::{HeldFacts, Stream};
use domain::{Bar, Bars};

/// A compiled plan, evaluated as a run does: by a [`Stream`] over bars that are known beforehand.
pub struct StreamEvaluator {
    program: Program,
}

impl StreamEvaluator {
    /// Every expression of this program, for every symbol.
    pub fn new(program: Program) -> StreamEvaluator {
        StreamEvaluator { program }
    }

    fn columns(&self) -> impl Iterator<Item = (usize, usize)> {
        let symbols = self.program.symbols;
        (0..self.program.slots.len())
            .flat_map(move |slot| (0..symbols).map(move |symbol| (slot, symbol)))
    }
}

impl Evaluator for StreamEvaluator {
    fn names(&self) -> Vec<String> {
        let name = |(slot, symbol): (usize, usize)| {
            let path = self.program.slots.get(slot);
            let path = path.map_or(String::new(), |one| one.path.clone());
            match self.program.symbols {
                1 => path,
                _ => format!("{path}, symbol {}", symbol + 1),
            }
        };
        self.columns().map(name).collect()
    }

    fn at_open(&self) -> Vec<bool> {
        let at_open = |(slot, _): (usize, usize)| {
            let one = self.program.slots.get(slot);
            one.is_some_and(|one| one.at_open)
        };
        self.columns().map(at_open).collect()
    }

    fn values(&self, data: &[Bars]) -> Vec<Vec<f64>> {
        let bars: Vec<&Bars> = data.iter().collect();
        let mut stream = Stream::over(self.program.clone(), &bars);
        let mut held = vec![HeldFacts::NONE; self.program.symbols];
        let mut next = vec![0; data.len()];
        let mut columns: Vec<Vec<f64>> = self.columns().map(|_| Vec::new()).collect();
        let at_open = self.at_open();
        let mut keep = |stream: &Stream<'_>, is_open: bool| {
            for ((place, column), (slot, symbol)) in
                columns.iter_mut().enumerate().zip(self.columns())
            {
                if at_open.get(place) == Some(&is_open) {
                    column.push(stream.value(symbol, crate::program::Slot(slot as u32)));
                }
            }
        };
        for now in moments(data) {
            let mut bars: Vec<Option<Bar>> = Vec::with_capacity(data.len());
            for (series, row) in data.iter().zip(&mut next) {
                let bar = series.get(*row).filter(|bar| bar.open_time == now);
                *row += usize::from(bar.is_some());
                bars.push(bar);
            }
            for (symbol, bar) in bars.iter().enumerate() {
                if let Some(bar) = bar {
                    stream.open(symbol, bar.open);
                }
            }
            keep(&stream, true);
            for (facts, bar) in held.iter_mut().zip(&bars) {
                if let Some(bar) = bar {
                    *facts = held_since_the_first(facts, bar);
                }
            }
            stream.close(&bars, &held);
            keep(&stream, false);
        }
        columns
    }
}

/// A position that was opened at the first close, so that exits have something to look at.
fn held_since_the_first(before: &HeldFacts, bar: &Bar) -> HeldFacts {
    if before.entry_price.is_nan() {
        return HeldFacts {
            entry_price: bar.close,
            bars: 0.0,
            highest: bar.high,
            lowest: bar.low,
            gain: 0.0,
        };
    }
    HeldFacts {
        bars: before.bars + 1.0,
        highest: before.highest.max(bar.high),
        lowest: before.lowest.min(bar.low),
        gain: (bar.close / before.entry_price - 1.0) * 100.0,
        ..*before
    }
}
