//! One stretch of time that all plain runs go through together, so that what they read stays in the core's cache.

use crate::vector::PricePath;
use domain::Bars;
use std::ops::Range;

/// The rows, and what the account of any run goes through in them.
pub(super) struct Tile<'a> {
    bars: &'a Bars,
    pub(super) rows: Range<usize>,
    /// Begins one bar earlier than the rows where there is one: a return needs the close before.
    path: PricePath,
    pub(super) before: usize,
    /// Is the path that of these rows? Nobody may hold anything in them.
    walked: bool,
    /// Opens of the rows and of the one behind them: read in one go, where trades would fetch them one by one from afar.
    opens: Vec<f64>,
}

impl<'a> Tile<'a> {
    /// Before the first stretch.
    pub(super) fn new(bars: &'a Bars) -> Tile<'a> {
        Tile {
            bars,
            rows: 0..0,
            path: PricePath::default(),
            before: 0,
            walked: false,
            opens: Vec::new(),
        }
    }

    /// To these rows.
    pub(super) fn move_to(&mut self, rows: Range<usize>) {
        self.before = rows.start.saturating_sub(1);
        self.walked = false;
        let opens = self.bars.open();
        let opens = opens.get(rows.start..opens.len().min(rows.end + 1));
        self.opens.clear();
        self.opens.extend_from_slice(opens.unwrap_or_default());
        self.rows = rows;
    }

    /// What an account goes through that holds something here.
    /// Its rows count from [`before`](Tile::before).
    pub(super) fn path(&mut self) -> &PricePath {
        if !self.walked {
            self.path.refill(self.bars, self.before..self.rows.end);
            self.walked = true;
        }
        &self.path
    }

    /// The open of a row, or of the one behind the last.
    pub(super) fn open(&self, row: usize) -> f64 {
        self.opens[row - self.rows.start]
    }
}
