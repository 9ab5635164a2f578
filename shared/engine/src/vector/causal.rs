//! The columns of a plan, for the check that nothing looks ahead.

use super::columns::Sheet;
use domain::Bars;
use std::collections::BTreeSet;
use strategies::Program;
use strategies::causality::Evaluator;

/// A compiled plan, evaluated as whole columns.
pub struct ColumnsEvaluator {
    program: Program,
}

impl ColumnsEvaluator {
    /// Every expression of this program on the run's own bars, for every symbol.
    pub fn new(program: Program) -> ColumnsEvaluator {
        ColumnsEvaluator { program }
    }

    /// Expression and symbol of each column; longer bars are seen through what reads them.
    fn columns(&self) -> impl Iterator<Item = (usize, usize)> {
        let symbols = self.program.symbols;
        let own = self.program.slots.iter().enumerate();
        own.filter(|(_, one)| one.frame == 0)
            .flat_map(move |(slot, _)| (0..symbols).map(move |symbol| (slot, symbol)))
    }
}

impl Evaluator for ColumnsEvaluator {
    fn names(&self) -> Vec<String> {
        let path = |slot: usize| self.program.slots.get(slot).map_or("", |one| &one.path);
        self.columns()
            .map(|(slot, symbol)| match self.program.symbols {
                1 => path(slot).to_owned(),
                _ => format!("{}, symbol {}", path(slot), symbol + 1),
            })
            .collect()
    }

    fn at_open(&self) -> Vec<bool> {
        let at_open = |slot: usize| self.program.slots.get(slot).is_some_and(|one| one.at_open);
        self.columns().map(|(slot, _)| at_open(slot)).collect()
    }

    fn values(&self, data: &[Bars]) -> Vec<Vec<f64>> {
        let mut sheet = Sheet::of_bars(data.iter().collect(), self.program.timeframe);
        let Ok(places) = sheet.add(&self.program) else {
            return self.columns().map(|_| Vec::new()).collect();
        };
        let moments: BTreeSet<i64> = data
            .iter()
            .flat_map(|one| one.open_time())
            .copied()
            .collect();
        let at_open = self.at_open();
        let column = |(place, (slot, symbol)): (usize, (usize, usize))| {
            let column = places
                .get(slot)
                .and_then(|place| sheet.column(*place, symbol));
            let times = data.get(symbol).map_or(&[][..], Bars::open_time);
            let opens = at_open.get(place) == Some(&true);
            let mut rows = 0;
            let value = |time: &i64| {
                // What waits for an open is known with the bar that opens, one row later than it was computed from.
                let here = times.get(rows) == Some(time);
                rows += usize::from(here);
                let closed = rows.checked_sub(if opens { 2 } else { 1 });
                let known = closed.and_then(|row| column.map(|column| column.at(row)));
                known.unwrap_or(f64::NAN)
            };
            moments.iter().map(value).collect()
        };
        self.columns().enumerate().map(column).collect()
    }
}
