//! Clocks of the places where markets are made, daylight-saving time included.
//!
//! The rules of these few zones fit on a page, so they are written out here: a time-zone database would cost the page
//! more bytes than all indicators together.

use crate::time::{Civil, DAY_MS, Ts};
use serde::{Deserialize, Serialize};

const HOUR_MS: i64 = 3_600_000;
const MINUTE_MS: i64 = 60_000;

/// A place with its own clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Zone {
    /// Coordinated universal time: the day of Upbit and Binance.
    Utc,
    /// Korea, nine hours ahead all year.
    Seoul,
    /// Japan, nine hours ahead all year.
    Tokyo,
    /// Britain: an hour ahead of UTC from the last Sunday of March to the last of October, 01:00 UTC (since 1996).
    London,
    /// The east of the United States: UTC − 5, in summer − 4. Summer is from the second Sunday of March to the first of
    /// November, 02:00 on the clock (since 2007); 1987 to 2006 from the first Sunday of April to the last of October.
    /// Earlier years are taken like 1987.
    NewYork,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Weekday {
    /// Day 1 of ISO 8601.
    Monday,
    /// Day 2.
    Tuesday,
    /// Day 3.
    Wednesday,
    /// Day 4.
    Thursday,
    /// Day 5.
    Friday,
    /// Day 6.
    Saturday,
    /// Day 7.
    Sunday,
}

/// What a clock on the wall shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Local {
    /// Date and time of day.
    pub civil: Civil,
    /// Days from 1970-01-01 to that date.
    pub day: i64,
    /// Minute of the day, 0 to 1439.
    pub minute: u32,
    /// Day of the week.
    pub weekday: Weekday,
}

impl Zone {
    /// Every zone.
    pub const ALL: [Zone; 5] = [
        Zone::Utc,
        Zone::Seoul,
        Zone::Tokyo,
        Zone::London,
        Zone::NewYork,
    ];

    /// Name in the IANA database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Zone::Utc => "UTC",
            Zone::Seoul => "Asia/Seoul",
            Zone::Tokyo => "Asia/Tokyo",
            Zone::London => "Europe/London",
            Zone::NewYork => "America/New_York",
        }
    }

    /// How far the clock is ahead of UTC at this moment.
    pub const fn offset_ms(self, at: Ts) -> i64 {
        match self.summer(at.civil().year) {
            Some((start, end)) if start.0 <= at.0 && at.0 < end.0 => self.winter_ms() + HOUR_MS,
            _ => self.winter_ms(),
        }
    }

    /// What the clock shows at this moment.
    pub const fn local(self, at: Ts) -> Local {
        let wall = Ts(at.0 + self.offset_ms(at));
        let day = wall.0.div_euclid(DAY_MS);
        Local {
            civil: wall.civil(),
            day,
            minute: (wall.0.rem_euclid(DAY_MS) / MINUTE_MS) as u32,
            weekday: weekday(day),
        }
    }

    /// The moment the clock shows this minute of this day (counted from 1970-01-01). An hour that comes twice in autumn
    /// means the first; one that spring leaves out means the moment of the change.
    pub const fn instant(self, day: i64, minute: u32) -> Ts {
        let wall = day * DAY_MS + minute as i64 * MINUTE_MS;
        let winter = Ts(wall - self.winter_ms());
        let Some((start, end)) = self.summer(Ts(wall).civil().year) else {
            return winter;
        };
        let summer = Ts(winter.0 - HOUR_MS);
        if start.0 <= summer.0 && summer.0 < end.0 {
            summer
        } else if start.0 <= winter.0 && winter.0 < end.0 {
            start
        } else {
            winter
        }
    }

    const fn winter_ms(self) -> i64 {
        match self {
            Zone::Utc | Zone::London => 0,
            Zone::Seoul | Zone::Tokyo => 9 * HOUR_MS,
            Zone::NewYork => -5 * HOUR_MS,
        }
    }

    /// First moment of a year's summer time and first moment after it.
    const fn summer(self, year: i64) -> Option<(Ts, Ts)> {
        let (start, end, start_hour, end_hour) = match self {
            Zone::Utc | Zone::Seoul | Zone::Tokyo => return None,
            Zone::London => (last_sunday(year, 3), last_sunday(year, 10), 1, 1),
            // 02:00 by the clock is 07:00 UTC in winter and 06:00 UTC in summer.
            Zone::NewYork if year >= 2007 => {
                (first_sunday(year, 3) + 7, first_sunday(year, 11), 7, 6)
            }
            Zone::NewYork => (first_sunday(year, 4), last_sunday(year, 10), 7, 6),
        };
        Some((
            Ts(start * DAY_MS + start_hour * HOUR_MS),
            Ts(end * DAY_MS + end_hour * HOUR_MS),
        ))
    }
}

/// The day of the week of a day counted from 1970-01-01, a Thursday.
pub const fn weekday(day: i64) -> Weekday {
    match (day + 3).rem_euclid(7) {
        0 => Weekday::Monday,
        1 => Weekday::Tuesday,
        2 => Weekday::Wednesday,
        3 => Weekday::Thursday,
        4 => Weekday::Friday,
        5 => Weekday::Saturday,
        _ => Weekday::Sunday,
    }
}

const fn first_sunday(year: i64, month: u32) -> i64 {
    let first = Ts::from_date(year, month, 1).0 / DAY_MS;
    first + (6 - (first + 3).rem_euclid(7))
}

const fn last_sunday(year: i64, month: u32) -> i64 {
    // No month that ends a summer is December.
    let last = Ts::from_date(year, month + 1, 1).0 / DAY_MS - 1;
    last - (last + 4).rem_euclid(7)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(date: (i64, u32, u32), hour: i64, minute: i64) -> Ts {
        Ts(Ts::from_date(date.0, date.1, date.2).0 + hour * HOUR_MS + minute * MINUTE_MS)
    }

    fn hours_ahead(zone: Zone, at: Ts) -> i64 {
        zone.offset_ms(at) / HOUR_MS
    }

    #[test]
    fn new_york_changes_at_two_by_its_clock() {
        let change = |date, hour, before, after| {
            assert_eq!(
                hours_ahead(Zone::NewYork, Ts(at(date, hour, 0).0 - 1)),
                before
            );
            assert_eq!(hours_ahead(Zone::NewYork, at(date, hour, 0)), after);
        };
        change((2024, 3, 10), 7, -5, -4);
        change((2024, 11, 3), 6, -4, -5);
        change((2026, 3, 8), 7, -5, -4);
        change((2026, 11, 1), 6, -4, -5);
        // Before the Energy Policy Act of 2005 took hold: 3 April and 30 October 2005; 2 April and 29 October 2006.
        change((2005, 4, 3), 7, -5, -4);
        change((2005, 10, 30), 6, -4, -5);
        change((2006, 4, 2), 7, -5, -4);
        change((2006, 10, 29), 6, -4, -5);
        change((2007, 3, 11), 7, -5, -4);
        change((2007, 11, 4), 6, -4, -5);
    }

    #[test]
    fn london_changes_at_one_utc_and_asia_never() {
        for (date, before, after) in [
            ((2024, 3, 31), 0, 1),
            ((2024, 10, 27), 1, 0),
            ((2026, 3, 29), 0, 1),
            ((2026, 10, 25), 1, 0),
        ] {
            assert_eq!(hours_ahead(Zone::London, Ts(at(date, 1, 0).0 - 1)), before);
            assert_eq!(hours_ahead(Zone::London, at(date, 1, 0)), after);
        }
        for date in [(2024, 1, 15), (2024, 7, 15)] {
            assert_eq!(hours_ahead(Zone::Seoul, at(date, 0, 0)), 9);
            assert_eq!(hours_ahead(Zone::Tokyo, at(date, 0, 0)), 9);
            assert_eq!(hours_ahead(Zone::Utc, at(date, 0, 0)), 0);
        }
    }

    #[test]
    fn a_clock_shows_date_minute_and_weekday() {
        // 2024-03-10, a Sunday, 06:59 UTC is 01:59 in New York; a minute later it is 03:00.
        let before = Zone::NewYork.local(at((2024, 3, 10), 6, 59));
        let after = Zone::NewYork.local(at((2024, 3, 10), 7, 0));
        assert_eq!((before.minute, after.minute), (119, 180));
        assert_eq!(after.weekday, Weekday::Sunday);
        // 2024-01-01T02:30Z is still Sunday, 31 December in New York, and Monday 11:30 in Seoul.
        let (west, east) = (
            Zone::NewYork.local(at((2024, 1, 1), 2, 30)),
            Zone::Seoul.local(at((2024, 1, 1), 2, 30)),
        );
        assert_eq!(
            (west.civil.year, west.civil.month, west.civil.day),
            (2023, 12, 31)
        );
        assert_eq!((west.minute, west.weekday), (21 * 60 + 30, Weekday::Sunday));
        assert_eq!((east.minute, east.weekday), (11 * 60 + 30, Weekday::Monday));
    }

    #[test]
    fn an_hour_left_out_opens_at_the_change_and_an_hour_twice_at_its_first() {
        let day = |date: (i64, u32, u32)| Ts::from_date(date.0, date.1, date.2).0 / DAY_MS;
        let new_york = |date, minute| Zone::NewYork.instant(day(date), minute);
        assert_eq!(new_york((2024, 3, 10), 120), at((2024, 3, 10), 7, 0));
        assert_eq!(new_york((2024, 3, 10), 150), at((2024, 3, 10), 7, 0));
        assert_eq!(new_york((2024, 3, 10), 180), at((2024, 3, 10), 7, 0));
        assert_eq!(new_york((2024, 11, 3), 90), at((2024, 11, 3), 5, 30));
        assert_eq!(new_york((2024, 11, 3), 120), at((2024, 11, 3), 7, 0));
        assert_eq!(
            Zone::London.instant(day((2024, 3, 31)), 90),
            at((2024, 3, 31), 1, 0)
        );
        assert_eq!(
            Zone::London.instant(day((2024, 10, 27)), 60),
            at((2024, 10, 27), 0, 0)
        );
    }

    proptest! {
        #[test]
        fn a_clock_reads_back_to_its_moment_but_for_the_hour_that_comes_twice(
            minutes in 10_000_000_i64..60_000_000,
        ) {
            let moment = Ts(minutes * MINUTE_MS);
            for zone in Zone::ALL {
                let local = zone.local(moment);
                let back = zone.instant(local.day, local.minute);
                let again = zone.local(back);
                prop_assert_eq!((again.day, again.minute), (local.day, local.minute));
                prop_assert!(back == moment || back.0 == moment.0 - HOUR_MS);
            }
        }
    }
}
