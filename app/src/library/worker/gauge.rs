//! What bars lack, seen while they pass by piece by piece.

use domain::{Bars, Calendar, Span, Timeframe, Ts};
use store::quality::Grid;

/// Cells of a strip.
const CELLS: usize = 128;

/// What passed by.
pub struct Gauged {
    /// How many bars.
    pub bars: usize,
    /// From the first open to the last close.
    pub span: Span,
    /// Stretches without a traded bar.
    pub gaps: u32,
    /// Bars missing in them.
    pub missing: u64,
    /// The share of the bars expected in each part of the span that is there; a part in which none is expected is complete.
    pub strip: Vec<u8>,
}

/// Counts on the way; the pieces come oldest first.
pub struct Gauge {
    grid: Grid,
    span: Span,
    /// Traded bars in each cell.
    there: Vec<u64>,
    cell: usize,
    /// Where it ends.
    edge: i64,
    bars: usize,
    /// Where the bar that was traded last closed.
    traded: Option<Ts>,
    gaps: u32,
    missing: u64,
}

impl Gauge {
    /// Of so many bars, which fill this span.
    pub fn new(timeframe: Timeframe, calendar: Calendar, span: Span, rows: usize) -> Gauge {
        let mut gauge = Gauge {
            grid: Grid::new(timeframe, calendar),
            span,
            there: vec![0; CELLS.min(rows)],
            cell: 0,
            edge: 0,
            bars: 0,
            traded: None,
            gaps: 0,
            missing: 0,
        };
        gauge.edge = gauge.end_of(0);
        gauge
    }

    /// The next bars.
    pub fn add(&mut self, bars: &Bars) {
        self.bars += bars.len();
        let (mut times, mut flags) = (bars.open_time(), bars.made_up());
        while let Some(first) = times.first() {
            while *first >= self.edge && self.cell + 1 < self.there.len() {
                self.cell += 1;
                self.edge = self.end_of(self.cell);
            }
            let inside = match self.cell + 1 < self.there.len() {
                true => times.partition_point(|open| *open < self.edge),
                false => times.len(),
            };
            let (here, later) = times.split_at(inside);
            let (made_up, later_flags) = flags.split_at(inside.min(flags.len()));
            self.add_to_cell(here, made_up);
            (times, flags) = (later, later_flags);
        }
    }

    /// Rows of one cell.
    fn add_to_cell(&mut self, times: &[i64], made_up: &[bool]) {
        if let (Some(first), Some(last)) = (times.first(), times.last())
            && !made_up.contains(&true)
            && self.grid.are_neighbours(times)
        {
            self.trade(Ts(*first));
            self.traded = Some(self.grid.close_of(Ts(*last)));
            if let Some(count) = self.there.get_mut(self.cell) {
                *count += times.len() as u64;
            }
            return;
        }
        for (open, made_up) in times.iter().zip(made_up) {
            if !made_up {
                if let Some(count) = self.there.get_mut(self.cell) {
                    *count += 1;
                }
                self.trade(Ts(*open));
            }
        }
    }

    /// What there was.
    pub fn done(self) -> Gauged {
        let share = |(cell, there): (usize, &u64)| {
            let part = Span {
                start: Ts(cell
                    .checked_sub(1)
                    .map_or(self.span.start.0, |before| self.end_of(before))),
                end: Ts(self.end_of(cell)),
            };
            match self.grid.expected(part) {
                expected if *there >= expected => 255,
                expected => (there * 255 / expected) as u8,
            }
        };
        let strip = self.there.iter().enumerate().map(share).collect();
        Gauged {
            bars: self.bars,
            span: self.span,
            gaps: self.gaps,
            missing: self.missing,
            strip,
        }
    }

    fn trade(&mut self, open: Ts) {
        // Looking at the calendar takes longer than seeing that there is no hole.
        if let Some(start) = self.traded.filter(|start| *start < open) {
            let expected = self.grid.expected(Span { start, end: open });
            self.gaps += u32::from(expected > 0);
            self.missing += expected;
        }
        self.traded = Some(self.grid.close_of(open));
    }

    fn length(&self) -> i64 {
        (self.span.end.0 - self.span.start.0).max(1)
    }

    /// The first moment after a cell: a row's cell is `(open - start) * cells / length`, rounded down.
    fn end_of(&self, cell: usize) -> i64 {
        let cells = self.there.len().max(1) as i128;
        let ends = i128::from(self.length()) * (cell as i128 + 1);
        self.span.start.0 + ((ends + cells - 1) / cells) as i64
    }
}
