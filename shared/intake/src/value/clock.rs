//! Times of day and zones: `09:00`, `9:00:00.123 PM`, `오전 9시 30분`, `+09:00`, `KST`.

use super::cursor::Cursor;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 3_600_000;

/// Reads a time of day: milliseconds since midnight, and the minutes ahead of UTC when a zone follows.
pub fn clock(cursor: &mut Cursor<'_>) -> Option<(i64, Option<i32>)> {
    let mut half = half_of_day(cursor);
    let (hour, _) = cursor.digits(2)?;
    if !cursor.take_any(&[":", "시", "h"]) {
        return None;
    }
    cursor.blanks();
    let (minute, second, fraction) = match cursor.digits(2) {
        None => (0, 0, 0),
        Some((minute, _)) => {
            cursor.take_any(&["분"]);
            let second = after_minute(cursor)?;
            (minute, second, fraction(cursor)?)
        }
    };
    cursor.take_any(&["초"]);
    cursor.blanks();
    if half.is_none() {
        half = half_of_day(cursor);
    }
    let hour = match (half, hour) {
        (None, hour) => hour,
        (Some(_), 0 | 13..) => return None,
        (Some(Half::Morning), 12) => 0,
        (Some(Half::Morning), hour) => hour,
        (Some(Half::Afternoon), 12) => 12,
        (Some(Half::Afternoon), hour) => hour + 12,
    };
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let time =
        i64::from(hour) * HOUR_MS + i64::from(minute) * MINUTE_MS + i64::from(second) * 1_000;
    Some((time + fraction, zone(cursor)?))
}

/// A time of day in a column of its own, where it may also be `90000` or `0930`.
pub fn alone(cell: &[u8]) -> Option<(i64, Option<i32>)> {
    let cell = cell.trim_ascii();
    if (3..=6).contains(&cell.len()) && cell.iter().all(u8::is_ascii_digit) {
        let value = super::number::whole(cell)?;
        let (hour, minute, second) = match cell.len() {
            3 | 4 => (value / 100, value % 100, 0),
            _ => (value / 10_000, value / 100 % 100, value % 100),
        };
        let real = hour < 24 && minute < 60 && second < 60;
        return real.then_some((hour * HOUR_MS + minute * MINUTE_MS + second * 1_000, None));
    }
    let mut cursor = Cursor::new(cell);
    let read = clock(&mut cursor)?;
    cursor.done().then_some(read)
}

/// Minutes ahead of UTC, when a zone is next; refuses what is none. Nothing left is no zone.
pub fn zone(cursor: &mut Cursor<'_>) -> Option<Option<i32>> {
    cursor.blanks();
    if cursor.done() {
        return Some(None);
    }
    if cursor.take_any(&["UTC", "GMT", "Z"]) && cursor.done() {
        return Some(Some(0));
    }
    if cursor.take_any(&["KST", "JST"]) {
        return Some(Some(540));
    }
    let ahead = match cursor.peek()? {
        b'+' => cursor.take("+"),
        b'-' => !cursor.take("-"),
        _ => return None,
    };
    let (first, count) = cursor.digits(4)?;
    let (hours, minutes) = match count {
        4 => (first / 100, first % 100),
        1 | 2 if cursor.take(":") => (first, cursor.digits(2)?.0),
        1 | 2 => (first, 0),
        _ => return None,
    };
    if hours > 18 || minutes > 59 {
        return None;
    }
    let offset = (hours * 60 + minutes) as i32;
    Some(Some(if ahead { offset } else { -offset }))
}

enum Half {
    Morning,
    Afternoon,
}

fn half_of_day(cursor: &mut Cursor<'_>) -> Option<Half> {
    cursor.blanks();
    let half = if cursor.take_any(&["오전", "AM"]) {
        Some(Half::Morning)
    } else if cursor.take_any(&["오후", "PM"]) {
        Some(Half::Afternoon)
    } else {
        None
    };
    cursor.blanks();
    half
}

/// Seconds, when they follow.
fn after_minute(cursor: &mut Cursor<'_>) -> Option<u32> {
    if cursor.take(":") {
        return Some(cursor.digits(2)?.0);
    }
    let mut ahead = *cursor;
    ahead.blanks();
    match ahead.digits(2) {
        Some((second, _)) if ahead.take("초") => {
            *cursor = ahead;
            Some(second)
        }
        _ => Some(0),
    }
}

/// The first three digits of a fraction of a second, as milliseconds.
fn fraction(cursor: &mut Cursor<'_>) -> Option<i64> {
    if !cursor.take(".") && !cursor.take(",") {
        return Some(0);
    }
    let (value, count) = cursor.digits(3)?;
    while cursor.digits(9).is_some() {}
    Some(i64::from(match count {
        1 => value * 100,
        2 => value * 10,
        _ => value,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(i64, Option<i32>)> {
        alone(text.as_bytes())
    }

    #[test]
    fn times_of_day_in_many_writings() {
        let at = |hour: i64, minute: i64, second: i64| {
            hour * HOUR_MS + minute * MINUTE_MS + second * 1_000
        };
        for (text, expected) in [
            ("09:00", (at(9, 0, 0), None)),
            ("9:05", (at(9, 5, 0), None)),
            ("23:59:59.5", (at(23, 59, 59) + 500, None)),
            ("00:00:00.123456789", (123, None)),
            ("12:00 AM", (0, None)),
            ("12:30 pm", (at(12, 30, 0), None)),
            ("1:02:03 PM", (at(13, 2, 3), None)),
            ("오후 3:30", (at(15, 30, 0), None)),
            ("9시 30분", (at(9, 30, 0), None)),
            ("9시", (at(9, 0, 0), None)),
            ("15시 30분 05초", (at(15, 30, 5), None)),
            ("09:00Z", (at(9, 0, 0), Some(0))),
            ("09:00 KST", (at(9, 0, 0), Some(540))),
            ("09:00:00+09:00", (at(9, 0, 0), Some(540))),
            ("09:00-0530", (at(9, 0, 0), Some(-330))),
            ("09:00+9", (at(9, 0, 0), Some(540))),
            ("0900", (at(9, 0, 0), None)),
            ("90000", (at(9, 0, 0), None)),
            ("153000", (at(15, 30, 0), None)),
        ] {
            assert_eq!(read(text), Some(expected), "{text}");
        }
        for text in [
            "",
            "24:00",
            "09:60",
            "9",
            "09:00 XYZ",
            "13:00 PM",
            "0:30 AM",
            "09:00+25",
            "259999",
            "09:00Zx",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
