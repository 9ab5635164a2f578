//! Which mark sets cells apart, where the table begins, and what columns are that no header names.

use super::roles::role_of;
use crate::defect::Words;
use crate::limits::COLUMNS;
use crate::options::{Delimiter, NumberForm, Role, TimeForm};
use crate::refusal::Refusal;
use crate::table::{Cell, Table};
use crate::text::Sheet;
use crate::text::cells::{Cells, Marks, shown};
use crate::value::grouped::{Number, number};
use crate::value::number::whole;
use crate::value::{clock, moment};

/// Rows that are looked at.
const ROWS: usize = 30;

/// The mark that cuts the first rows into the most cells that make sense.
pub fn delimiter(text: &[u8]) -> Delimiter {
    let start = text.get(..64 << 10).unwrap_or(text);
    let rows = || {
        start
            .split(|byte| matches!(byte, b'\n' | b'\r'))
            .filter(|row| !row.is_empty())
            .take(ROWS)
    };
    let score = |delimiter: Delimiter| {
        let marks = Marks {
            delimiter: delimiter.byte(),
            quotes: true,
        };
        let sense = |row| {
            Cells::new(row, marks)
                .take(COLUMNS)
                .filter(|cell| makes_sense(cell))
                .count()
        };
        rows().map(sense).sum::<usize>()
    };
    let mut best = (Delimiter::Comma, 0);
    for delimiter in Delimiter::ALL {
        let score = score(delimiter);
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    best.0
}

/// Is the cell a name of a column, a time or a number?
fn makes_sense(cell: &[u8]) -> bool {
    is_value(cell) || role_of(&shown(cell, 60)).is_some()
}

fn is_value(cell: &[u8]) -> bool {
    let is_number = |form| matches!(number(cell, form), Number::Value(_) | Number::Currency(_));
    is_number(NumberForm::Point) || is_number(NumberForm::Comma) || is_time(cell)
}

fn is_time(cell: &[u8]) -> bool {
    let forms = [
        TimeForm::YearFirst,
        TimeForm::DayFirst,
        TimeForm::MonthFirst,
    ];
    forms
        .into_iter()
        .any(|form| moment::date(cell, form).is_some())
}

/// The header, if there is one, and the first row with data.
pub fn table(sheet: Sheet, chosen: Option<bool>) -> Result<Table, Refusal> {
    let (header, first) = match chosen {
        Some(false) => (None, first_data(&sheet)),
        Some(true) => {
            let header = named_row(&sheet).unwrap_or(0);
            (Some(header), header + 1)
        }
        None => match named_row(&sheet) {
            Some(header) => (Some(header), header + 1),
            None => unnamed(&sheet),
        },
    };
    let names = header.unwrap_or(first);
    let columns = sheet.cells(names).take(COLUMNS + 1).count();
    if columns > COLUMNS {
        return Err(Refusal::TooLarge {
            what: Words::new("the number of columns", "열의 수"),
            got: sheet.cells(names).count() as u64,
            limit: COLUMNS as u64,
        });
    }
    if first >= sheet.len() {
        return Err(Refusal::Empty);
    }
    Ok(Table::Text {
        sheet,
        header,
        first,
    })
}

/// The first row that names a time and a price, or three columns of bars.
fn named_row(sheet: &Sheet) -> Option<usize> {
    (0..sheet.len().min(ROWS)).find(|row| {
        let known = |cell: &[u8]| role_of(&shown(cell, 60)).map(|(role, _)| role);
        let roles: Vec<Role> = sheet.cells(*row).take(COLUMNS).filter_map(known).collect();
        let values = sheet
            .cells(*row)
            .take(COLUMNS)
            .filter(|cell| is_value(cell))
            .count();
        let timed = roles
            .iter()
            .any(|role| matches!(role, Role::Time | Role::Date));
        let priced = roles.contains(&Role::Close) || roles.contains(&Role::Open);
        values < roles.len() && (roles.len() >= 3 || timed && priced)
    })
}

/// A row of words of the same width right above the data is a header in a language nobody here knows.
fn unnamed(sheet: &Sheet) -> (Option<usize>, usize) {
    let first = first_data(sheet);
    let above = first.checked_sub(1);
    let header = above.filter(|above| {
        let width = sheet.cells(first).count();
        width > 1 && sheet.cells(*above).count() == width && !sheet.cells(*above).any(is_value)
    });
    (header, first)
}

/// The first row of which most cells are values.
fn first_data(sheet: &Sheet) -> usize {
    let rows = 0..sheet.len().min(ROWS);
    let is_data = |row: &usize| {
        let width = sheet.cells(*row).count();
        width > 1 && sheet.cells(*row).filter(|cell| is_value(cell)).count() * 2 >= width
    };
    rows.clone().find(is_data).unwrap_or(0)
}

/// What columns are without names: a time, then open, high, low, close, volume, as all programs write them; twelve are Binance's.
pub fn roles_without_header(table: &Table, width: usize) -> Vec<Role> {
    const PRICES: [Role; 5] = [Role::Open, Role::High, Role::Low, Role::Close, Role::Volume];
    let mut roles = vec![Role::Other; width];
    let text = |column: usize| match table.cell(0, column) {
        Cell::Text(text) => text,
        _ => &[],
    };
    let since_1970 = |cell| whole(cell).and_then(moment::unit_of).is_some();
    let time = (0..width).find(|column| is_time(text(*column)) || since_1970(text(*column)));
    let Some(time) = time else {
        return roles;
    };
    let mut set = |place: usize, role: Role| {
        if let Some(old) = roles.get_mut(place) {
            *old = role;
        }
    };
    set(time, Role::Time);
    let mut next = time + 1;
    if clock::alone(text(next)).is_some() && text(next).contains(&b':') {
        set(time, Role::Date);
        set(next, Role::Clock);
        next += 1;
    }
    for (place, role) in (next..).zip(PRICES) {
        set(place, role);
    }
    if width == 12 && time == 0 {
        set(6, Role::CloseTime);
        set(7, Role::QuoteVolume);
    }
    roles
}

/// Rows spread over a table, first and last among them.
pub fn sample(rows: usize, most: usize) -> impl Iterator<Item = usize> {
    let step = (rows / most.max(1)).max(1);
    let spread = (0..rows).step_by(step);
    let last = rows
        .checked_sub(1)
        .filter(|last| !last.is_multiple_of(step));
    spread.chain(last)
}
