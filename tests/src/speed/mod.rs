//! Work that is timed natively and in wasm, each checked for its answer before it is handed over.

mod check;
mod market;
mod numbers;
mod runs;
mod sweeps;

pub use market::{calm_market, market};
pub use numbers::numbers;
pub use sweeps::{Ways, question, sets};

/// Bars of the long series: 20 years of hours, or 4 months of minutes.
pub const LONG: usize = 180_000;

/// One piece of work.
pub struct Work {
    /// Name in tables.
    pub name: String,
    /// What one go works through, for a rate.
    pub units: usize,
    /// What the units are.
    pub unit: &'static str,
    /// How long one go may take.
    pub limits: Limits,
    /// Can workers share it?
    pub splits: bool,
    /// Makes its data and checks its answer: hands over the work to time, or says what is wrong.
    pub prepare: Box<dyn Fn() -> Result<Go, String>>,
}

/// One go over a part of the work; it answers with what it counted: trades, or nothing.
pub type Go = Box<dyn FnMut(Part) -> usize>;

/// Milliseconds one go may take, where a limit was set.
#[derive(Clone, Copy, Debug, Default)]
pub struct Limits {
    /// On one native core.
    pub native: Option<f64>,
    /// In one wasm worker.
    pub worker: Option<f64>,
    /// In two of them, in a browser, from the question to the last answer.
    pub workers: Option<f64>,
}

/// A worker's share of the work.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// Which worker, from 0 on.
    pub index: usize,
    /// How many there are.
    pub of: usize,
}

impl Part {
    /// All of it.
    pub const WHOLE: Part = Part { index: 0, of: 1 };

    /// Does this item fall to this worker? Neighbours go to different ones, since they take equally long.
    pub fn has(self, item: usize) -> bool {
        item % self.of.max(1) == self.index
    }
}

/// All of it.
pub fn works() -> Vec<Work> {
    let mut works = numbers();
    works.extend(engine());
    works
}

/// What the engine does: sweeps, runs bar by bar, one very long run.
pub fn engine() -> Vec<Work> {
    let mut works = sweeps::works();
    works.extend(runs::works());
    works
}
