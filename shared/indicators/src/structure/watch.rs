//! A clock that follows a market's hours bar by bar.

use domain::hours::Hours;
use domain::zones::Zone;
use domain::{Span, Timeframe, Ts};

/// Business hours of Asia: 09:00 to 18:00 in Tokyo.
pub const ASIA: Hours = Hours {
    zone: Zone::Tokyo,
    opens: 9 * 60,
    closes: 18 * 60,
};

/// Business hours of Europe: 08:00 to 17:00 in London.
pub const LONDON: Hours = Hours {
    zone: Zone::London,
    opens: 8 * 60,
    closes: 17 * 60,
};

/// Business hours of America: 08:00 to 17:00 in New York.
pub const NEW_YORK: Hours = Hours {
    zone: Zone::NewYork,
    opens: 8 * 60,
    closes: 17 * 60,
};

/// The hours that opened last; the calendar is only asked again when the next ones open.
#[derive(Clone, Debug)]
pub struct Watch {
    hours: Hours,
    latest: Option<(Span, Ts)>,
}

impl Watch {
    /// Follows these hours.
    pub fn new(hours: Hours) -> Watch {
        Watch {
            hours,
            latest: None,
        }
    }

    /// The stretch that opened last, at this moment or before; it may be over.
    #[inline]
    pub fn latest(&mut self, at: Ts) -> Span {
        match self.latest {
            Some((span, next)) if span.start <= at && at < next => span,
            _ => {
                let latest = self.hours.latest(at);
                self.latest = Some(latest);
                latest.0
            }
        }
    }

    /// The stretch this moment lies in.
    #[inline]
    pub fn inside(&mut self, at: Ts) -> Option<Span> {
        Some(self.latest(at)).filter(|span| span.contains(at))
    }
}

/// The opening time of a bar from a column; `None` for NaN and for times no calendar has.
#[inline]
pub fn moment(time: f64) -> Option<Ts> {
    // The range of dates in browsers: 285,000 years.
    (time.abs() <= 8.64e15).then_some(Ts(time as i64))
}

/// The number of the UTC day and of the week from Monday that a moment lies in.
pub(super) fn day_and_week(at: Ts) -> (i64, i64) {
    let day = Timeframe::Day1.open_of(at).0;
    (day, Timeframe::Week1.open_of(at).0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_move_with_the_clock_of_the_place() {
        let mut watch = Watch::new(Hours {
            zone: Zone::NewYork,
            opens: 570,
            closes: 960,
        });
        let hour = 3_600_000;
        // 09:30 in New York is 14:30 UTC on Friday, 8 March 2024 and 13:30 UTC on Monday, 11 March.
        for (day, opens) in [(8, 29 * hour / 2), (11, 27 * hour / 2)] {
            let open = Ts(Ts::from_date(2024, 3, day).0 + opens);
            assert_eq!(watch.inside(Ts(open.0 - 1)), None);
            assert_eq!(watch.inside(open).map(|span| span.start), Some(open));
            assert_eq!(watch.inside(Ts(open.0 + 13 * hour / 2)), None);
        }
    }

    #[test]
    fn only_times_a_calendar_has_are_moments() {
        assert_eq!(moment(86_400_000.0), Some(Ts(86_400_000)));
        assert_eq!((moment(f64::NAN), moment(1e300)), (None, None));
    }
}
