//! Which bars there should be: every one of its length where the market never closes, those that touch a session where it does, and
//! where sessions aren't known at least one a day of a silence that no holiday explains.

use super::hours::is_weekend;
use super::sessions::{is_trading_day, session};
use domain::time::DAY_MS;
use domain::{Calendar, Span, Timeframe, Ts};
use std::cell::Cell;

/// Days without trading in a row are fewer than this.
const LONGEST_CLOSURE: i64 = 14;

/// The bars a timeframe and a calendar expect.
#[derive(Clone, Debug)]
pub struct Grid {
    timeframe: Timeframe,
    calendar: Calendar,
    /// The day asked about last and its expected opens: rows come in order.
    last: Cell<(i64, Option<(i64, i64)>)>,
}

impl Grid {
    /// The grid of a series.
    pub fn new(timeframe: Timeframe, calendar: Calendar) -> Grid {
        Grid {
            timeframe,
            calendar,
            last: Cell::new((i64::MIN, None)),
        }
    }

    /// First moment after the bar that opens here.
    pub fn close_of(&self, open: Ts) -> Ts {
        self.timeframe.close_of(open)
    }

    /// Is it known of each bar whether it should be there? Where it isn't, only long silences are missing bars.
    pub fn knows_each_bar(&self) -> bool {
        self.calendar != Calendar::OwnSessions || self.timeframe > Timeframe::Day1
    }

    /// Does each of these bars, which are in order, open where the one before closes? Bars open at multiples of their length, so that
    /// first and last tell; months have no length.
    pub fn are_neighbours(&self, opens: &[i64]) -> bool {
        let (Some(first), Some(last)) = (opens.first(), opens.last()) else {
            return true;
        };
        let steps = opens.len() as i64 - 1;
        self.timeframe != Timeframe::Month1 && last - first == steps * self.timeframe.millis()
    }

    /// Should a bar open here?
    pub fn expects(&self, open: Ts) -> bool {
        if self.timeframe.open_of(open) != open {
            return false;
        }
        match self.by_days() {
            None => true,
            Some(_) => {
                let opens = self.opens_of(open.0.div_euclid(DAY_MS));
                opens.is_some_and(|(first, last)| first <= open.0 && open.0 <= last)
            }
        }
    }

    /// Is every bar of this timeframe expected, so that none has to be asked about?
    pub(super) fn expects_every(&self, of: Timeframe) -> bool {
        of == self.timeframe && self.by_days().is_none()
    }

    /// How many bars should open inside the span.
    pub fn expected(&self, span: Span) -> u64 {
        if span.end <= span.start {
            return 0;
        }
        if !self.knows_each_bar() {
            // Days that lie inside as a whole: at the ends there may have been bars.
            let (first, end) = (
                -(-span.start.0).div_euclid(DAY_MS),
                span.end.0.div_euclid(DAY_MS),
            );
            let weekdays = (first..end).filter(|day| !is_weekend(*day)).count();
            let long = span.end.0 - span.start.0 > LONGEST_CLOSURE * DAY_MS;
            return if long { weekdays as u64 } else { 0 };
        }
        let Some(step) = self.by_days() else {
            return self.slots(span);
        };
        let (first, last) = days(span);
        let inside = |day: i64| {
            let (from, to) = self.opens_of(day)?;
            let skip = (span.start.0 - from).max(0);
            let from = from + (skip + step - 1).div_euclid(step) * step;
            let to = to.min(span.end.0 - 1);
            (from <= to).then(|| (to - from) / step + 1)
        };
        (first..=last).filter_map(inside).sum::<i64>() as u64
    }

    /// The first bar that should open at this moment or later.
    pub fn first_from(&self, at: Ts) -> Option<Ts> {
        let slot = match self.timeframe.open_of(at) {
            open if open == at => at,
            open => self.timeframe.close_of(open),
        };
        let Some(step) = self.by_days() else {
            return Some(slot);
        };
        let day = slot.0.div_euclid(DAY_MS);
        (day..day + LONGEST_CLOSURE).find_map(|day| {
            let (from, to) = self.opens_of(day)?;
            let skip = (slot.0 - from).max(0);
            let open = from + (skip + step - 1).div_euclid(step) * step;
            (open <= to).then_some(Ts(open))
        })
    }

    /// The last bar that should open before this moment.
    pub fn last_before(&self, at: Ts) -> Option<Ts> {
        let slot = self.timeframe.open_of(Ts(at.0 - 1));
        if self.by_days().is_none() {
            return Some(slot);
        }
        let day = slot.0.div_euclid(DAY_MS);
        (day - LONGEST_CLOSURE..=day).rev().find_map(|day| {
            let (from, to) = self.opens_of(day)?;
            (from <= slot.0).then_some(Ts(to.min(slot.0)))
        })
    }

    /// The step between opens where days differ; `None` where every slot counts: a week or a month always has a trading day.
    fn by_days(&self) -> Option<i64> {
        let always = matches!(self.timeframe, Timeframe::Week1 | Timeframe::Month1);
        (self.calendar == Calendar::ExchangeSessions && !always).then(|| self.timeframe.millis())
    }

    /// Slots that open inside a span, whatever the calendar.
    fn slots(&self, span: Span) -> u64 {
        let frame = self.timeframe;
        if frame == Timeframe::Month1 {
            let months = |at: Ts| {
                let before = frame.open_of(Ts(at.0 - 1)).civil();
                before.year * 12 + i64::from(before.month)
            };
            return (months(span.end) - months(span.start)) as u64;
        }
        // A week opens on a Monday, four days after 1970-01-01.
        let phase = frame.open_of(Ts(0)).0;
        let before = |at: Ts| (at.0 - 1 - phase).div_euclid(frame.millis());
        (before(span.end) - before(span.start)) as u64
    }

    /// First and last expected open of a UTC day: a session of New York lies inside one.
    fn opens_of(&self, day: i64) -> Option<(i64, i64)> {
        let (known, opens) = self.last.get();
        if known == day {
            return opens;
        }
        let opens = if self.timeframe == Timeframe::Day1 {
            is_trading_day(day).then_some((day * DAY_MS, day * DAY_MS))
        } else {
            session(day).map(|hours| {
                let last = self.timeframe.open_of(Ts(hours.end.0 - 1));
                (self.timeframe.open_of(hours.start).0, last.0)
            })
        };
        self.last.set((day, opens));
        opens
    }
}

/// The UTC days that a span touches.
fn days(span: Span) -> (i64, i64) {
    (
        span.start.0.div_euclid(DAY_MS),
        (span.end.0 - 1).div_euclid(DAY_MS),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HOUR: i64 = 3_600_000;

    fn at(year: i64, month: u32, day: u32, minutes: i64) -> Ts {
        Ts(Ts::from_date(year, month, day).0 + minutes * 60_000)
    }

    #[test]
    fn neighbours_are_told_by_first_and_last() {
        let grid = |frame| Grid::new(frame, Calendar::AlwaysOpen);
        let hours = [5, 6, 7].map(|hour| hour * HOUR);
        assert!(grid(Timeframe::Hour1).are_neighbours(&hours));
        assert!(!grid(Timeframe::Hour1).are_neighbours(&[5 * HOUR, 7 * HOUR]));
        assert!(grid(Timeframe::Hour1).are_neighbours(&[5 * HOUR]));
        assert!(grid(Timeframe::Hour1).are_neighbours(&[]));
        let months = [1, 2].map(|month| at(2024, month, 1, 0).0);
        assert!(
            !grid(Timeframe::Month1).are_neighbours(&months),
            "a month has no length"
        );
    }

    #[test]
    fn a_session_has_390_minutes_and_a_night_none() {
        let grid = Grid::new(Timeframe::Minute1, Calendar::ExchangeSessions);
        let day = |day| Span {
            start: at(2024, 1, day, 0),
            end: at(2024, 1, day + 1, 0),
        };
        // 1 January is a holiday, the 6th a Saturday.
        assert_eq!([1, 2, 6].map(|date| grid.expected(day(date))), [0, 390, 0]);
        assert!(grid.expects(at(2024, 1, 2, 14 * 60 + 30)));
        assert!(!grid.expects(at(2024, 1, 2, 14 * 60 + 29)));
        assert!(!grid.expects(at(2024, 1, 2, 21 * 60)));
        let next = grid.first_from(at(2024, 1, 5, 21 * 60)).unwrap();
        assert_eq!(next, at(2024, 1, 8, 14 * 60 + 30));
        assert_eq!(grid.last_before(next), Some(at(2024, 1, 5, 20 * 60 + 59)));
        // An hour that the session only touches counts: 14:00 to 21:00 UTC has seven.
        let hours = Grid::new(Timeframe::Hour1, Calendar::ExchangeSessions);
        assert_eq!(hours.expected(day(2)), 7);
    }

    #[test]
    fn months_and_weeks_count_by_the_calendar() {
        let year = Span {
            start: Ts::from_date(2024, 1, 1),
            end: Ts::from_date(2025, 1, 1),
        };
        for calendar in [Calendar::AlwaysOpen, Calendar::ExchangeSessions] {
            assert_eq!(Grid::new(Timeframe::Month1, calendar).expected(year), 12);
            // Mondays of 2024: 1 January to 30 December.
            assert_eq!(Grid::new(Timeframe::Week1, calendar).expected(year), 53);
        }
        let days = Grid::new(Timeframe::Day1, Calendar::ExchangeSessions);
        assert_eq!(days.expected(year), 252);
        assert_eq!(
            Grid::new(Timeframe::Day1, Calendar::AlwaysOpen).expected(year),
            366
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn neighbours_are_those_that_close_where_the_next_opens(steps in prop::collection::vec(1_i64..3, 0..12), first in -99_i64..99) {
            let grid = Grid::new(Timeframe::Minute5, Calendar::AlwaysOpen);
            let mut opens = vec![first * 300_000];
            for step in steps {
                opens.push(opens[opens.len() - 1] + step * 300_000);
            }
            let each = opens.windows(2).all(|pair| grid.close_of(Ts(pair[0])) == Ts(pair[1]));
            prop_assert_eq!(grid.are_neighbours(&opens), each);
        }

        #[test]
        fn counting_is_asking_each_slot(
            start in 15_000_i64 * 24..22_000 * 24, hours in 1_i64..24 * 40, minutes in 0_i64..60,
        ) {
            let span = Span { start: Ts(start * HOUR + minutes * 60_000), end: Ts((start + hours) * HOUR) };
            for timeframe in [Timeframe::Minute10, Timeframe::Hour1, Timeframe::Hour4, Timeframe::Day1, Timeframe::Week1, Timeframe::Month1] {
                for calendar in [Calendar::AlwaysOpen, Calendar::ExchangeSessions] {
                    let grid = Grid::new(timeframe, calendar);
                    let mut slot = timeframe.open_of(span.start);
                    let mut opens = Vec::new();
                    while slot < span.end {
                        if slot >= span.start && grid.expects(slot) {
                            opens.push(slot);
                        }
                        slot = timeframe.close_of(slot);
                    }
                    prop_assert_eq!(grid.expected(span), opens.len() as u64, "{} {:?}", timeframe, calendar);
                    if let (Some(first), Some(last)) = (opens.first(), opens.last()) {
                        prop_assert_eq!(grid.first_from(span.start), Some(*first));
                        prop_assert_eq!(grid.last_before(span.end), Some(*last));
                    }
                }
            }
        }
    }
}
