//! Holes in a series: where bars are missing, how many, and which of them are only a closed exchange.

use super::Bars;
use crate::instrument::Calendar;
use crate::time::{DAY_MS, Timeframe, Ts};

/// A stretch without bars between two bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Row of the first bar after it.
    pub row: usize,
    /// Close of the bar before: the first moment without one.
    pub start: Ts,
    /// Open of the bar after.
    pub end: Ts,
    /// How many bars would fit.
    pub bars: u64,
}

/// Longest closure of an exchange with sessions: from Thursday's close over a long weekend to Tuesday's open.
const CLOSED_MS: i64 = 5 * DAY_MS;

impl Gap {
    /// May this be nothing but a night, a weekend or a holiday? Without the exchange's calendar of holidays a stretch of up to
    /// five days is taken for one.
    pub fn is_closure(&self, calendar: Calendar) -> bool {
        calendar == Calendar::ExchangeSessions && self.end.0 - self.start.0 <= CLOSED_MS
    }
}

impl Bars {
    /// Every hole, oldest first; where an exchange closes is one too, see [`Gap::is_closure`].
    pub fn gaps(&self) -> Vec<Gap> {
        let (times, frame) = (self.open_time(), self.timeframe());
        let pairs = times.iter().zip(times.iter().skip(1)).enumerate();
        pairs
            .filter_map(|(row, (&before, &after))| {
                let (start, end) = (frame.close_of(Ts(before)), Ts(after));
                (start < end).then(|| Gap {
                    row: row + 1,
                    start,
                    end,
                    bars: bars_between(frame, start, end),
                })
            })
            .collect()
    }
}

/// How many bars of this length open in `[start, end)`; both are boundaries.
fn bars_between(frame: Timeframe, start: Ts, end: Ts) -> u64 {
    if frame != Timeframe::Month1 {
        return (end.0 - start.0).div_euclid(frame.millis()).max(0) as u64;
    }
    let (from, to) = (start.civil(), end.civil());
    let months = (to.year - from.year) * 12 + i64::from(to.month) - i64::from(from.month);
    months.max(0) as u64
}

#[cfg(test)]
mod tests {
    use super::super::Bar;
    use super::super::tests::bar;
    use super::*;

    fn at_days(days: &[i64]) -> Bars {
        let bars = days.iter().map(|&day| bar(day, 10.0, 11.0, 9.0, 10.0));
        Bars::from_bars(Timeframe::Day1, bars).unwrap()
    }

    #[test]
    fn a_hole_lies_between_two_bars_and_counts_what_is_missing() {
        let gap = |row, from: i64, to: i64, bars| Gap {
            row,
            start: Ts(from * DAY_MS),
            end: Ts(to * DAY_MS),
            bars,
        };
        assert_eq!(at_days(&[]).gaps(), []);
        assert_eq!(at_days(&[1, 2, 3]).gaps(), []);
        assert_eq!(
            at_days(&[1, 3, 4, 10]).gaps(),
            [gap(1, 2, 3, 1), gap(3, 5, 10, 5)]
        );
    }

    #[test]
    fn months_are_counted_by_the_calendar() {
        let month = |month| Bar {
            open_time: Ts::from_date(2024, month, 1),
            ..bar(0, 10.0, 11.0, 9.0, 10.0)
        };
        let bars = Bars::from_bars(Timeframe::Month1, [month(1), month(2), month(6)]).unwrap();
        let gaps = bars.gaps();
        assert_eq!((gaps.len(), gaps[0].bars), (1, 3));
    }

    #[test]
    fn a_weekend_is_a_closure_only_where_exchanges_close() {
        // 1970-01-02 was a Friday, day 1; day 4 the Monday.
        let weekend = at_days(&[1, 4]).gaps()[0];
        assert!(weekend.is_closure(Calendar::ExchangeSessions));
        assert!(!weekend.is_closure(Calendar::AlwaysOpen));
        assert!(!at_days(&[1, 11]).gaps()[0].is_closure(Calendar::ExchangeSessions));
    }
}
