//! Time: milliseconds UTC, bar lengths and half-open spans; zones are for display only.

use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;

/// A moment: milliseconds since 1970-01-01T00:00:00Z.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Ts(pub i64);

/// One day in milliseconds.
pub const DAY_MS: i64 = 86_400_000;
const HOUR_MS: i64 = 3_600_000;
const MINUTE_MS: i64 = 60_000;
const SECOND_MS: i64 = 1_000;

/// A calendar date and time of day, UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Civil {
    /// Year of the Gregorian calendar.
    pub year: i64,
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31.
    pub day: u32,
    /// 0 to 23.
    pub hour: u32,
    /// 0 to 59.
    pub minute: u32,
    /// 0 to 59.
    pub second: u32,
}

impl Ts {
    /// Midnight UTC that opens a date.
    pub const fn from_date(year: i64, month: u32, day: u32) -> Ts {
        Ts(days_from_civil(year, month, day) * DAY_MS)
    }

    /// The UTC date and time of day.
    pub const fn civil(self) -> Civil {
        let days = self.0.div_euclid(DAY_MS);
        let rest = self.0.rem_euclid(DAY_MS);
        let (year, month, day) = civil_from_days(days);
        Civil {
            year,
            month,
            day,
            hour: (rest / HOUR_MS) as u32,
            minute: (rest % HOUR_MS / MINUTE_MS) as u32,
            second: (rest % MINUTE_MS / 1000) as u32,
        }
    }
}

/// ISO 8601 to the second, always with its zone: `2024-01-31T09:00:00Z`.
impl fmt::Display for Ts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let c = self.civil();
        write!(
            out,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
            c.year, c.month, c.day, c.hour, c.minute, c.second
        )
    }
}

/// A stretch of time `[start, end)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// First moment inside.
    pub start: Ts,
    /// First moment after.
    pub end: Ts,
}

impl Span {
    /// Is the moment inside?
    pub fn contains(&self, at: Ts) -> bool {
        self.start <= at && at < self.end
    }
}

/// Lists every length once: variant, short name, milliseconds, and what it is. The order is that of codes in files and links, so new
/// ones go to the end; [`Timeframe::ALL`] and comparisons go by length.
macro_rules! lengths {
    ($($(#[$mark:meta])* $name:ident = $text:literal, $millis:expr, $about:literal;)*) => {
        /// The length of a bar.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum Timeframe {
            $(
                #[doc = $about]
                $(#[$mark])*
                #[serde(rename = $text)]
                $name,
            )*
        }

        /// How many lengths there are.
        const LENGTHS: usize = [$(Timeframe::$name),*].len();

        impl Timeframe {
            /// Every length, shortest first.
            pub const ALL: [Timeframe; LENGTHS] = shortest_first([$(Timeframe::$name),*]);

            /// The short name traders use: `1h`, `1d`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Timeframe::$name => $text,)*
                }
            }

            /// Length in milliseconds; a month counts as 30 days here and by the calendar in [`Timeframe::close_of`].
            pub const fn millis(self) -> i64 {
                match self {
                    $(Timeframe::$name => $millis,)*
                }
            }
        }
    };
}

lengths! {
    Minute1 = "1m", MINUTE_MS, "One minute.";
    Minute3 = "3m", 3 * MINUTE_MS, "Three minutes.";
    Minute5 = "5m", 5 * MINUTE_MS, "Five minutes.";
    Minute10 = "10m", 10 * MINUTE_MS, "Ten minutes.";
    Minute15 = "15m", 15 * MINUTE_MS, "Fifteen minutes.";
    Minute30 = "30m", 30 * MINUTE_MS, "Thirty minutes.";
    Hour1 = "1h", HOUR_MS, "One hour.";
    Hour4 = "4h", 4 * HOUR_MS, "Four hours.";
    #[default] Day1 = "1d", DAY_MS, "One day, from 00:00 UTC (09:00 KST).";
    Week1 = "1w", 7 * DAY_MS, "One week, from Monday 00:00 UTC.";
    Month1 = "1M", 30 * DAY_MS, "One calendar month, UTC.";
    Second1 = "1s", SECOND_MS, "One second.";
    Hour2 = "2h", 2 * HOUR_MS, "Two hours.";
    Hour6 = "6h", 6 * HOUR_MS, "Six hours.";
    Hour8 = "8h", 8 * HOUR_MS, "Eight hours.";
    Hour12 = "12h", 12 * HOUR_MS, "Twelve hours.";
}

const fn shortest_first(mut all: [Timeframe; LENGTHS]) -> [Timeframe; LENGTHS] {
    let mut end = LENGTHS;
    while end > 1 {
        let mut at = 1;
        while at < end {
            if all[at].millis() < all[at - 1].millis() {
                let shorter = all[at];
                all[at] = all[at - 1];
                all[at - 1] = shorter;
            }
            at += 1;
        }
        end -= 1;
    }
    all
}

/// By length.
impl Ord for Timeframe {
    fn cmp(&self, other: &Timeframe) -> Ordering {
        self.millis().cmp(&other.millis())
    }
}

impl PartialOrd for Timeframe {
    fn partial_cmp(&self, other: &Timeframe) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Timeframe {
    /// Reads the short name; `1m` is a minute and `1M` a month.
    pub fn parse(text: &str) -> Option<Timeframe> {
        Timeframe::ALL
            .into_iter()
            .find(|frame| frame.as_str() == text)
    }

    /// Opening time of the bar that holds this moment.
    pub const fn open_of(self, at: Ts) -> Ts {
        match self {
            Timeframe::Month1 => {
                let c = at.civil();
                Ts::from_date(c.year, c.month, 1)
            }
            Timeframe::Week1 => {
                // 1970-01-05 was a Monday.
                let monday = 4 * DAY_MS;
                Ts(at.0 - (at.0 - monday).rem_euclid(7 * DAY_MS))
            }
            _ => Ts(at.0 - at.0.rem_euclid(self.millis())),
        }
    }

    /// Closing time (first moment after) of the bar that opens at `open`.
    pub const fn close_of(self, open: Ts) -> Ts {
        match self {
            Timeframe::Month1 => {
                let c = open.civil();
                if c.month == 12 {
                    Ts::from_date(c.year + 1, 1, 1)
                } else {
                    Ts::from_date(c.year, c.month + 1, 1)
                }
            }
            _ => Ts(open.0 + self.millis()),
        }
    }
}

impl fmt::Display for Timeframe {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// Days since 1970-01-01 of a Gregorian date. Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
const fn days_from_civil(year: i64, month: u32, day: u32) -> i64 {
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let year_of_era = y.rem_euclid(400);
    let shifted = (month as i64 + 9) % 12;
    let day_of_year = (153 * shifted + 2) / 5 + day as i64 - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The inverse of [`days_from_civil`].
const fn civil_from_days(days: i64) -> (i64, u32, u32) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = (day_of_year - (153 * shifted + 2) / 5 + 1) as u32;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    } as u32;
    let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn prints_known_moments() {
        assert_eq!(Ts(0).to_string(), "1970-01-01T00:00:00Z");
        assert_eq!(Ts(951_782_400_000).to_string(), "2000-02-29T00:00:00Z");
        assert_eq!(Ts(-1000).to_string(), "1969-12-31T23:59:59Z");
        assert_eq!(
            Ts::from_date(2024, 12, 31).to_string(),
            "2024-12-31T00:00:00Z"
        );
    }

    #[test]
    fn weeks_open_on_monday_and_months_on_the_first() {
        let friday = Ts(Ts::from_date(2026, 11, 20).0 + 5 * HOUR_MS);
        assert_eq!(
            Timeframe::Week1.open_of(friday),
            Ts::from_date(2026, 11, 16)
        );
        assert_eq!(
            Timeframe::Month1.open_of(friday),
            Ts::from_date(2026, 11, 1)
        );
        let december = Ts::from_date(2026, 12, 1);
        assert_eq!(
            Timeframe::Month1.close_of(december),
            Ts::from_date(2027, 1, 1)
        );
    }

    #[test]
    fn every_short_name_reads_back_and_a_minute_is_not_a_month() {
        for frame in Timeframe::ALL {
            assert_eq!(Timeframe::parse(frame.as_str()), Some(frame));
        }
        assert_ne!(Timeframe::parse("1m"), Timeframe::parse("1M"));
        assert_eq!(Timeframe::parse("45m"), None);
    }

    #[test]
    fn lengths_are_in_order_and_codes_keep_their_place() {
        assert!(Timeframe::ALL.is_sorted());
        let names = Timeframe::ALL.map(Timeframe::as_str).join(" ");
        assert_eq!(names, "1s 1m 3m 5m 10m 15m 30m 1h 2h 4h 6h 8h 12h 1d 1w 1M");
        // What files and links of before hold: a place in this list.
        for (code, name) in [
            "1m", "3m", "5m", "10m", "15m", "30m", "1h", "4h", "1d", "1w", "1M", "1s",
        ]
        .into_iter()
        .enumerate()
        {
            assert_eq!(
                Timeframe::parse(name).map(|frame| frame as usize),
                Some(code)
            );
        }
    }

    proptest! {
        #[test]
        fn a_date_survives_the_round_trip(days in -200_000_i64..200_000) {
            let c = Ts(days * DAY_MS).civil();
            prop_assert_eq!(Ts::from_date(c.year, c.month, c.day), Ts(days * DAY_MS));
        }

        #[test]
        fn a_moment_lies_inside_its_bar(ms in -10_000_000_000_000_i64..10_000_000_000_000) {
            for frame in Timeframe::ALL {
                let open = frame.open_of(Ts(ms));
                prop_assert!(open <= Ts(ms) && Ts(ms) < frame.close_of(open));
                prop_assert_eq!(frame.open_of(open), open);
            }
        }
    }
}
