//! When a market is open, as the times of its bars tell: always, by New York's sessions, or by sessions of its own that nobody here
//! knows.

use super::sessions::{is_trading_day, session};
use domain::time::DAY_MS;
use domain::{Calendar, Timeframe, Ts};

/// A week or more without a Saturday and Sunday is that of an exchange with sessions.
const SHORTEST: i64 = 7 * DAY_MS;
/// Bars that tell: of one-minute bars these are more than two months.
pub const TELLING_BARS: usize = 100_000;
/// Holidays of New York on which other exchanges trade, and this one doesn't: one may be chance.
const HOLIDAYS: usize = 2;

/// The calendar of a market that only the opening times of its bars are known of, oldest first. New York's is never assumed: daily
/// bars must keep its holidays, shorter ones its hours.
pub fn calendar_of(times: &[i64], timeframe: Timeframe) -> Calendar {
    let times = times.get(..TELLING_BARS).unwrap_or(times);
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
