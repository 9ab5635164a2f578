//! When the stock exchanges of New York are open: trading days, holidays, early closes.
//!
//! Source: the rules the NYSE publishes (Rule 7.2 and its holiday table); closures by decree since 1990 are listed. Earlier
//! years follow the rules of 1990.

use domain::time::DAY_MS;
use domain::zones::Zone;
use domain::{Span, Ts};

/// Minutes of the day by the clock of New York.
const OPENS: u32 = 9 * 60 + 30;
const CLOSES: u32 = 16 * 60;
const CLOSES_EARLY: u32 = 13 * 60;

/// Days without trading that no rule tells.
const BY_DECREE: [(i64, u32, u32); 11] = [
    (1994, 4, 27),
    (2001, 9, 11),
    (2001, 9, 12),
    (2001, 9, 13),
    (2001, 9, 14),
    (2004, 6, 11),
    (2007, 1, 2),
    (2012, 10, 29),
    (2012, 10, 30),
    (2018, 12, 5),
    (2025, 1, 9),
];

/// Days of the week, Monday is 0.
const MONDAY: i64 = 0;
const THURSDAY: i64 = 3;
const FRIDAY: i64 = 4;

/// Regular trading hours of a day counted from 1970-01-01; `None` when there is no trading.
pub fn session(day: i64) -> Option<Span> {
    if !is_trading_day(day) {
        return None;
    }
    let closes = if closes_early(day) {
        CLOSES_EARLY
    } else {
        CLOSES
    };
    Some(Span {
        start: Zone::NewYork.instant(day, OPENS),
        end: Zone::NewYork.instant(day, closes),
    })
}

/// Is there trading on a day counted from 1970-01-01?
pub fn is_trading_day(day: i64) -> bool {
    weekday(day) <= FRIDAY && !is_holiday(day)
}

fn is_holiday(day: i64) -> bool {
    let (year, month, date) = civil(day);
    let weekday = weekday(day);
    let nth = (date - 1) / 7 + 1;
    // A holiday on a Sunday is kept on Monday, one on a Saturday on Friday.
    let observed = |month_wanted: u32, date_wanted: u32| {
        let on = |shift: i64| {
            let (_, month, date) = civil(day + shift);
            (month, date) == (month_wanted, date_wanted)
        };
        on(0) || weekday == MONDAY && on(-1) || weekday == FRIDAY && on(1)
    };
    let by_rule = match month {
        // New Year's Day on a Saturday isn't made up for: Friday is the last day of the old year.
        1 => {
            date == 1
                || date == 2 && weekday == MONDAY
                || year >= 1998 && weekday == MONDAY && nth == 3
        }
        2 => weekday == MONDAY && nth == 3,
        3 | 4 => day == easter(year) - 2,
        5 => weekday == MONDAY && date > 24,
        6 => year >= 2022 && observed(6, 19),
        7 => observed(7, 4),
        9 => weekday == MONDAY && nth == 1,
        11 => weekday == THURSDAY && nth == 4,
        12 => observed(12, 25),
        _ => false,
    };
    by_rule || BY_DECREE.contains(&(year, month, date))
}

fn closes_early(day: i64) -> bool {
    let (_, month, date) = civil(day);
    match (month, weekday(day)) {
        (7, weekday) => date == 3 && weekday <= THURSDAY,
        // The Friday after the fourth Thursday.
        (11, FRIDAY) => (23..=29).contains(&date),
        (12, weekday) => date == 24 && weekday <= THURSDAY,
        _ => false,
    }
}

/// Easter Sunday as a day from 1970-01-01. Source: the anonymous Gregorian computus (Nature, 1876).
fn easter(year: i64) -> i64 {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let date = (h + l - 7 * m + 33 * month + 19) % 32;
    Ts::from_date(year, month as u32, date as u32).0 / DAY_MS
}

fn civil(day: i64) -> (i64, u32, u32) {
    let civil = Ts(day.saturating_mul(DAY_MS)).civil();
    (civil.year, civil.month, civil.day)
}

/// 1970-01-01 was a Thursday.
fn weekday(day: i64) -> i64 {
    (day + THURSDAY).rem_euclid(7)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i64, month: u32, date: u32) -> i64 {
        Ts::from_date(year, month, date).0 / DAY_MS
    }

    #[test]
    fn holidays_are_those_of_the_published_tables() {
        // The tables of the NYSE for 2022, 2024 and 2026.
        let closed = [
            (2022, 1, 17),
            (2022, 2, 21),
            (2022, 4, 15),
            (2022, 5, 30),
            (2022, 6, 20),
            (2022, 7, 4),
            (2022, 9, 5),
            (2022, 11, 24),
            (2022, 12, 26),
            (2024, 1, 1),
            (2024, 1, 15),
            (2024, 2, 19),
            (2024, 3, 29),
            (2024, 5, 27),
            (2024, 6, 19),
            (2024, 7, 4),
            (2024, 9, 2),
            (2024, 11, 28),
            (2024, 12, 25),
            (2026, 1, 1),
            (2026, 1, 19),
            (2026, 2, 16),
            (2026, 4, 3),
            (2026, 5, 25),
            (2026, 6, 19),
            (2026, 7, 3),
            (2026, 9, 7),
            (2026, 11, 26),
            (2026, 12, 25),
        ];
        for (year, count) in [(2022, 9), (2024, 10), (2026, 10)] {
            let days = day(year, 1, 1)..day(year + 1, 1, 1);
            let weekdays = days.clone().filter(|day| weekday(*day) <= FRIDAY);
            let found: Vec<i64> = weekdays.filter(|day| !is_trading_day(*day)).collect();
            let wanted: Vec<i64> = closed
                .iter()
                .filter(|date| date.0 == year)
                .map(|(year, month, date)| day(*year, *month, *date))
                .collect();
            assert_eq!(found, wanted, "{year}");
            assert_eq!(found.len(), count);
        }
        assert!(is_trading_day(day(2021, 12, 31)), "a Saturday's New Year");
    }

    #[test]
    fn sessions_follow_the_clock_of_new_york() {
        let hours = |year, month, date| {
            let span = session(day(year, month, date)).unwrap();
            (span.start.to_string(), span.end.to_string())
        };
        let winter = (
            "2024-01-02T14:30:00Z".to_owned(),
            "2024-01-02T21:00:00Z".to_owned(),
        );
        assert_eq!(hours(2024, 1, 2), winter);
        let summer = (
            "2024-07-02T13:30:00Z".to_owned(),
            "2024-07-02T20:00:00Z".to_owned(),
        );
        assert_eq!(hours(2024, 7, 2), summer);
        // 13:00 in New York on the day before Independence Day and after Thanksgiving.
        assert_eq!(hours(2024, 7, 3).1, "2024-07-03T17:00:00Z");
        assert_eq!(hours(2024, 11, 29).1, "2024-11-29T18:00:00Z");
        assert_eq!(session(day(2024, 1, 6)), None);
    }
}
