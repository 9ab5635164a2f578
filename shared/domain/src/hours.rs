//! Hours that come back each day by the clock of a place, such as a trading session.

use crate::time::{Span, Ts};
use crate::zones::Zone;

const MINUTES_PER_DAY: u32 = 1440;

/// A stretch of each day by the clock of a place, such as a trading session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    /// Whose clock.
    pub zone: Zone,
    /// Minute of the day it opens.
    pub opens: u32,
    /// Minute of the day it closes; at or before `opens` it is a minute of the next day.
    pub closes: u32,
}

impl Hours {
    /// The stretch that opens on this local day (counted from 1970-01-01).
    pub const fn on(self, day: i64) -> Span {
        let closes = if self.closes <= self.opens {
            self.closes + MINUTES_PER_DAY
        } else {
            self.closes
        };
        Span {
            start: self.zone.instant(day, self.opens),
            end: self.zone.instant(day, closes),
        }
    }

    /// The stretch that opened last, at this moment or before, and the moment the next one opens.
    pub const fn latest(self, at: Ts) -> (Span, Ts) {
        let day = self.zone.local(at).day;
        let today = self.on(day);
        if today.start.0 <= at.0 {
            (today, self.on(day + 1).start)
        } else {
            (self.on(day - 1), today.start)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HOUR_MS: i64 = 3_600_000;
    const MINUTE_MS: i64 = 60_000;

    fn at(date: (i64, u32, u32), hour: i64, minute: i64) -> Ts {
        Ts(Ts::from_date(date.0, date.1, date.2).0 + hour * HOUR_MS + minute * MINUTE_MS)
    }

    #[test]
    fn hours_may_run_past_midnight() {
        // 20:00 to 00:00 in New York, winter: 01:00 to 05:00 UTC of the next day.
        let asian = Hours {
            zone: Zone::NewYork,
            opens: 1200,
            closes: 0,
        };
        let (span, next) = asian.latest(at((2024, 1, 10), 3, 0));
        assert_eq!(span.start, at((2024, 1, 10), 1, 0));
        assert_eq!(span.end, at((2024, 1, 10), 5, 0));
        assert_eq!(next, at((2024, 1, 11), 1, 0));
        let (span, next) = asian.latest(at((2024, 1, 10), 0, 59));
        assert_eq!(
            (span.start, next),
            (at((2024, 1, 9), 1, 0), at((2024, 1, 10), 1, 0))
        );
    }

    proptest! {
        #[test]
        fn the_latest_hours_opened_before_and_the_next_open_after(
            minutes in 10_000_000_i64..60_000_000,
            opens in 0_u32..1440,
            closes in 0_u32..=1440,
        ) {
            let moment = Ts(minutes * MINUTE_MS);
            for zone in Zone::ALL {
                let (span, next) = Hours { zone, opens, closes }.latest(moment);
                prop_assert!(span.start <= moment && moment < next);
                prop_assert!(span.start <= span.end);
            }
        }
    }
}
