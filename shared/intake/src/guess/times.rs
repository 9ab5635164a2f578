//! How the times of a column are written; whether day or month comes first is never guessed.

use super::layout::sample;
use crate::options::{Role, TimeForm};
use crate::table::{Cell, Table};
use crate::value::moment::{Moment, compact, date, sheet_day, unit_of};
use crate::value::number::plain;

/// Rows that are looked at first.
const ROWS: usize = 200;

/// The form most cells have. `None` when nothing reads them, or when day and month can be exchanged in every row.
pub fn form(table: &Table, column: usize) -> Option<TimeForm> {
    let mut counts = [0_usize; FORMS.len()];
    for row in sample(table.len(), ROWS) {
        let known = form_of(table.cell(row, column));
        if let Some(count) = known.and_then(|form| counts.get_mut(form)) {
            *count += 1;
        }
    }
    let most = counts.iter().copied().max().filter(|most| *most > 0)?;
    let best = counts.iter().position(|count| *count == most)?;
    match FORMS.get(best)? {
        TimeForm::DayFirst => day_or_month(table, column),
        form => Some(*form),
    }
}

/// The first column without a meaning in which nearly all cells are times, where no name tells.
pub fn column(table: &Table, roles: &[Role]) -> Option<usize> {
    let is_time = |column: &usize| {
        let rows = sample(table.len(), ROWS).count();
        let times = sample(table.len(), ROWS).filter(|row| is_form(table.cell(*row, *column)));
        times.count() * 10 >= rows * 9
    };
    let free = (0..roles.len()).filter(|column| roles.get(*column) == Some(&Role::Other));
    free.take(8).find(is_time)
}

/// A spreadsheet's days are taken for times only where a name says so: prices of the same size are common.
fn is_form(cell: Cell<'_>) -> bool {
    form_of(cell).is_some_and(|form| FORMS.get(form) != Some(&TimeForm::SheetDays))
}

const FORMS: [TimeForm; 7] = [
    TimeForm::YearFirst,
    TimeForm::Seconds,
    TimeForm::Millis,
    TimeForm::Micros,
    TimeForm::Nanos,
    TimeForm::DayFirst,
    TimeForm::SheetDays,
];

/// The place in [`FORMS`] of what a cell is; `DayFirst` stands for both orders of day and month.
fn form_of(cell: Cell<'_>) -> Option<usize> {
    let form = match cell {
        Cell::Moment { .. } => TimeForm::Millis,
        Cell::Whole(number) => unit(number as f64)?,
        Cell::Number(number) => unit(number)?,
        Cell::Text(text) => {
            let text = text.trim_ascii();
            if compact(text).is_some() || date(text, TimeForm::YearFirst).is_some() {
                TimeForm::YearFirst
            } else if let Some(number) = plain(text) {
                unit(number)?
            } else {
                let (day_first, month_first) = both(text);
                day_first.or(month_first)?;
                TimeForm::DayFirst
            }
        }
        Cell::Absent | Cell::Missing => return None,
    };
    FORMS.iter().position(|other| *other == form)
}

/// The unit of a number since 1970, or a spreadsheet's days.
fn unit(number: f64) -> Option<TimeForm> {
    unit_of(number as i64).or(sheet_day(number).map(|_| TimeForm::SheetDays))
}

fn both(text: &[u8]) -> (Option<Moment>, Option<Moment>) {
    (
        date(text, TimeForm::DayFirst),
        date(text, TimeForm::MonthFirst),
    )
}

/// One row whose day is above 12 tells for all; where both orders mean the same in every row it doesn't matter.
fn day_or_month(table: &Table, column: usize) -> Option<TimeForm> {
    let (mut day_first, mut month_first, mut open) = (0_usize, 0_usize, 0_usize);
    for row in 0..table.len() {
        let Cell::Text(text) = table.cell(row, column) else {
            continue;
        };
        match both(text.trim_ascii()) {
            (Some(one), Some(other)) if one != other => open += 1,
            (Some(_), None) => day_first += 1,
            (None, Some(_)) => month_first += 1,
            _ => {}
        }
    }
    match (day_first, month_first) {
        (0, 0) if open > 0 => None,
        (day_first, month_first) if day_first >= month_first => Some(TimeForm::DayFirst),
        _ => Some(TimeForm::MonthFirst),
    }
}
