//! The values of a plan read from columns, one row after the other: what a trader needs in place of a stream.

use super::Bits;
use super::columns::{Column, NeedsPosition, Sheet};
use crate::signals::Signals;
use domain::{Bar, FillPolicy, Series};
use strategies::HeldFacts;
use strategies::program::{Level, Program, Slot};

/// A program over columns with a place in them.
pub struct Columns<'a> {
    program: Program,
    /// For each symbol the column of each expression.
    columns: Vec<Vec<Column<'a>>>,
    /// Rows each symbol has closed.
    rows: Vec<usize>,
    /// For each symbol the rows after which an entry may be due.
    entries: Vec<Bits>,
    /// For each symbol the rows whose close tells a long to leave.
    exits: Vec<Bits>,
}

impl<'a> Columns<'a> {
    /// Computes what the sheet is missing.
    pub fn new(
        program: Program,
        sheet: &mut Sheet<'a>,
        series: &'a [Series],
        levels: Levels,
    ) -> Result<Columns<'a>, NeedsPosition> {
        let places = sheet.add(&program)?;
        let of_symbol = |symbol: usize| {
            let column = |place: &super::columns::Place| {
                sheet
                    .column(*place, symbol)
                    .cloned()
                    .unwrap_or(Column::Number(f64::NAN))
            };
            places.iter().map(column).collect::<Vec<_>>()
        };
        let columns: Vec<Vec<Column<'a>>> = (0..series.len()).map(of_symbol).collect();
        let entries = series
            .iter()
            .zip(&columns)
            .map(|(series, columns)| entries(&program, series, columns, levels));
        let entries = entries.collect();
        let exits = columns.iter().map(|columns| exits(&program, columns));
        Ok(Columns {
            rows: vec![0; series.len()],
            exits: exits.collect(),
            program,
            entries,
            columns,
        })
    }

    /// The first row from here on whose next bar may have an entry.
    pub(super) fn next_entry(&self, symbol: usize, from: usize) -> Option<usize> {
        self.entries.get(symbol)?.next_set(from)
    }

    /// The first row from here on whose close tells a long to leave.
    pub(super) fn next_exit(&self, symbol: usize, from: usize) -> Option<usize> {
        self.exits.get(symbol)?.next_set(from)
    }

    /// May an entry of this symbol be due in its next bar?
    pub fn may_enter(&self, symbol: usize) -> bool {
        let last = self.rows.get(symbol).and_then(|rows| rows.checked_sub(1));
        match (last, self.entries.get(symbol)) {
            (Some(row), Some(entries)) => entries.get(row),
            _ => false,
        }
    }
}

/// Rows whose close tells a long to leave.
fn exits(program: &Program, columns: &[Column<'_>]) -> Bits {
    let longs = program.rules.signals.iter();
    let longs = longs.filter(|exit| exit.is_for(domain::Direction::Long));
    let truths = longs.filter_map(|exit| columns.get(exit.rule.index())?.truth());
    let mut all = Bits::default();
    for truth in truths {
        all = if all.rows() == 0 {
            truth.holds().clone()
        } else {
            all.or(truth.holds())
        };
    }
    all
}

/// What is known beforehand about entries that wait at a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Levels {
    /// Placing one may be refused or take cash from others: every bar with such an order counts.
    Placed,
    /// Placing one changes nothing: only bars that reach the level count.
    Reached,
}

/// Rows after which an entry may be due.
fn entries(program: &Program, series: &Series, columns: &[Column<'_>], levels: Levels) -> Bits {
    let rows = series.bars().len();
    let mut all = Bits::none(rows);
    if program.rules.again.fresh {
        // Whether a condition has failed since is only seen by looking at every bar.
        return Bits::all(rows);
    }
    for entry in &program.rules.entries {
        let column = columns.get(entry.when.index());
        let Some(truth) = column.and_then(Column::truth) else {
            continue;
        };
        let due = match (entry.level, levels) {
            (Level::Market, _) | (_, Levels::Placed) => truth.holds().clone(),
            (Level::Stop(level) | Level::Limit(level), Levels::Reached) => {
                let rising = matches!(entry.level, Level::Stop(_))
                    == (entry.side == domain::Direction::Long);
                truth
                    .holds()
                    .and(&reached(series, columns.get(level.index()), rising))
            }
        };
        all = all.or(&due);
    }
    all
}

/// Rows whose next bar reaches the level of this row, or is made up. Levels on the venue's grid are never easier to reach.
fn reached(series: &Series, level: Option<&Column<'_>>, rising: bool) -> Bits {
    let bars = series.bars();
    let reach = |row: usize| {
        let (Some(level), Some(next)) = (level, bars.get(row + 1)) else {
            return false;
        };
        let level = level.at(row);
        next.made_up
            || if rising {
                next.high >= level
            } else {
                next.low <= level
            }
    };
    Bits::of_rows((0..bars.len()).map(reach))
}

/// May bars that don't reach a level be passed over? Only when placing its order could be neither refused nor cut, and takes
/// no cash from another symbol.
pub fn levels(spec: &domain::RunSpec, sizing: domain::Sizing, program: &Program) -> Levels {
    let sure_size = match sizing {
        domain::Sizing::EqualSlots { .. } => true,
        domain::Sizing::Equity { fraction } => fraction.get() <= 0.99,
        _ => false,
    };
    let alone =
        program.symbols == 1 && program.rules.entries.len() == 1 && program.rules.weight.is_none();
    let sure = sure_size && alone && !spec.risk.is_on() && spec.account.most_positions.is_none();
    // Slippage that depends on the bar could move a size below the minimum.
    let plain = spec.costs.fixed_slippage().is_some() && spec.fill != FillPolicy::WorstOfBar;
    if sure && plain {
        Levels::Reached
    } else {
        Levels::Placed
    }
}

impl Signals for Columns<'_> {
    fn program(&self) -> &Program {
        &self.program
    }

    fn close(&mut self, bars: &[Option<Bar>], _: &[HeldFacts]) {
        for (rows, bar) in self.rows.iter_mut().zip(bars) {
            *rows += usize::from(bar.is_some());
        }
    }

    fn pass(&mut self, symbol: usize, bars: usize) {
        if let Some(rows) = self.rows.get_mut(symbol) {
            *rows += bars;
        }
    }

    fn open(&mut self, _: usize, _: f64) {}

    fn has_closed(&self, symbol: usize) -> bool {
        self.rows.get(symbol).is_some_and(|rows| *rows > 0)
    }

    fn value(&self, symbol: usize, slot: Slot) -> f64 {
        let row = self.rows.get(symbol).copied().unwrap_or(0).wrapping_sub(1);
        self.columns
            .get(symbol)
            .and_then(|columns| columns.get(slot.index()))
            .map_or(f64::NAN, |column| column.at(row))
    }
}
