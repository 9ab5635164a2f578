//! Moments however a file writes them: seconds to nanoseconds since 1970, ISO 8601, and what spreadsheets make of dates.

use super::clock;
use super::cursor::Cursor;
use super::number::{plain, whole};
use crate::options::TimeForm;
use domain::Ts;
use domain::time::DAY_MS;

/// A moment as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Milliseconds since 1970 by the clock it was written by.
    pub wall: i64,
    /// Minutes that clock is ahead of UTC; `None` when no zone is written. Numbers since 1970 are UTC.
    pub ahead: Option<i32>,
}

/// The unit that the size of a number since 1970 tells: seconds reach 10¹¹ in the year 5138, and milliseconds had fewer digits
/// only until March 1973.
pub fn unit_of(number: i64) -> Option<TimeForm> {
    match number.unsigned_abs() {
        0..100_000_000 => None,
        100_000_000..100_000_000_000 => Some(TimeForm::Seconds),
        100_000_000_000..100_000_000_000_000 => Some(TimeForm::Millis),
        100_000_000_000_000..100_000_000_000_000_000 => Some(TimeForm::Micros),
        _ => Some(TimeForm::Nanos),
    }
}

/// A number of this unit as milliseconds; `None` past the ends of time.
pub fn millis(number: i64, unit: TimeForm) -> Option<i64> {
    match unit {
        TimeForm::Seconds => number.checked_mul(1_000),
        TimeForm::Millis => Some(number),
        TimeForm::Micros => Some(number.div_euclid(1_000)),
        TimeForm::Nanos => Some(number.div_euclid(1_000_000)),
        _ => None,
    }
}

/// Days that a spreadsheet counts for a date of these times: 1954 to 2119.
const SHEET_DAYS: std::ops::Range<f64> = 20_000.0..80_000.0;
/// 1970-01-01 as a spreadsheet counts: its day 0 is 1899-12-30.
const SHEET_1970: f64 = 25_569.0;

/// A spreadsheet's day as a moment by nobody's clock. Its fraction is rounded to the second: files have it with as few as five digits.
pub fn sheet_day(days: f64) -> Option<Moment> {
    if !SHEET_DAYS.contains(&days) {
        return None;
    }
    let seconds = ((days - SHEET_1970) * (DAY_MS / 1_000) as f64).round();
    Some(Moment {
        wall: seconds as i64 * 1_000,
        ahead: None,
    })
}

/// A number since 1970 in whole units; fractions of seconds come out as milliseconds, so the unit may change with them.
pub fn since_1970(cell: &[u8], unit: TimeForm) -> Option<(i64, TimeForm)> {
    if let Some(number) = whole(cell) {
        return Some((number, unit));
    }
    let number = plain(cell).filter(|number| number.abs() < 9e18)?;
    if number.fract() == 0.0 {
        return Some((number as i64, unit));
    }
    match unit {
        TimeForm::Seconds => Some(((number * 1_000.0).round() as i64, TimeForm::Millis)),
        _ => Some((number.floor() as i64, unit)),
    }
}

/// Reads a date, with or without a time of day and a zone, in this order of year, month and day.
pub fn date(cell: &[u8], form: TimeForm) -> Option<Moment> {
    if let (TimeForm::YearFirst, Some(read)) = (form, iso(cell)) {
        return Some(read);
    }
    let cell = cell.trim_ascii();
    if cell.iter().all(u8::is_ascii_digit) {
        return match (form, cell.len()) {
            (TimeForm::YearFirst, _) => compact(cell),
            (TimeForm::ShortYearFirst, 6) => compact(&[b"20", cell].concat()),
            _ => None,
        };
    }
    let mut cursor = Cursor::new(cell);
    let midnight = match form {
        TimeForm::YearFirst => year_first(&mut cursor, Year::Long)?,
        TimeForm::DayFirst => day_and_month(&mut cursor, true, Year::Long)?,
        TimeForm::MonthFirst => day_and_month(&mut cursor, false, Year::Long)?,
        TimeForm::ShortYearFirst => year_first(&mut cursor, Year::Short)?,
        TimeForm::ShortDayFirst => day_and_month(&mut cursor, true, Year::Short)?,
        TimeForm::ShortMonthFirst => day_and_month(&mut cursor, false, Year::Short)?,
        _ => return None,
    };
    time_of_day(cursor, midnight)
}

/// The time of day after a date, if one follows.
fn time_of_day(mut cursor: Cursor<'_>, midnight: i64) -> Option<Moment> {
    cursor.take(",");
    if !cursor.take("T") {
        cursor.blanks();
    }
    let rest = cursor.rest();
    let digits_next = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let clock_next = digits_next > 0 || rest.starts_with("오".as_bytes());
    if !clock_next {
        let ahead = clock::zone(&mut cursor)?;
        let wall = midnight;
        return cursor.done().then_some(Moment { wall, ahead });
    }
    let (time, ahead) = clock::clock(&mut cursor)?;
    let wall = midnight + time;
    cursor.done().then_some(Moment { wall, ahead })
}

/// `YYYY-MM-DD` and `YYYY-MM-DDTHH:MM:SS` with or without a `Z`, in one pass: nearly all cells are these.
#[inline]
fn iso(cell: &[u8]) -> Option<Moment> {
    let two = |at: usize| -> Option<u32> {
        let (tens, ones) = (
            cell.get(at)?.wrapping_sub(b'0'),
            cell.get(at + 1)?.wrapping_sub(b'0'),
        );
        (tens < 10 && ones < 10).then(|| u32::from(tens) * 10 + u32::from(ones))
    };
    if cell.get(4) != Some(&b'-') || cell.get(7) != Some(&b'-') {
        return None;
    }
    let midnight = midnight(two(0)? * 100 + two(2)?, two(5)?, two(8)?)?;
    let ahead = match cell.len() {
        10 => {
            return Some(Moment {
                wall: midnight,
                ahead: None,
            });
        }
        19 => None,
        20 if cell.last() == Some(&b'Z') => Some(0),
        _ => return None,
    };
    if !matches!(cell.get(10), Some(b'T' | b' '))
        || cell.get(13) != Some(&b':')
        || cell.get(16) != Some(&b':')
    {
        return None;
    }
    let (hour, minute, second) = (two(11)?, two(14)?, two(17)?);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let wall = midnight + i64::from(hour * 3_600 + minute * 60 + second) * 1_000;
    Some(Moment { wall, ahead })
}

/// `20240131`, `202401310900` and `20240131090000`, of the years 1900 to 2199.
pub fn compact(digits: &[u8]) -> Option<Moment> {
    if !matches!(digits.len(), 8 | 12 | 14) {
        return None;
    }
    let number = whole(digits)?;
    let (day, time) = match digits.len() {
        8 => (number, 0),
        12 => (number / 10_000, number % 10_000 * 100),
        _ => (number / 1_000_000, number % 1_000_000),
    };
    let (year, month, day) = (day / 10_000, day / 100 % 100, day % 100);
    if !(1900..2200).contains(&year) {
        return None;
    }
    let (hour, minute, second) = (time / 10_000, time / 100 % 100, time % 100);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let wall = midnight(year as u32, month as u32, day as u32)?
        + (hour * 3_600 + minute * 60 + second) * 1_000;
    Some(Moment { wall, ahead: None })
}

/// With four digits, or with two of the century that began in 2000.
#[derive(Clone, Copy)]
enum Year {
    Long,
    Short,
}

impl Year {
    fn read(self, cursor: &mut Cursor<'_>) -> Option<u32> {
        match (self, cursor.digits(4)?) {
            (Year::Long, (year, 4)) => Some(year),
            (Year::Short, (year, 2)) => Some(2_000 + year),
            _ => None,
        }
    }
}

fn year_first(cursor: &mut Cursor<'_>, year: Year) -> Option<i64> {
    let year = year.read(cursor)?;
    separator(cursor, &["년"])?;
    let month = month(cursor)?;
    separator(cursor, &["월"])?;
    let (day, _) = cursor.digits(2)?;
    cursor.take("일");
    // `2024. 1. 31.` is how Korean spreadsheets write dates.
    cursor.take(".");
    midnight(year, month, day)
}

fn day_and_month(cursor: &mut Cursor<'_>, day_first: bool, year: Year) -> Option<i64> {
    let letters_next = cursor.peek()?.is_ascii_alphabetic();
    let (day, month_number) = if letters_next || !day_first {
        let month = month(cursor)?;
        separator(cursor, &[])?;
        (cursor.digits(2)?.0, month)
    } else {
        let day = cursor.digits(2)?.0;
        separator(cursor, &[])?;
        (day, month(cursor)?)
    };
    cursor.take(",");
    separator(cursor, &[])?;
    midnight(year.read(cursor)?, month_number, day)
}

fn month(cursor: &mut Cursor<'_>) -> Option<u32> {
    if let Some((month, _)) = cursor.digits(2) {
        return Some(month);
    }
    const NAMES: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let month = NAMES.iter().position(|name| cursor.take(name))? as u32 + 1;
    while cursor.peek().is_some_and(|byte| byte.is_ascii_alphabetic()) {
        let letter = cursor.rest().first().copied().map(char::from);
        cursor.take(letter?.encode_utf8(&mut [0; 4]));
    }
    cursor.take(".");
    Some(month)
}

fn separator(cursor: &mut Cursor<'_>, own: &[&str]) -> Option<()> {
    let marked = cursor.take_any(own) || cursor.take_any(&["-", "/", "."]);
    let blank = cursor.peek().is_some_and(|byte| byte.is_ascii_whitespace());
    cursor.blanks();
    (marked || blank).then_some(())
}

/// Midnight of a real date.
#[inline]
fn midnight(year: u32, month: u32, day: u32) -> Option<i64> {
    if !(1..=12).contains(&month) || day == 0 {
        return None;
    }
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let longest = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (day <= longest).then(|| Ts::from_date(i64::from(year), month, day).0)
}

/// Is the moment within the years a market could have had or will have?
pub fn is_possible(at: i64) -> bool {
    // 1900-01-01 and 2200-01-01.
    (-25_567 * DAY_MS..84_006 * DAY_MS).contains(&at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use TimeForm::{DayFirst, MonthFirst, YearFirst};
    use domain::moment::parse;
    use proptest::prelude::*;

    const DAY: i64 = 1_706_659_200_000;

    #[test]
    fn dates_in_many_writings() {
        assert_eq!(Ts(DAY), Ts::from_date(2024, 1, 31));
        let nine = DAY + 32_400_000;
        for (text, form, wall, ahead) in [
            ("2024-01-31", YearFirst, DAY, None),
            ("2024-01-31T09:00:00Z", YearFirst, nine, Some(0)),
            ("2024-01-31 09:00:00", YearFirst, nine, None),
            ("2024-01-31 09:00", YearFirst, nine, None),
            ("2024-01-31T09:00:00.000+09:00", YearFirst, nine, Some(540)),
            ("2024.01.31 09:00", YearFirst, nine, None),
            ("2024/1/31 9:00", YearFirst, nine, None),
            ("2024. 1. 31. 오전 9:00:00", YearFirst, nine, None),
            ("2024년 1월 31일", YearFirst, DAY, None),
            ("2024년 01월 31일 09시 00분", YearFirst, nine, None),
            ("20240131", YearFirst, DAY, None),
            ("202401310900", YearFirst, nine, None),
            ("20240131090000", YearFirst, nine, None),
            ("31/01/2024", DayFirst, DAY, None),
            ("31.1.2024 09:00", DayFirst, nine, None),
            ("01/31/2024", MonthFirst, DAY, None),
            ("1/31/2024 9:00 AM", MonthFirst, nine, None),
            ("Jan 31, 2024", MonthFirst, DAY, None),
            ("31 January 2024", DayFirst, DAY, None),
            ("2024-Jan-31", YearFirst, DAY, None),
            ("2024-01-31 UTC", YearFirst, DAY, Some(0)),
            ("24-01-31", TimeForm::ShortYearFirst, DAY, None),
            ("240131", TimeForm::ShortYearFirst, DAY, None),
            ("24. 1. 31. 9:00", TimeForm::ShortYearFirst, nine, None),
            ("31/01/24", TimeForm::ShortDayFirst, DAY, None),
            ("31-Jan-24 09:00", TimeForm::ShortDayFirst, nine, None),
            ("1/31/24 9:00 AM", TimeForm::ShortMonthFirst, nine, None),
        ] {
            assert_eq!(
                date(text.as_bytes(), form),
                Some(Moment { wall, ahead }),
                "{text}"
            );
        }
        for (text, form) in [
            ("2024-02-30", YearFirst),
            ("2024-01-31T25:00:00Z", YearFirst),
            ("2023-02-29 00:00:00", YearFirst),
            ("31/01/2024", MonthFirst),
            ("01/31/2024", DayFirst),
            ("01/31/2024", YearFirst),
            ("31/01/24", DayFirst),
            ("31/01/2024", TimeForm::ShortDayFirst),
            ("2024-01-31", TimeForm::ShortYearFirst),
            ("240231", TimeForm::ShortYearFirst),
            ("1/31/4", TimeForm::ShortMonthFirst),
            ("20240231", YearFirst),
            ("1706659200", YearFirst),
            ("yesterday", YearFirst),
            ("2024-01-31T09:00:00Q", YearFirst),
            ("", YearFirst),
        ] {
            assert_eq!(date(text.as_bytes(), form), None, "{text}");
        }
    }

    #[test]
    fn a_spreadsheets_day_is_a_date_and_its_fraction_a_time() {
        let wall = |days: f64| sheet_day(days).map(|read| read.wall);
        // What spreadsheets show for these numbers: 1970-01-01, 2000-01-01, 2024-01-31.
        assert_eq!(wall(25_569.0), Some(0));
        assert_eq!(wall(36_526.0), Some(Ts::from_date(2000, 1, 1).0));
        assert_eq!(wall(45_322.0), Some(DAY));
        assert_eq!(wall(45_322.375), Some(DAY + 32_400_000));
        // One o'clock with five digits is 288 milliseconds late.
        assert_eq!(wall(45_322.041_67), Some(DAY + 3_600_000));
        for days in [0.0, 19_999.0, 80_000.0, f64::NAN, f64::INFINITY, -45_322.0] {
            assert_eq!(wall(days), None, "{days}");
        }
    }

    #[test]
    fn units_follow_from_the_size() {
        for (number, unit) in [
            (1_706_659_200, TimeForm::Seconds),
            (1_706_659_200_000, TimeForm::Millis),
            (1_706_659_200_000_000, TimeForm::Micros),
            (1_706_659_200_000_000_000, TimeForm::Nanos),
        ] {
            assert_eq!(unit_of(number), Some(unit));
            assert_eq!(millis(number, unit), Some(DAY));
        }
        assert_eq!(unit_of(7), None);
        assert_eq!(
            since_1970(b"1706659200.5", TimeForm::Seconds),
            Some((DAY + 500, TimeForm::Millis))
        );
        assert_eq!(
            since_1970(b"1.7066592E+12", TimeForm::Millis),
            Some((DAY, TimeForm::Millis))
        );
        assert_eq!(since_1970(b"soon", TimeForm::Millis), None);
        assert_eq!(millis(i64::MAX, TimeForm::Seconds), None);
        assert!(is_possible(DAY) && !is_possible(i64::MAX) && !is_possible(-DAY * 2));
    }

    proptest! {
        #[test]
        fn what_domain_reads_we_read_alike(second in -2_000_000_000_i64..7_000_000_000) {
            let text = Ts(second * 1_000).to_string();
            let read = date(text.as_bytes(), YearFirst).unwrap();
            prop_assert_eq!(Ts(read.wall), parse(&text).unwrap());
            prop_assert_eq!(read.ahead, Some(0));
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..40), text in "\\PC{0,24}") {
            for form in [YearFirst, DayFirst, MonthFirst] {
                let _ = (date(&bytes, form), date(text.as_bytes(), form));
            }
            let _ = (since_1970(&bytes, TimeForm::Nanos), clock::alone(&bytes));
        }
    }
}
