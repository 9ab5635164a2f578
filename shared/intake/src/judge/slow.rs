//! The rows that something is wrong with: what it is, cell by cell, and what a repair makes of them.

use super::cells::{Judge, PRICES, is_yes};
use super::rows::One;
use super::said::same;
use super::when::{Trouble, When, example, written};
use crate::defect::{DefectKind, Words};
use crate::limits::CELL_SHOWN;
use crate::options::Role;
use crate::repair::Repair;
use crate::table::{Cell, Row, said};
use crate::value::grouped::{Number, number};

/// What is wrong with a row: kind, column, value, what would be right.
pub type Wrong = (DefectKind, String, String, Words);

impl Judge<'_> {
    /// Judges a row with all that is wrong with it.
    pub fn slow(&mut self, row: &Row<'_>) {
        let cell = |role: Role| row.cells.get(role as usize).copied().unwrap_or_default();
        if self.is_remark(row) {
            return;
        }
        let mut wrong: Vec<Wrong> = Vec::new();
        if self.has_open_quote(row) {
            let right = Words::new("a quotation mark that closes the cell", "칸을 닫는 따옴표");
            wrong.push((DefectKind::QuoteOpen, String::new(), String::new(), right));
            // Where cells end can't be known then; the time stands in front of it, if at all.
            let when = self.reader.read(&row.cells).ok();
            self.finish(row, when, [f64::NAN; 4], None, wrong);
            return;
        }
        if row.width > *self.width.end() {
            let right = cells_wanted(*self.width.end());
            match self.log.asks(Repair::CutLongRows) {
                true => self.log.mend(Repair::CutLongRows, row.line),
                false => wrong.push((
                    DefectKind::LongRow,
                    String::new(),
                    cells_found(row.width),
                    right,
                )),
            }
        }
        let is_short = row.width < *self.width.start();
        if is_short {
            let right = cells_wanted(*self.width.start());
            wrong.push((
                DefectKind::ShortRow,
                String::new(),
                cells_found(row.width),
                right,
            ));
        }
        if self.has_symbol && !self.is_main_symbol(cell(Role::Symbol)) {
            let market = self
                .symbol
                .clone()
                .map_or_else(String::new, |(_, written)| written);
            let plan = self.plan;
            let detail = || {
                let value = said(cell(Role::Symbol), CELL_SHOWN);
                (plan.column(Role::Symbol).to_owned(), value, same(market))
            };
            self.log.mend_or_note(
                Repair::DropOtherSymbols,
                DefectKind::OtherSymbol,
                row.line,
                detail,
            );
            return;
        }
        let when = self.when(row, &mut wrong, is_short);
        let prices = PRICES.map(|role| self.price(role, row, &mut wrong, is_short));
        let volume = self.volume(row, &mut wrong, is_short);
        let [open, high, low, close] = prices.map(|price| price.unwrap_or(f64::NAN));
        let mut bar = [open, high, low, close];
        if prices.iter().all(Option::is_some) {
            self.shape(&mut bar, row.line, &mut wrong);
        }
        self.finish(row, when, bar, volume, wrong);
    }

    fn finish(
        &mut self,
        row: &Row<'_>,
        when: Option<When>,
        prices: [f64; 4],
        volume: Option<f64>,
        wrong: Vec<Wrong>,
    ) {
        let can_drop = |wrong: &Wrong| wrong.0.repairs().contains(&Repair::DropBadRows);
        let is_bad = !wrong.is_empty();
        if is_bad && self.log.asks(Repair::DropBadRows) && wrong.iter().all(can_drop) {
            self.log.mend(Repair::DropBadRows, row.line);
            return;
        }
        for (kind, column, value, right) in wrong {
            self.log.note(kind, row.line, || (column, value, right));
        }
        let Some(when) = when else {
            return;
        };
        self.zone(&when, row.line, &row.cells);
        let made_up = row
            .cells
            .get(Role::MadeUp as usize)
            .copied()
            .unwrap_or_default();
        self.rows.push(One {
            line: row.line,
            time: when.utc,
            prices: if is_bad { [f64::NAN; 4] } else { prices },
            volume: volume.unwrap_or(0.0),
            close_time: self.close_time(&row.cells),
            made_up: self.has_made_up && is_yes(made_up),
        });
    }

    /// A header that repeats, a comment, a footer: lines that nobody meant as bars.
    fn is_remark(&mut self, row: &Row<'_>) -> bool {
        let text = |role: Role| match row.cells.get(role as usize) {
            Some(Cell::Text(text)) => Some(*text),
            _ => None,
        };
        let time = text(Role::Time).or(text(Role::Date));
        let Some(time) = time else {
            return false;
        };
        let names = |role: Role| {
            let name = self.plan.column(role);
            text(role).is_some_and(|text| said(Cell::Text(text), 200) == name)
        };
        let read = self.reader.read(&row.cells);
        let is_header = names(Role::Open) && names(Role::Close);
        let prices = PRICES.into_iter().filter_map(text);
        let is_price = |text: &[u8]| {
            matches!(
                number(text, self.plan.number_form()),
                Number::Value(_) | Number::Currency(_)
            )
        };
        let begins = time.trim_ascii_start();
        let marked = begins.starts_with(b"#") || begins.starts_with(b"//");
        let is_words = !begins.is_empty()
            && matches!(read, Err(Trouble::Unreadable))
            && !prices.clone().any(is_price);
        let kind = match (is_header, marked || is_words) {
            (true, _) => DefectKind::HeaderAgain,
            (false, true) => DefectKind::NoteLine,
            (false, false) => return false,
        };
        let value = || said(Cell::Text(time), CELL_SHOWN);
        let right = || Words::new("a row of the table, or nothing", "표의 행 또는 빈 줄");
        self.log
            .mend_or_note(Repair::DropNotes, kind, row.line, || {
                (String::new(), value(), right())
            });
        true
    }

    fn when(&mut self, row: &Row<'_>, wrong: &mut Vec<Wrong>, is_short: bool) -> Option<When> {
        let trouble = match self.reader.read(&row.cells) {
            Ok(when) => return Some(when),
            Err(trouble) => trouble,
        };
        let cell = |role: Role| row.cells.get(role as usize).copied().unwrap_or_default();
        let role = match self.plan.place(Role::Time) {
            Some(_) => Role::Time,
            None => Role::Date,
        };
        let mut right = example(self.plan.time);
        let when = match trouble {
            Trouble::Unit(when, _) => {
                if self.log.asks(Repair::UnitOfEachTime) {
                    self.log.mend(Repair::UnitOfEachTime, row.line);
                    return Some(when);
                }
                right = same(
                    self.plan
                        .time
                        .map_or_else(String::new, |form| written(when.wall, form)),
                );
                Some(when)
            }
            Trouble::Twice(first, second) => {
                let is_second = self.is_second(second.wall);
                let when = if is_second {
                    second
                } else {
                    When {
                        utc: first,
                        ..second
                    }
                };
                if self.log.asks(Repair::SecondHour) {
                    self.log.mend(Repair::SecondHour, row.line);
                    return Some(when);
                }
                let both = (super::said::moment(first), super::said::moment(second.utc));
                right = Words::new(
                    format!("{} or {}", both.0, both.1),
                    format!("{} 또는 {}", both.0, both.1),
                );
                Some(when)
            }
            Trouble::Empty | Trouble::Unreadable | Trouble::Impossible | Trouble::Never => None,
        };
        if !(is_short && trouble == Trouble::Empty) {
            let value = said(cell(role), CELL_SHOWN);
            wrong.push((
                trouble.kind(),
                self.plan.column(role).to_owned(),
                value,
                right,
            ));
        }
        when
    }

    /// In an hour that comes twice: is this time of its second coming? The clock of the rows goes back when it begins.
    fn is_second(&mut self, wall: i64) -> bool {
        const HOURS: i64 = 3 * 3_600_000;
        let is_second = match self
            .last_twice
            .filter(|(last, _)| (wall - last).abs() < HOURS)
        {
            None => self.descending,
            Some((last, _)) if !self.descending && wall <= last => true,
            Some((last, _)) if self.descending && wall >= last => false,
            Some((_, second)) => second,
        };
        self.last_twice = Some((wall, is_second));
        is_second
    }
}

fn cells_wanted(count: usize) -> Words {
    Words::new(format!("{count} cells"), format!("칸 {count}개"))
}

fn cells_found(count: usize) -> String {
    format!("{count} cells")
}
