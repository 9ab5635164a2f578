//! The table of a file, whatever it was stored as, read row by row in terms of what columns mean.

mod frame;

pub use frame::{Frame, FrameColumn, Values};

use crate::options::Role;
use crate::text::Sheet;
use crate::text::cells::{Cells, shown};

/// A cell as it is stored.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Cell<'a> {
    /// The row is too short for it, or no column has its role.
    #[default]
    Absent,
    /// A column of a Parquet table without a value here.
    Missing,
    /// Letters.
    Text(&'a [u8]),
    /// A number.
    Number(f64),
    /// A whole number.
    Whole(i64),
    /// Milliseconds since 1970, with a zone or by an unknown clock.
    Moment {
        /// The milliseconds.
        ms: i64,
        /// Are they UTC?
        utc: bool,
    },
}

/// How many roles there are.
pub const ROLES: usize = Role::ALL.len();

/// The cells of one row by role.
pub type Slots<'a> = [Cell<'a>; ROLES];

/// The rows of a file.
#[derive(Clone, Debug)]
pub enum Table {
    /// Rows of text.
    Text {
        /// The rows.
        sheet: Sheet,
        /// The row with names of columns.
        header: Option<usize>,
        /// The first row with data.
        first: usize,
    },
    /// Columns of values.
    Frame(Frame),
}

/// Which columns are read, and into which slot.
#[derive(Clone, Debug)]
pub struct Places {
    slots: Vec<Option<u8>>,
    columns: usize,
}

/// One row: where it stands, how many cells it has, and those with a role.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// Row of the table, from 0.
    pub index: usize,
    /// Line of the file, from 1.
    pub line: u32,
    /// Number of cells; trailing empty ones beyond the last column don't count.
    pub width: usize,
    /// The cells.
    pub cells: Slots<'a>,
}

impl Places {
    /// Takes the first column of each role.
    pub fn new(roles: &[Role]) -> Places {
        let mut taken = [false; ROLES];
        let slot = |role: &Role| {
            let slot = *role as usize;
            let free = taken.get_mut(slot).filter(|taken| !**taken)?;
            if *role == Role::Other {
                return None;
            }
            *free = true;
            u8::try_from(slot).ok()
        };
        Places {
            slots: roles.iter().map(slot).collect(),
            columns: roles.len(),
        }
    }

    /// Columns of the table.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// How many cells a row must have so that no column that is used is missing.
    pub fn needed(&self) -> usize {
        self.slots
            .iter()
            .rposition(Option::is_some)
            .map_or(0, |last| last + 1)
    }
}

impl Table {
    /// Rows with data.
    pub fn len(&self) -> usize {
        match self {
            Table::Text { sheet, first, .. } => sheet.len().saturating_sub(*first),
            Table::Frame(frame) => frame.rows(),
        }
    }

    /// The line of a row in the file.
    pub fn line(&self, row: usize) -> u32 {
        match self {
            Table::Text { sheet, first, .. } => sheet.line(first + row),
            Table::Frame(_) => row as u32 + 1,
        }
    }

    /// Names of the columns; numbered where there is no header.
    pub fn names(&self) -> Vec<String> {
        match self {
            Table::Text {
                sheet,
                header: Some(header),
                ..
            } => {
                let named = |(place, cell): (usize, &[u8])| match shown(cell, 200) {
                    name if name.is_empty() => format!("column {}", place + 1),
                    name => name.trim_matches('\u{feff}').to_owned(),
                };
                sheet.cells(*header).enumerate().map(named).collect()
            }
            Table::Text { sheet, first, .. } => {
                // The widest of the first rows, for the first may be a remark.
                let widths = (*first..sheet.len())
                    .take(20)
                    .map(|row| sheet.cells(row).count());
                let width = widths.max().unwrap_or(0);
                (1..=width).map(|place| format!("column {place}")).collect()
            }
            Table::Frame(frame) => frame
                .columns
                .iter()
                .map(|column| column.name.clone())
                .collect(),
        }
    }

    /// The cells of a row as people read them.
    pub fn shown(&self, row: usize, most: usize) -> Vec<String> {
        match self {
            Table::Text { sheet, first, .. } => {
                let cells = sheet.cells(first + row).take(crate::limits::COLUMNS);
                cells.map(|cell| shown(cell, most)).collect()
            }
            Table::Frame(frame) => {
                let columns = frame.columns.iter();
                columns
                    .map(|column| said(column.values.cell(row), most))
                    .collect()
            }
        }
    }

    /// One cell by its place.
    pub fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        match self {
            Table::Text { sheet, first, .. } => {
                let cell = sheet.cells(first + row).nth(column);
                cell.map_or(Cell::Absent, Cell::Text)
            }
            Table::Frame(frame) => {
                let column = frame.columns.get(column);
                column.map_or(Cell::Absent, |column| column.values.cell(row))
            }
        }
    }

    /// Goes through all rows.
    pub fn each<'a>(&'a self, places: &Places, mut judge: impl FnMut(Row<'a>)) {
        match self {
            Table::Text { sheet, first, .. } => {
                for index in 0..self.len() {
                    let mut cells = [Cell::Absent; ROLES];
                    let width = spread(sheet.cells(first + index), places, &mut cells);
                    judge(Row {
                        index,
                        line: sheet.line(first + index),
                        width,
                        cells,
                    });
                }
            }
            Table::Frame(frame) => {
                let used: Vec<(usize, &Values)> = frame
                    .columns
                    .iter()
                    .zip(&places.slots)
                    .filter_map(|(column, slot)| Some((usize::from((*slot)?), &column.values)))
                    .collect();
                for index in 0..frame.rows() {
                    let mut cells = [Cell::Absent; ROLES];
                    for (slot, values) in &used {
                        if let Some(cell) = cells.get_mut(*slot) {
                            *cell = values.cell(index);
                        }
                    }
                    judge(Row {
                        index,
                        line: index as u32 + 1,
                        width: places.columns,
                        cells,
                    });
                }
            }
        }
    }
}

/// Puts the cells of a row into their slots and says how many there are.
#[inline]
fn spread<'a>(mut row: Cells<'a>, places: &Places, cells: &mut Slots<'a>) -> usize {
    let mut width = 0;
    for slot in &places.slots {
        let Some(text) = row.next() else {
            return width;
        };
        width += 1;
        if let Some(cell) = slot.and_then(|slot| cells.get_mut(usize::from(slot))) {
            *cell = Cell::Text(text);
        }
    }
    let mut place = width;
    for text in row {
        place += 1;
        if !text.trim_ascii().is_empty() {
            width = place;
        }
    }
    width
}

/// A cell as people read it.
pub fn said(cell: Cell<'_>, most: usize) -> String {
    match cell {
        Cell::Absent | Cell::Missing => String::new(),
        Cell::Text(text) => shown(text, most),
        Cell::Number(number) => number.to_string(),
        Cell::Whole(number) => number.to_string(),
        Cell::Moment { ms, utc } => {
            let text = crate::judge::said::moment(ms);
            match utc {
                true => text,
                false => text.trim_end_matches('Z').to_owned(),
            }
        }
    }
}
