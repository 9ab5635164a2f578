//! Reads row after row: the plain ones straight away, the others slowly and with a word on each thing that is wrong.

use super::bars::is_wrong;
use super::log::Log;
use super::rows::{One, Rows};
use super::when::{Reader, Trouble, When, is_midnight};
use crate::defect::{DefectKind, Words};
use crate::guess::Plan;
use crate::limits::CELL_SHOWN;
use crate::options::{NumberForm, Role};
use crate::table::{Cell, Places, Row, Slots, Table, said};
use crate::value::number::plain;

/// The columns of prices, in the order of a bar.
pub const PRICES: [Role; 4] = [Role::Open, Role::High, Role::Low, Role::Close];

/// Reads all rows. Without a column that bars need there are none.
pub fn read(table: &Table, plan: &Plan, log: &mut Log) -> Rows {
    let places = Places::new(&plan.roles);
    let has = |role: Role| plan.place(role).is_some();
    let timed = has(Role::Time) || has(Role::Date) && has(Role::Clock);
    let (Some(reader), true) = (Reader::new(plan), timed && PRICES.into_iter().all(has)) else {
        return Rows::default();
    };
    let (open_quotes, first) = match table {
        Table::Text { sheet, first, .. } => (sheet.open_quotes(), *first),
        Table::Frame(_) => (&[][..], 0),
    };
    let mut judge = Judge {
        reader,
        plan,
        points: plan.number_form() == NumberForm::Point,
        width: places.needed()..=places.columns(),
        has_volume: has(Role::Volume),
        has_close_time: has(Role::CloseTime),
        has_symbol: has(Role::Symbol),
        has_made_up: has(Role::MadeUp),
        symbol: super::market::main_symbol(table, plan),
        open_quotes,
        first,
        descending: is_descending(table, plan, &reader),
        last_twice: None,
        zone_seen: None,
        rows: Rows::with_capacity(table.len()),
        log,
    };
    table.each(&places, |row| judge.row(row));
    judge.rows
}

/// Judges rows one after the other.
pub struct Judge<'a> {
    pub(super) reader: Reader,
    pub(super) plan: &'a Plan,
    pub(super) points: bool,
    pub(super) width: std::ops::RangeInclusive<usize>,
    pub(super) has_volume: bool,
    pub(super) has_close_time: bool,
    pub(super) has_symbol: bool,
    pub(super) has_made_up: bool,
    /// The market most rows are of: its code, and as one of them writes it.
    pub(super) symbol: Option<(String, String)>,
    pub(super) open_quotes: &'a [u32],
    pub(super) first: usize,
    pub(super) descending: bool,
    /// The last time in an hour that came twice, and whether it was taken for the second.
    pub(super) last_twice: Option<(i64, bool)>,
    /// The zone of the first time.
    pub(super) zone_seen: Option<Option<i32>>,
    pub(super) rows: Rows,
    pub(super) log: &'a mut Log,
}

impl Judge<'_> {
    fn row(&mut self, row: Row<'_>) {
        match self.plain(&row) {
            Some((one, when)) => {
                self.zone(&when, row.line, &row.cells);
                self.rows.push(one);
            }
            None => self.slow(&row),
        }
    }

    /// The row when nothing is wrong with it.
    #[inline]
    fn plain(&self, row: &Row<'_>) -> Option<(One, When)> {
        let cell = |role: Role| row.cells.get(role as usize).copied().unwrap_or_default();
        if !self.width.contains(&row.width) || !self.points || self.has_open_quote(row) {
            return None;
        }
        if self.has_symbol && !self.is_main_symbol(cell(Role::Symbol)) {
            return None;
        }
        let value = |role: Role| match cell(role) {
            Cell::Text(text) => plain(text),
            Cell::Number(number) => Some(number),
            Cell::Whole(number) => Some(number as f64),
            _ => None,
        };
        let prices = [
            value(Role::Open)?,
            value(Role::High)?,
            value(Role::Low)?,
            value(Role::Close)?,
        ];
        // Filling a volume is counted, which is done slowly.
        let volume = value(Role::Volume)?;
        if is_wrong(prices, volume) {
            return None;
        }
        let when = self.reader.read(&row.cells).ok()?;
        let one = One {
            line: row.line,
            time: when.utc,
            prices,
            volume,
            close_time: self.close_time(&row.cells),
            made_up: self.has_made_up && is_yes(cell(Role::MadeUp)),
        };
        Some((one, when))
    }

    /// Does a quotation mark open in the row that none closes?
    pub(super) fn has_open_quote(&self, row: &Row<'_>) -> bool {
        let index = (self.first + row.index) as u32;
        !self.open_quotes.is_empty() && self.open_quotes.binary_search(&index).is_ok()
    }

    pub(super) fn close_time(&self, cells: &Slots<'_>) -> Option<i64> {
        if !self.has_close_time {
            return None;
        }
        let cell = cells.get(Role::CloseTime as usize).copied()?;
        match self.reader.cell(cell) {
            Ok(when) | Err(Trouble::Unit(when, _)) => Some(when.utc),
            Err(_) => None,
        }
    }

    pub(super) fn is_main_symbol(&self, cell: Cell<'_>) -> bool {
        let Some((code, written)) = &self.symbol else {
            return true;
        };
        match cell {
            Cell::Text(text) => {
                text == written.as_bytes() || super::market::code(&said(cell, CELL_SHOWN)) == *code
            }
            _ => true,
        }
    }

    /// Counts times without a zone, and notices when zones change within a file by more than summer time does.
    #[inline]
    pub(super) fn zone(&mut self, when: &When, line: u32, cells: &Slots<'_>) {
        if when.ahead.is_none() {
            self.rows.naive = self.rows.naive.saturating_add(1);
            self.rows.first_naive.get_or_insert(line);
            self.rows.naive_clock |= !is_midnight(when);
        }
        let seen = *self.zone_seen.get_or_insert(when.ahead);
        let changed = match (seen, when.ahead) {
            (Some(one), Some(other)) => (one - other).abs() > 60,
            (one, other) => one != other,
        };
        if changed {
            let cell = cells.get(Role::Time as usize).copied().unwrap_or_default();
            let name = self.plan.column(Role::Time).to_owned();
            let right = match seen {
                None => Words::new(
                    "a time without a zone like the rest",
                    "다른 행처럼 시간대 없는 시각",
                ),
                Some(_) => Words::new("the zone of the rest", "다른 행과 같은 시간대"),
            };
            self.log.note(DefectKind::ZonesMixed, line, || {
                (name, said(cell, CELL_SHOWN), right)
            });
        }
    }
}

/// Is the cell a yes?
pub fn is_yes(cell: Cell<'_>) -> bool {
    match cell {
        Cell::Text(text) => ["true", "1", "yes"]
            .iter()
            .any(|yes| text.trim_ascii().eq_ignore_ascii_case(yes.as_bytes())),
        Cell::Whole(number) => number == 1,
        _ => false,
    }
}

/// Do the rows run backwards? First and last tell.
fn is_descending(table: &Table, plan: &Plan, reader: &Reader) -> bool {
    let wall = |row: Option<usize>| {
        let cell = table.cell(row?, plan.place(Role::Time)?);
        match reader.cell(cell) {
            Ok(when) | Err(Trouble::Unit(when, _) | Trouble::Twice(_, when)) => Some(when.wall),
            Err(_) => None,
        }
    };
    let (first, last) = (wall(Some(0)), wall(table.len().checked_sub(1)));
    matches!((first, last), (Some(first), Some(last)) if first > last)
}
