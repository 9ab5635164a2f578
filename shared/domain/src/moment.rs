//! Reads moments as exchanges, files and people write them; a text without a zone is UTC.

use crate::Ts;

/// Reads a moment as files and people write it: a date, with or without a time of day (`T` or a space between), with or
/// without seconds, fractions and a zone (`Z`, `+09:00`), or a whole number of seconds or milliseconds since 1970.
pub fn parse(text: &str) -> Option<Ts> {
    let text = text.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return since_1970(text);
    }
    let (date, rest) = (text.get(..10)?, text.get(10..)?);
    if rest.is_empty() {
        return parse_utc(&format!("{date}T00:00:00"));
    }
    let clock = rest.strip_prefix(['T', ' '])?;
    let (clock, shift) = zone(clock)?;
    let (clock, millis) = match clock.split_once('.') {
        Some((clock, fraction)) => (clock, milliseconds(fraction)?),
        None => (clock, 0),
    };
    let seconds = if clock.len() == 5 { ":00" } else { "" };
    let at = parse_utc(&format!("{date}T{clock}{seconds}"))?;
    Some(Ts(at.0 + millis - shift))
}

/// Reads exactly `YYYY-MM-DDTHH:mm:ss`; `None` for any other shape and for a day no calendar has.
pub fn parse_utc(text: &str) -> Option<Ts> {
    let bytes = text.as_bytes();
    if bytes.len() != 19 {
        return None;
    }
    let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    if marks.iter().any(|&(at, mark)| bytes.get(at) != Some(&mark)) {
        return None;
    }
    let number = |from: usize, to: usize| -> Option<u32> {
        bytes.get(from..to)?.iter().try_fold(0_u32, |sum, byte| {
            byte.is_ascii_digit()
                .then(|| sum * 10 + u32::from(byte - b'0'))
        })
    };
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    if !(1..=12).contains(&month) || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let midnight = Ts::from_date(i64::from(year), month, day);
    // The arithmetic rolls 30 February over into March: a date is real only if it comes back unchanged.
    let back = midnight.civil();
    if (back.year, back.month, back.day) != (i64::from(year), month, day) {
        return None;
    }
    Some(Ts(
        midnight.0 + i64::from(hour * 3_600 + minute * 60 + second) * 1_000
    ))
}

/// Ten digits are seconds until the year 2286; milliseconds had as many only in the first months of 1970.
fn since_1970(digits: &str) -> Option<Ts> {
    let number: i64 = digits.parse().ok()?;
    match digits.len() {
        9 | 10 => Some(Ts(number * 1_000)),
        12 | 13 => Some(Ts(number)),
        _ => None,
    }
}

/// The time of day without its zone, and what the zone is ahead of UTC in milliseconds.
fn zone(clock: &str) -> Option<(&str, i64)> {
    if let Some(clock) = clock.strip_suffix('Z') {
        return Some((clock, 0));
    }
    let Some(sign) = clock.rfind(['+', '-']) else {
        return Some((clock, 0));
    };
    let (clock, offset) = clock.split_at(sign);
    let digits: String = offset.chars().filter(char::is_ascii_digit).collect();
    let well_formed = matches!((offset.len(), digits.len()), (6, 4) | (5, 4) | (3, 2));
    let hours: i64 = digits.get(..2)?.parse().ok()?;
    let minutes: i64 = digits.get(2..)?.parse().unwrap_or(0);
    if !well_formed || hours > 18 || minutes > 59 {
        return None;
    }
    let ahead = (hours * 60 + minutes) * 60_000;
    Some((
        clock,
        if offset.starts_with('-') {
            -ahead
        } else {
            ahead
        },
    ))
}

/// The first three digits of a fraction of a second.
fn milliseconds(fraction: &str) -> Option<i64> {
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    format!("{fraction:0<3}").get(..3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_instants() {
        for (text, expected) in [
            ("1970-01-01T00:00:00", 0),
            ("2000-02-29T12:00:00", 951_825_600_000),
            ("2026-10-01T00:00:00", 1_790_812_800_000),
            ("2026-11-20T03:15:00", 1_795_144_500_000),
        ] {
            assert_eq!(parse_utc(text), Some(Ts(expected)), "{text}");
        }
    }

    #[test]
    fn no_calendar_has_these() {
        for text in [
            "2026-02-29T00:00:00",
            "2026-13-01T00:00:00",
            "2026-00-01T00:00:00",
            "2026-04-31T00:00:00",
            "2026-04-00T00:00:00",
            "2026-01-01T24:00:00",
            "2026-01-01T00:60:00",
            "2026-01-01T00:00:60",
            "2026-01-01 00:00:00",
            "2026-01-01T00:00:0x",
            "2026-01-01T00:00",
            "2026-01-01T00:00:00Z",
            "+026-01-01T00:00:00",
            "２０２６-01-01T00:00:00",
            "",
        ] {
            assert_eq!(parse_utc(text), None, "{text}");
        }
    }

    #[test]
    fn people_and_files_write_moments_in_many_ways() {
        let noon = 951_825_600_000;
        for (text, expected) in [
            ("2000-02-29", noon - 43_200_000),
            ("2000-02-29T12:00:00Z", noon),
            ("2000-02-29 12:00", noon),
            ("2000-02-29 12:00:00.5", noon + 500),
            ("2000-02-29T12:00:00.123456Z", noon + 123),
            ("2000-02-29T21:00:00+09:00", noon),
            ("2000-02-29T07:00-0500", noon),
            ("2000-02-29 13:00:00+01", noon),
            ("951825600", noon),
            ("951825600000", noon),
        ] {
            assert_eq!(parse(text), Some(Ts(expected)), "{text}");
        }
        for text in [
            "",
            "7",
            "2000-02-30",
            "2000-02-29x",
            "2000-02-29T",
            "29.02.2000",
            "12:00",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_second_survives_text_and_back(second in 0_i64..253_402_300_800) {
            let at = Ts(second * 1_000);
            let text = at.to_string();
            prop_assert_eq!(parse_utc(text.trim_end_matches('Z')), Some(at));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,30}") {
            let _ = (parse_utc(&text), parse(&text));
        }
    }
}
