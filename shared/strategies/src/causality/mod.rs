//! Finds the expression that looks ahead: the future is cut off or replaced, and nothing before may change by a bit.
//!
//! The check knows nothing of how values come about. Whatever maps bars to columns can be asked: a plan bar by bar, an
//! indicator's whole column, a vectorised evaluator. What is compared is what was known: up to a bar every value
//! must be the same whether the bars behind it are the real ones, others, or none.

mod kernel;
mod poison;
mod stream;

pub use kernel::KernelColumns;
pub use poison::RawColumns;
pub use stream::StreamEvaluator;

use domain::{Bars, Text, Ts};
use poison::{Future, Poison, RawPoison, raw};

/// Something that maps bars to columns of values.
pub trait Evaluator {
    /// What each column is called; an expression stands behind those it depends on.
    fn names(&self) -> Vec<String>;

    /// The columns, a row for every distinct opening time over all series, oldest first.
    fn values(&self, data: &[Bars]) -> Vec<Vec<f64>>;

    /// Which columns are known at the open of their row already and may use that open; empty is none.
    fn at_open(&self) -> Vec<bool> {
        Vec::new()
    }

    /// The columns over plain numbers that may be anything; `None` when only sound bars can be read.
    fn raw_values(&self, data: &[RawColumns]) -> Option<Vec<Vec<f64>>> {
        let _ = data;
        None
    }
}

/// After which bars the future is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cuts {
    /// A few over the whole length: finds whatever peeks all the time.
    Few,
    /// Every bar: finds a peek at one bar ahead that happens on some bars only. Costs bars × bars.
    Every,
}

/// What the check found.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// Nothing changed.
    Causal {
        /// Rows compared.
        bars: usize,
        /// After how many of them the future was replaced.
        cuts: usize,
        /// How many expressions were compared.
        expressions: usize,
    },
    /// A value changed with the future.
    LooksAhead {
        /// Which expression, the first in the order of dependency.
        expression: String,
        /// The first row whose value changed.
        at: usize,
        /// The last row that was left as it is.
        cut: usize,
        /// What was done to the bars behind it.
        poison: Text,
    },
}

impl Verdict {
    /// Did nothing change?
    pub fn is_causal(&self) -> bool {
        matches!(self, Verdict::Causal { .. })
    }
}

/// How much future an evaluator sees when every bar is a cut: longer ones would cost more and find no more.
const HORIZON: usize = 48;

/// How many cuts are a few.
const FEW: usize = 8;

/// Checks every expression of an evaluator on these series.
pub fn check(evaluator: &dyn Evaluator, data: &[Bars], cuts: Cuts) -> Verdict {
    let moments = moments(data);
    let rows = cut_rows(moments.len(), cuts);
    let names = evaluator.names();
    let mut search = Search {
        at_open: evaluator.at_open(),
        guilty: None,
    };
    let horizon = match cuts {
        Cuts::Few => usize::MAX,
        Cuts::Every => HORIZON,
    };
    let base = evaluator.values(data);
    let raw_data: Vec<RawColumns> = data.iter().map(RawColumns::of).collect();
    let raw_base = evaluator.raw_values(&raw_data);
    for &cut in &rows {
        let Some(&last) = moments.get(cut) else {
            continue;
        };
        let end = moments.get(cut.saturating_add(horizon)).copied();
        let future = Future { last, end };
        for poison in Poison::ALL {
            let poisoned: Vec<Bars> = data.iter().map(|bars| poison.apply(bars, future)).collect();
            let known_open = cut + usize::from(poison.keeps_next_open());
            let now = evaluator.values(&poisoned);
            search.compare(&base, &now, [cut, known_open], poison.text());
        }
        if let Some(base) = &raw_base {
            for poison in RawPoison::ALL {
                let poisoned: Vec<RawColumns> = raw_data
                    .iter()
                    .map(|columns| raw(columns, future, poison))
                    .collect();
                if let Some(now) = evaluator.raw_values(&poisoned) {
                    search.compare(base, &now, [cut, cut], poison.text());
                }
            }
        }
    }
    match search.guilty {
        None => Verdict::Causal {
            bars: moments.len(),
            cuts: rows.len(),
            expressions: names.len(),
        },
        Some(found) => Verdict::LooksAhead {
            expression: names.get(found.column).cloned().unwrap_or_default(),
            at: found.at,
            cut: found.cut,
            poison: found.poison,
        },
    }
}

struct Search {
    at_open: Vec<bool>,
    guilty: Option<Found>,
}

struct Found {
    column: usize,
    at: usize,
    cut: usize,
    poison: Text,
}

impl Search {
    /// Keeps the first column that changed: what depends on it is not to blame.
    fn compare(
        &mut self,
        base: &[Vec<f64>],
        now: &[Vec<f64>],
        [at_close, at_open]: [usize; 2],
        poison: Text,
    ) {
        let suspects = self
            .guilty
            .as_ref()
            .map_or(usize::MAX, |found| found.column);
        for (column, before) in base.iter().enumerate().take(suspects) {
            let known = match self.at_open.get(column) {
                Some(true) => at_open,
                _ => at_close,
            };
            let after = now.get(column).map(Vec::as_slice).unwrap_or_default();
            if let Some(at) = first_change(before, after, known) {
                let cut = at_close;
                self.guilty = Some(Found {
                    column,
                    at,
                    cut,
                    poison,
                });
                return;
            }
        }
    }
}

/// The first row up to this one that differs by a bit; one unknown value is like any other.
fn first_change(before: &[f64], after: &[f64], known: usize) -> Option<usize> {
    let same = |left: Option<&f64>, right: Option<&f64>| match (left, right) {
        (Some(left), Some(right)) => {
            left.to_bits() == right.to_bits() || (left.is_nan() && right.is_nan())
        }
        (left, right) => left.is_none() && right.is_none(),
    };
    (0..=known).find(|&row| !same(before.get(row), after.get(row)))
}

/// Every distinct opening time, oldest first.
pub(crate) fn moments(data: &[Bars]) -> Vec<Ts> {
    let all = data.iter().flat_map(|bars| {
        let row = |row| bars.get(row).map(|bar| bar.open_time);
        (0..bars.len()).filter_map(row)
    });
    let mut moments: Vec<Ts> = all.collect();
    moments.sort_unstable();
    moments.dedup();
    moments
}

/// The last row has no future, so there is nothing to cut behind it.
fn cut_rows(rows: usize, cuts: Cuts) -> Vec<usize> {
    let last = rows.saturating_sub(1);
    match cuts {
        Cuts::Every => (0..last).collect(),
        Cuts::Few => {
            let mut rows: Vec<usize> = (1..=FEW)
                .map(|part| (last * part / FEW).saturating_sub(1))
                .collect();
            rows.dedup();
            rows.retain(|row| *row < last);
            rows
        }
    }
}

#[cfg(test)]
mod tests;
