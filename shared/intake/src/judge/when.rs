//! The moment of a row: its cells, its unit, its zone.

use crate::defect::{DefectKind, Words};
use crate::guess::Plan;
use crate::options::{Place, Role, TimeForm};
use crate::table::{Cell, Slots};
use crate::value::clock;
use crate::value::moment::{Moment, date, is_possible, millis, sheet_day, since_1970, unit_of};
use crate::value::number::plain;
use domain::Ts;
use domain::time::DAY_MS;
use domain::zones::Zone;

/// A moment that was read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct When {
    /// Milliseconds UTC.
    pub utc: i64,
    /// As the clock showed it.
    pub wall: i64,
    /// Minutes that the written zone is ahead of UTC; `None` without one.
    pub ahead: Option<i32>,
    /// Was it a number since 1970?
    pub number: bool,
}

/// Why there is no moment, or one in doubt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Trouble {
    /// The cell is empty.
    Empty,
    /// Nobody can read it.
    Unreadable,
    /// Its size tells another unit than the rest; so it would read.
    Unit(When, TimeForm),
    /// Before or after all markets.
    Impossible,
    /// The hour came twice: the first and the second time.
    Twice(i64, When),
    /// The hour never was.
    Never,
}

impl Trouble {
    /// The kind of defect.
    pub fn kind(self) -> DefectKind {
        match self {
            Trouble::Empty => DefectKind::EmptyCell,
            Trouble::Unreadable => DefectKind::TimeUnreadable,
            Trouble::Unit(..) => DefectKind::TimeUnitsMixed,
            Trouble::Impossible => DefectKind::TimeImpossible,
            Trouble::Twice(..) => DefectKind::HourTwice,
            Trouble::Never => DefectKind::HourMissing,
        }
    }
}

/// Reads moments under a plan.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    form: TimeForm,
    chosen: bool,
    /// What a clock without summer time is ahead, in milliseconds.
    fixed: Option<i64>,
    zone: Zone,
}

impl Reader {
    /// `None` when nothing tells how times are written.
    pub fn new(plan: &Plan) -> Option<Reader> {
        let (fixed, zone) = match plan.zone {
            None => (Some(0), Zone::Utc),
            Some(Place::Ahead(minutes)) => (Some(i64::from(minutes) * 60_000), Zone::Utc),
            Some(Place::Zone(zone @ (Zone::Utc | Zone::Seoul | Zone::Tokyo))) => {
                (Some(zone.offset_ms(Ts(0))), zone)
            }
            Some(Place::Zone(zone)) => (None, zone),
        };
        Some(Reader {
            form: plan.time?,
            chosen: plan.time_chosen,
            fixed,
            zone,
        })
    }

    /// The moment of a row.
    #[inline]
    pub fn read(&self, cells: &Slots<'_>) -> Result<When, Trouble> {
        let cell = |role: Role| cells.get(role as usize).copied().unwrap_or_default();
        match cell(Role::Time) {
            Cell::Absent => self.of_two(cell(Role::Date), cell(Role::Clock)),
            time => self.cell(time),
        }
    }

    /// The moment of one cell.
    #[inline]
    pub fn cell(&self, cell: Cell<'_>) -> Result<When, Trouble> {
        match cell {
            Cell::Text(text) => self.text(text),
            Cell::Whole(number) if self.form == TimeForm::SheetDays => self.sheet(number as f64),
            Cell::Number(number) if self.form == TimeForm::SheetDays => self.sheet(number),
            Cell::Whole(number) => self.number(number, self.form),
            Cell::Number(number) if number.is_finite() && number.abs() < 9e18 => {
                self.number(number as i64, self.form)
            }
            Cell::Moment { ms, utc } => self.moment(Moment {
                wall: ms,
                ahead: utc.then_some(0),
            }),
            Cell::Number(_) => Err(Trouble::Unreadable),
            Cell::Absent | Cell::Missing => Err(Trouble::Empty),
        }
    }

    #[inline]
    fn text(&self, text: &[u8]) -> Result<When, Trouble> {
        match self.form {
            TimeForm::Seconds | TimeForm::Millis | TimeForm::Micros | TimeForm::Nanos => {
                if let Some((number, unit)) = since_1970(text, self.form) {
                    return self.number(number, unit);
                }
            }
            TimeForm::SheetDays => {
                if let Some(days) = plain(text) {
                    return self.sheet(days);
                }
            }
            form => {
                if let Some(read) = date(text, form) {
                    return self.moment(read);
                }
            }
        }
        self.slow(text)
    }

    fn sheet(&self, days: f64) -> Result<When, Trouble> {
        self.moment(sheet_day(days).ok_or(Trouble::Unreadable)?)
    }

    fn slow(&self, text: &[u8]) -> Result<When, Trouble> {
        let bare = text.trim_ascii();
        let bare = bare.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bare);
        if bare.is_empty() || bare == b"-" {
            return Err(Trouble::Empty);
        }
        if bare.len() < text.len() {
            return self.text(bare);
        }
        // A number among dates, or a date among numbers.
        if let Some((number, _)) = since_1970(bare, TimeForm::Millis)
            && let Some(unit) = unit_of(number)
            && !self.chosen
        {
            return match self.number(number, unit) {
                Ok(when) => Err(Trouble::Unit(when, unit)),
                Err(trouble) => Err(trouble),
            };
        }
        Err(Trouble::Unreadable)
    }

    fn of_two(&self, day: Cell<'_>, time: Cell<'_>) -> Result<When, Trouble> {
        let text = |cell| match cell {
            Cell::Text(text) if text.trim_ascii().is_empty() => Err(Trouble::Empty),
            Cell::Text(text) => Ok(text.trim_ascii()),
            Cell::Absent | Cell::Missing => Err(Trouble::Empty),
            _ => Err(Trouble::Unreadable),
        };
        let day = date(text(day)?, self.form).ok_or(Trouble::Unreadable)?;
        let (time, ahead) = clock::alone(text(time)?).ok_or(Trouble::Unreadable)?;
        self.moment(Moment {
            wall: day.wall + time,
            ahead: ahead.or(day.ahead),
        })
    }

    fn number(&self, number: i64, unit: TimeForm) -> Result<When, Trouble> {
        let told = unit_of(number);
        let right = match (self.chosen, told) {
            (false, Some(told)) if told != unit => told,
            _ => unit,
        };
        let wall = millis(number, right).ok_or(Trouble::Unreadable)?;
        if !is_possible(wall) {
            return Err(Trouble::Impossible);
        }
        let when = When {
            utc: wall,
            wall,
            ahead: Some(0),
            number: true,
        };
        match right == unit {
            true => Ok(when),
            false => Err(Trouble::Unit(when, right)),
        }
    }

    #[inline]
    fn moment(&self, read: Moment) -> Result<When, Trouble> {
        let at = |utc: i64| When {
            utc,
            wall: read.wall,
            ahead: read.ahead,
            number: false,
        };
        if !is_possible(read.wall) {
            return Err(Trouble::Impossible);
        }
        if let Some(minutes) = read.ahead {
            return Ok(at(read.wall - i64::from(minutes) * 60_000));
        }
        if let Some(fixed) = self.fixed {
            return Ok(at(read.wall - fixed));
        }
        let offset = |utc: i64| self.zone.offset_ms(Ts(utc));
        let (before, after) = (offset(read.wall - DAY_MS), offset(read.wall + DAY_MS));
        let (first, second) = (read.wall - before, read.wall - after);
        if before == after {
            return Ok(at(first));
        }
        match (offset(first) == before, offset(second) == after) {
            (true, true) => Err(Trouble::Twice(first, at(second))),
            (true, false) => Ok(at(first)),
            (false, true) => Ok(at(second)),
            (false, false) => Err(Trouble::Never),
        }
    }
}

/// What would be right instead of a time, in the words of its form.
pub fn example(form: Option<TimeForm>) -> Words {
    let time = match form {
        Some(TimeForm::Seconds) => "1706659200",
        Some(TimeForm::Millis) => "1706659200000",
        Some(TimeForm::Micros) => "1706659200000000",
        Some(TimeForm::Nanos) => "1706659200000000000",
        Some(TimeForm::DayFirst) => "31/01/2024 09:00",
        Some(TimeForm::MonthFirst) => "01/31/2024 09:00",
        Some(TimeForm::ShortYearFirst) => "24-01-31 09:00",
        Some(TimeForm::ShortDayFirst) => "31/01/24 09:00",
        Some(TimeForm::ShortMonthFirst) => "01/31/24 09:00",
        Some(TimeForm::SheetDays) => "45322.375",
        Some(TimeForm::YearFirst) | None => "2024-01-31T09:00:00Z",
    };
    Words::new(format!("a time like {time}"), format!("{time} 같은 시각"))
}

/// A moment as a number of this unit, or as a date.
pub fn written(ms: i64, form: TimeForm) -> String {
    match form {
        TimeForm::Seconds => (ms / 1_000).to_string(),
        TimeForm::Millis => ms.to_string(),
        TimeForm::Micros => ms.saturating_mul(1_000).to_string(),
        TimeForm::Nanos => ms.saturating_mul(1_000_000).to_string(),
        _ => super::said::moment(ms),
    }
}

/// Does the moment lie on a day's beginning by its own clock?
pub fn is_midnight(when: &When) -> bool {
    when.wall.rem_euclid(DAY_MS) == 0
}
