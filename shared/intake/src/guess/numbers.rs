//! How the numbers of a table are written, by every mark in its prices.

use super::layout::sample;
use crate::options::NumberForm;
use crate::table::{Cell, Table};
use crate::value::grouped::{Evidence, evidence};

/// How numbers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Writing {
    /// How they are read.
    pub form: NumberForm,
    /// May a lone comma before three digits be either? Then nobody chose and no cell tells.
    pub comma_unclear: bool,
    /// May a lone point before three digits be either? Then other cells have a comma before the fraction.
    pub point_unclear: bool,
}

/// Rows that are looked at to see whether there is a comma at all.
const ROWS: usize = 500;

impl Writing {
    /// Looks at these columns; without commas in some rows all over the table, points mark fractions.
    pub fn new(table: &Table, columns: &[usize], chosen: Option<NumberForm>) -> Writing {
        if let Some(form) = chosen {
            return Writing {
                form,
                comma_unclear: false,
                point_unclear: false,
            };
        }
        let counted = count(table, columns, &mut sample(table.len(), ROWS));
        if !counted.commas() {
            return Writing {
                form: NumberForm::Point,
                comma_unclear: counted.point == 0,
                point_unclear: false,
            };
        }
        let all = count(table, columns, &mut (0..table.len()));
        let form = match all.comma > all.point {
            true => NumberForm::Comma,
            false => NumberForm::Point,
        };
        Writing {
            form,
            comma_unclear: all.point == 0 && all.comma == 0,
            point_unclear: form == NumberForm::Comma && all.groups == 0,
        }
    }
}

#[derive(Default)]
struct Counted {
    point: usize,
    comma: usize,
    unclear_comma: usize,
    /// Numbers with both marks, which tell what the other mark is.
    groups: usize,
}

impl Counted {
    fn commas(&self) -> bool {
        self.comma + self.unclear_comma + self.groups > 0
    }
}

fn count(table: &Table, columns: &[usize], rows: &mut dyn Iterator<Item = usize>) -> Counted {
    let mut counted = Counted::default();
    for row in rows {
        for column in columns {
            let Cell::Text(text) = table.cell(row, *column) else {
                continue;
            };
            if text.contains(&b',') && text.contains(&b'.')
                || text.iter().filter(|byte| **byte == b',').count() > 1
            {
                counted.groups += 1;
            }
            match evidence(text) {
                Evidence::Point => counted.point += 1,
                Evidence::Comma => counted.comma += 1,
                Evidence::UnclearComma => counted.unclear_comma += 1,
                Evidence::UnclearPoint | Evidence::Nothing => {}
            }
        }
    }
    counted
}
