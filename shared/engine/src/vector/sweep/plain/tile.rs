//! One stretch of time that all plain runs go through together, so that what they read stays in the core's cache.

use crate::span::{highest, lowest};
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
    /// Lowest low and highest high of each block of the rows, once somebody asked.
    ranges: Vec<(f64, f64)>,
}

/// Bars of which one comparison tells whether a level is reached.
const BLOCK: usize = 16;

/// A few rows of a tile.
pub(super) struct Piece {
    pub(super) rows: Range<usize>,
    pub(super) low: f64,
    pub(super) high: f64,
    /// Are these prices those of its rows? Otherwise rows beside it may have gone further.
    pub(super) whole: bool,
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
            ranges: Vec::new(),
        }
    }

    /// To these rows.
    pub(super) fn move_to(&mut self, rows: Range<usize>) {
        self.before = rows.start.saturating_sub(1);
        self.walked = false;
        self.ranges.clear();
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

    /// These rows in pieces, each with a lowest low and a highest high that no row of it goes beyond.
    pub(super) fn pieces(&mut self, rows: Range<usize>) -> impl Iterator<Item = Piece> {
        self.know_ranges();
        let start = self.rows.start;
        let blocks = rows.start.saturating_sub(start) / BLOCK..;
        let ranges = self.ranges.get(blocks.start..).unwrap_or_default().iter();
        blocks.zip(ranges).map_while(move |(block, (low, high))| {
            let first = start + block * BLOCK;
            let rows = rows.start.max(first)..rows.end.min(first + BLOCK);
            let (low, high, whole) = (*low, *high, rows.len() == BLOCK);
            (!rows.is_empty()).then_some(Piece {
                rows,
                low,
                high,
                whole,
            })
        })
    }

    fn know_ranges(&mut self) {
        if !self.ranges.is_empty() {
            return;
        }
        let lows = self.bars.low()[self.rows.clone()].chunks(BLOCK);
        let highs = self.bars.high()[self.rows.clone()].chunks(BLOCK);
        let blocks = lows.zip(highs);
        self.ranges
            .extend(blocks.map(|(low, high)| (lowest(low), highest(high))));
    }
}
