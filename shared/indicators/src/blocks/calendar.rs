//! Calendar periods that sums and pivots begin anew with.

use domain::time::{DAY_MS, Ts};

/// Korea is nine hours ahead of UTC, without summer time.
const KST_MS: i64 = 9 * 3_600_000;

/// What a period of the calendar is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calendar {
    /// From 00:00 UTC, which is 09:00 in Korea: the day of Upbit, Bithumb and Binance.
    UtcDay,
    /// From midnight in Korea, 15:00 UTC.
    KstMidnight,
    /// From Monday 00:00 UTC.
    Week,
    /// From the first of the month 00:00 UTC.
    Month,
}

impl Calendar {
    /// The number of the period a moment in milliseconds UTC lies in; neighbours differ by 1.
    pub fn period(self, time: f64) -> i64 {
        let time = time as i64;
        match self {
            Calendar::UtcDay => time.div_euclid(DAY_MS),
            Calendar::KstMidnight => time.saturating_add(KST_MS).div_euclid(DAY_MS),
            // 1970-01-01 was a Thursday, three days after a Monday.
            Calendar::Week => (time.div_euclid(DAY_MS) + 3).div_euclid(7),
            Calendar::Month => {
                let date = Ts(time).civil();
                date.year * 12 + i64::from(date.month)
            }
        }
    }

    /// Does a period begin at this very moment?
    pub fn begins(self, time: f64) -> bool {
        self.period(time) != self.period(time - 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(year: i64, month: u32, day: u32, hour: i64) -> f64 {
        (Ts::from_date(year, month, day).0 + hour * 3_600_000) as f64
    }

    #[test]
    fn periods_begin_where_they_should() {
        // 2024-01-01 and 2024-01-08 were Mondays.
        assert!(Calendar::UtcDay.begins(at(2024, 1, 3, 0)));
        assert!(!Calendar::UtcDay.begins(at(2024, 1, 3, 15)));
        assert!(Calendar::KstMidnight.begins(at(2024, 1, 3, 15)));
        assert!(!Calendar::KstMidnight.begins(at(2024, 1, 3, 0)));
        assert!(Calendar::Week.begins(at(2024, 1, 8, 0)));
        assert!(!Calendar::Week.begins(at(2024, 1, 7, 0)));
        assert!(Calendar::Month.begins(at(2024, 2, 1, 0)));
        assert!(!Calendar::Month.begins(at(2024, 2, 2, 0)));
        let weeks = |day| Calendar::Week.period(at(2024, 1, day, 5));
        assert_eq!((weeks(7) - weeks(1), weeks(8) - weeks(1)), (0, 1));
        // Before 1970 as well.
        assert!(Calendar::UtcDay.begins(-86_400_000.0));
    }
}
