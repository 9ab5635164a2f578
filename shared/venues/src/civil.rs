//! Reads the time exchanges write, `YYYY-MM-DDTHH:mm:ss` without a zone, as UTC.

use domain::Ts;

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

    proptest! {
        #[test]
        fn every_second_survives_text_and_back(second in 0_i64..253_402_300_800) {
            let at = Ts(second * 1_000);
            let text = at.to_string();
            prop_assert_eq!(parse_utc(text.trim_end_matches('Z')), Some(at));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,30}") {
            let _ = parse_utc(&text);
        }
    }
}
