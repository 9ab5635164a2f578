//! When a market is open, as the times of its bars tell: always, by New York's sessions, or by sessions of its own that nobody here
//! knows.

use super::sessions::{is_trading_day, session};
use domain::time::DAY_MS;
use domain::{Calendar, Timeframe, Ts};

/// A week or more without a Saturday and Sunday is that of an exchange with sessions.
const SHORTEST: i64 = 7 * DAY_MS;
/// Bars that tell: of one-minute bars these are more than two months.
const FIRST: usize = 100_000;
/// Holidays of New York on which other exchanges trade, and this one doesn't: one may be chance.
const HOLIDAYS: usize = 2;

/// The calendar of a market that only the opening times of its bars are known of, oldest first. New York's is never assumed: daily
/// bars must keep its holidays, shorter ones its hours.
pub fn calendar_of(times: &[i64], timeframe: Timeframe) -> Calendar {
    let times = times.get(..FIRST).unwrap_or(times);
    let (Some(first), Some(last)) = (times.first(), times.last()) else {
        return Calendar::AlwaysOpen;
    };
    let shows = timeframe <= Timeframe::Day1;
    if !shows || last - first < SHORTEST || times.iter().any(|time| is_weekend(day(*time))) {
        return Calendar::AlwaysOpen;
    }
    let is_new_york = match timeframe {
        Timeframe::Day1 => keeps_holidays(times),
        shorter => times.iter().all(|time| in_session(*time, shorter)),
    };
    match is_new_york {
        true => Calendar::ExchangeSessions,
        false => Calendar::OwnSessions,
    }
}

/// No bar on a day New York is closed, and enough such days amid days with bars.
fn keeps_holidays(times: &[i64]) -> bool {
    if !times.iter().all(|time| is_trading_day(day(*time))) {
        return false;
    }
    let pairs = times.iter().zip(times.iter().skip(1));
    let kept = pairs
        .flat_map(|(before, after)| day(*before) + 1..day(*after))
        // A hole of more than a weekend and a holiday tells nothing.
        .filter(|closed| !is_weekend(*closed) && !is_trading_day(*closed) && is_its_own(*closed));
    kept.take(HOLIDAYS).count() == HOLIDAYS
}

/// New Year, Good Friday and Christmas are kept in many places.
fn is_its_own(day: i64) -> bool {
    let date = Ts(day * DAY_MS).civil();
    !matches!(
        (date.month, date.day),
        (1, ..=2) | (3, _) | (4, _) | (12, _)
    )
}

fn in_session(time: i64, timeframe: Timeframe) -> bool {
    // An hour that a session only touches counts.
    let close = timeframe.close_of(Ts(time));
    session(day(time)).is_some_and(|hours| time < hours.end.0 && hours.start < close)
}

fn day(time: i64) -> i64 {
    time.div_euclid(DAY_MS)
}

/// 1970-01-01 was a Thursday: day 2 of each week counted from then is a Saturday.
pub(super) fn is_weekend(day: i64) -> bool {
    matches!(day.rem_euclid(7), 2 | 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(first: Ts, last: Ts, open: impl Fn(i64) -> bool) -> Vec<i64> {
        let days = day(first.0)..day(last.0);
        days.filter(|day| open(*day))
            .map(|day| day * DAY_MS)
            .collect()
    }

    fn weekdays(day: i64) -> bool {
        !is_weekend(day)
    }

    /// Holidays of Seoul in the first half of 2024, as the KRX published them.
    fn seoul(day: i64) -> bool {
        let date = Ts(day * DAY_MS).civil();
        let closed = [
            (1, 1),
            (2, 9),
            (2, 12),
            (3, 1),
            (4, 10),
            (5, 1),
            (5, 6),
            (5, 15),
            (6, 6),
        ];
        weekdays(day) && !closed.contains(&(date.month, date.day))
    }

    #[test]
    fn days_of_new_york_are_told_from_those_of_seoul_and_of_a_coin() {
        let (first, last) = (Ts::from_date(2024, 1, 1), Ts::from_date(2024, 7, 1));
        let of =
            |open: &dyn Fn(i64) -> bool| calendar_of(&days(first, last, open), Timeframe::Day1);
        assert_eq!(of(&is_trading_day), Calendar::ExchangeSessions);
        assert_eq!(of(&seoul), Calendar::OwnSessions);
        assert_eq!(of(&weekdays), Calendar::OwnSessions);
        assert_eq!(of(&|_| true), Calendar::AlwaysOpen);
        // Three weeks of New York's days could be anybody's.
        let short = days(
            Ts::from_date(2024, 3, 4),
            Ts::from_date(2024, 3, 25),
            is_trading_day,
        );
        assert_eq!(calendar_of(&short, Timeframe::Day1), Calendar::OwnSessions);
        // Fewer than a week tell nothing.
        assert_eq!(
            calendar_of(&short[..4], Timeframe::Day1),
            Calendar::AlwaysOpen
        );
        assert_eq!(calendar_of(&[], Timeframe::Day1), Calendar::AlwaysOpen);
    }

    #[test]
    fn hours_tell_new_york_from_seoul() {
        let minutes = |from: i64, to: i64| -> Vec<i64> {
            let days = days(
                Ts::from_date(2024, 3, 4),
                Ts::from_date(2024, 3, 25),
                is_trading_day,
            );
            let of_day = |day: i64| (from..to).map(move |minute| day + minute * 60_000);
            days.into_iter().flat_map(of_day).collect()
        };
        // 9:30 to 16:00 in New York are 13:30 to 20:00 UTC in summer: the clocks went forward on 10 March.
        let summer: Vec<i64> = minutes(13 * 60 + 30, 20 * 60)
            .into_iter()
            .filter(|time| *time >= Ts::from_date(2024, 3, 11).0)
            .collect();
        assert_eq!(
            calendar_of(&summer, Timeframe::Minute1),
            Calendar::ExchangeSessions
        );
        // 9:00 to 15:30 in Seoul.
        let seoul = minutes(0, 6 * 60 + 30);
        assert_eq!(
            calendar_of(&seoul, Timeframe::Minute1),
            Calendar::OwnSessions
        );
    }
}
