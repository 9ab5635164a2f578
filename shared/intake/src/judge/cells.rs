//! Reads row after row: the plain ones straight away, the others slowly and with a word on each thing that is wrong.

use super::bars::is_wrong;
use super::log::Log;
use super::rows::{One, Rows};
use super::said::same;
use super::when::{Reader, Trouble, When, example, is_midnight, written};
use crate::defect::{DefectKind, Words};
use crate::guess::Plan;
use crate::limits::CELL_SHOWN;
use crate::options::{NumberForm, Role};
use crate::repair::Repair;
use crate::table::{Cell, Places, Row, Slots, Table, said};
use crate::value::grouped::{Evidence, Number, evidence, number};
use crate::value::number::plain;

const PRICES: [Role; 4] = [Role::Open, Role::High, Role::Low, Role::Close];

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
        symbol: super::file::main_symbol(table, plan),
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

struct Judge<'a> {
    reader: Reader,
    plan: &'a Plan,
    points: bool,
    width: std::ops::RangeInclusive<usize>,
    has_volume: bool,
    has_close_time: bool,
    has_symbol: bool,
    has_made_up: bool,
    /// The market most rows are of.
    symbol: Option<String>,
    open_quotes: &'a [u32],
    first: usize,
    descending: bool,
    /// The last time in an hour that came twice, and whether it was taken for the second.
    last_twice: Option<(i64, bool)>,
    /// The zone of the first time.
    zone_seen: Option<Option<i32>>,
    rows: Rows,
    log: &'a mut Log,
}

/// What is wrong with a row: kind, column, value, what would be right.
type Wrong = (DefectKind, String, String, Words);

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
        if !self.width.contains(&row.width) || !self.points || !self.open_quotes.is_empty() {
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

    fn close_time(&self, cells: &Slots<'_>) -> Option<i64> {
        if !self.has_close_time {
            return None;
        }
        let cell = cells.get(Role::CloseTime as usize).copied()?;
        match self.reader.cell(cell) {
            Ok(when) | Err(Trouble::Unit(when, _)) => Some(when.utc),
            Err(_) => None,
        }
    }

    fn is_main_symbol(&self, cell: Cell<'_>) -> bool {
        let Some(main) = &self.symbol else {
            return true;
        };
        match cell {
            Cell::Text(text) => {
                text == main.as_bytes() || super::file::code(&said(cell, CELL_SHOWN)) == *main
            }
            _ => true,
        }
    }

    fn slow(&mut self, row: &Row<'_>) {
        let cell = |role: Role| row.cells.get(role as usize).copied().unwrap_or_default();
        if self.is_remark(row) {
            return;
        }
        let mut wrong: Vec<Wrong> = Vec::new();
        if self
            .open_quotes
            .binary_search(&((self.first + row.index) as u32))
            .is_ok()
        {
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
            let market = self.symbol.clone().unwrap_or_default();
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
        let mut right = same(example(self.plan.time));
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

    fn price(
        &mut self,
        role: Role,
        row: &Row<'_>,
        wrong: &mut Vec<Wrong>,
        is_short: bool,
    ) -> Option<f64> {
        let cell = row.cells.get(role as usize).copied().unwrap_or_default();
        let mut say = |kind, right| {
            let value = said(cell, CELL_SHOWN);
            wrong.push((kind, self.plan.column(role).to_owned(), value, right));
        };
        let above = || Words::new("a price above 0", "0보다 큰 가격");
        if let Some(kind) = self.unclear(cell) {
            say(
                kind,
                Words::new(
                    "a choice of how numbers are written",
                    "수를 적는 방식의 선택",
                ),
            );
            return None;
        }
        let value = match self.value(cell) {
            Number::Value(value) => value,
            Number::Currency(value) => {
                if !self.log.asks(Repair::StripCurrency) {
                    say(DefectKind::CurrencySign, same(value.to_string()));
                    return None;
                }
                self.log.mend(Repair::StripCurrency, row.line);
                value
            }
            Number::Empty => {
                if !is_short {
                    say(DefectKind::EmptyCell, above());
                }
                return None;
            }
            Number::NotFinite => {
                say(DefectKind::NanOrInfinity, above());
                return None;
            }
            Number::No => {
                say(DefectKind::NotANumber, above());
                return None;
            }
        };
        let kind = match value {
            value if value < 0.0 => DefectKind::PriceNegative,
            value if value == 0.0 => DefectKind::PriceZero,
            value if !super::bars::SIZES.contains(&value) => DefectKind::PriceAbsurd,
            value => return Some(value),
        };
        say(kind, above());
        None
    }

    fn volume(&mut self, row: &Row<'_>, wrong: &mut Vec<Wrong>, is_short: bool) -> Option<f64> {
        if !self.has_volume {
            if self.log.asks(Repair::FillVolume) {
                self.log.mend(Repair::FillVolume, row.line);
            }
            return Some(0.0);
        }
        let cell = row
            .cells
            .get(Role::Volume as usize)
            .copied()
            .unwrap_or_default();
        let right = || Words::new("a number of 0 or more", "0 이상의 수");
        let kind = match (self.unclear(cell), self.value(cell)) {
            (Some(kind), _) => kind,
            (None, Number::Value(value)) if value >= 0.0 => return Some(value),
            (None, Number::Value(_)) => DefectKind::VolumeNegative,
            (None, Number::Empty) if is_short => return None,
            (None, Number::Empty) if self.log.asks(Repair::FillVolume) => {
                self.log.mend(Repair::FillVolume, row.line);
                return Some(0.0);
            }
            (None, Number::Empty) => DefectKind::VolumeMissing,
            (None, Number::NotFinite) => DefectKind::NanOrInfinity,
            (None, Number::Currency(_) | Number::No) => DefectKind::NotANumber,
        };
        let column = self.plan.column(Role::Volume).to_owned();
        wrong.push((kind, column, said(cell, CELL_SHOWN), right()));
        None
    }

    fn value(&self, cell: Cell<'_>) -> Number {
        match cell {
            Cell::Text(text) if self.points => match plain(text) {
                Some(value) if value.is_finite() => Number::Value(value),
                _ => number(text, NumberForm::Point),
            },
            Cell::Text(text) => number(text, NumberForm::Comma),
            Cell::Number(value) if value.is_nan() => Number::Empty,
            Cell::Number(value) if value.is_finite() => Number::Value(value),
            Cell::Number(_) => Number::NotFinite,
            Cell::Whole(value) => Number::Value(value as f64),
            Cell::Moment { .. } => Number::No,
            Cell::Absent | Cell::Missing => Number::Empty,
        }
    }

    fn unclear(&self, cell: Cell<'_>) -> Option<DefectKind> {
        let (Cell::Text(text), writing) = (cell, self.plan.numbers) else {
            return None;
        };
        if !writing.comma_unclear && !writing.point_unclear {
            return None;
        }
        match evidence(text) {
            Evidence::UnclearComma if writing.comma_unclear => Some(DefectKind::ThousandsUnclear),
            Evidence::UnclearPoint if writing.point_unclear => Some(DefectKind::DecimalUnclear),
            _ => None,
        }
    }

    fn shape(&mut self, bar: &mut [f64; 4], line: u32, wrong: &mut Vec<Wrong>) {
        let column = |role: Role| self.plan.column(role).to_owned();
        if bar[1] < bar[2] {
            if !self.log.asks(Repair::SwapHighLow) {
                let right = Words::new(
                    format!("a high of at least {}", bar[2]),
                    format!("{} 이상의 고가", bar[2]),
                );
                wrong.push((
                    DefectKind::HighBelowLow,
                    column(Role::High),
                    bar[1].to_string(),
                    right,
                ));
                return;
            }
            self.log.mend(Repair::SwapHighLow, line);
            bar.swap(1, 2);
        }
        let [open, high, low, close] = *bar;
        let (top, bottom) = (open.max(close), open.min(close));
        if high >= top && low <= bottom {
            return;
        }
        if self.log.asks(Repair::Enclose) {
            self.log.mend(Repair::Enclose, line);
            bar[1] = high.max(top);
            bar[2] = low.min(bottom);
            return;
        }
        if high < top {
            let right = Words::new(format!("at least {top}"), format!("{top} 이상"));
            wrong.push((
                DefectKind::HighTooLow,
                column(Role::High),
                high.to_string(),
                right,
            ));
        }
        if low > bottom {
            let right = Words::new(format!("at most {bottom}"), format!("{bottom} 이하"));
            wrong.push((
                DefectKind::LowTooHigh,
                column(Role::Low),
                low.to_string(),
                right,
            ));
        }
    }

    /// Counts times without a zone, and notices when zones change within a file by more than summer time does.
    #[inline]
    fn zone(&mut self, when: &When, line: u32, cells: &Slots<'_>) {
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

fn cells_wanted(count: usize) -> Words {
    Words::new(format!("{count} cells"), format!("칸 {count}개"))
}

fn cells_found(count: usize) -> String {
    format!("{count} cells")
}

fn is_yes(cell: Cell<'_>) -> bool {
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
