//! How per-bar figures become yearly ones: days a year from the calendar, bars a day from the timestamps.

use crate::instrument::Calendar;
use crate::time::{DAY_MS, Timeframe};
use serde::{Deserialize, Serialize};

/// How per-bar figures became yearly ones; shown beside every number it made.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Annualisation {
    /// Days a year, from the calendar of the instruments.
    pub days_per_year: f64,
    /// Bars a year, from days a year and the length of a bar.
    pub bars_per_year: f64,
}

impl Annualisation {
    /// Bars a year = days a year × bars a day; a year has 52 weeks and 12 months under every calendar.
    pub fn of(calendar: Calendar, timeframe: Timeframe) -> Annualisation {
        let days_per_year = calendar.days_per_year();
        let bars_per_year = match timeframe {
            Timeframe::Week1 => 52.0,
            Timeframe::Month1 => 12.0,
            _ => days_per_year * (DAY_MS as f64 / timeframe.millis() as f64),
        };
        Annualisation {
            days_per_year,
            bars_per_year,
        }
    }

    /// For sessions shorter than a day, whose number of bars only the data knows: days a year × median bars a day.
    pub fn of_sessions(calendar: Calendar, times: &[i64]) -> Option<Annualisation> {
        let days_per_year = calendar.days_per_year();
        let mut counts: Vec<usize> = times
            .chunk_by(|a, b| a.div_euclid(DAY_MS) == b.div_euclid(DAY_MS))
            .map(<[i64]>::len)
            .collect();
        let bars_per_day = *middle(&mut counts)? as f64;
        Some(Annualisation {
            days_per_year,
            bars_per_year: days_per_year * bars_per_day,
        })
    }

    /// What timestamps alone tell, in ascending order: the median spacing is a bar, and a week or more without a
    /// Saturday or Sunday means exchange sessions. `None` for fewer than two different moments.
    pub fn of_times(times: &[i64]) -> Option<Annualisation> {
        let mut gaps: Vec<i64> = times
            .windows(2)
            .map(|pair| pair[1] - pair[0])
            .filter(|gap| *gap > 0)
            .collect();
        let gap = *middle(&mut gaps)?;
        let span = times.last()? - times.first()?;
        let days = gap as f64 / DAY_MS as f64;
        if days > 4.0 {
            let bars_per_year = match days {
                days if (6.5..7.5).contains(&days) => 52.0,
                days if (27.0..32.0).contains(&days) => 12.0,
                days if (89.0..93.0).contains(&days) => 4.0,
                days if (364.0..367.0).contains(&days) => 1.0,
                days => 365.0 / days,
            };
            return Some(Annualisation {
                days_per_year: 365.0,
                bars_per_year,
            });
        }
        // 1970-01-01 was a Thursday, so day 2 of each week counted from then is a Saturday.
        let weekend = |time: &i64| matches!(time.div_euclid(DAY_MS).rem_euclid(7), 2 | 3);
        if span < 7 * DAY_MS || times.iter().any(weekend) {
            let days_per_year = Calendar::AlwaysOpen.days_per_year();
            return Some(Annualisation {
                days_per_year,
                bars_per_year: days_per_year / days,
            });
        }
        Annualisation::of_sessions(Calendar::ExchangeSessions, times)
    }

    /// A factor somebody chose: bars a year, whatever the timestamps say.
    pub fn chosen(bars_per_year: f64) -> Annualisation {
        Annualisation {
            days_per_year: bars_per_year.min(365.0),
            bars_per_year,
        }
    }
}

/// The upper median.
fn middle<T: Ord>(values: &mut [T]) -> Option<&T> {
    if values.is_empty() {
        return None;
    }
    let at = values.len() / 2;
    Some(values.select_nth_unstable(at).1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR_MS: i64 = DAY_MS / 24;

    #[test]
    fn crypto_hours_make_8760_bars_a_year_and_stock_days_252() {
        let hours = Annualisation::of(Calendar::AlwaysOpen, Timeframe::Hour1);
        assert_eq!(hours.bars_per_year, 8760.0);
        let days = Annualisation::of(Calendar::ExchangeSessions, Timeframe::Day1);
        assert_eq!(days.bars_per_year, 252.0);
        let weeks = Annualisation::of(Calendar::ExchangeSessions, Timeframe::Week1);
        assert_eq!(weeks.bars_per_year, 52.0);
    }

    #[test]
    fn timestamps_tell_crypto_from_stocks_and_hours_from_days() {
        let bars = |times: Vec<i64>| Annualisation::of_times(&times).map(|a| a.bars_per_year);
        let hours = |index: i64| index * HOUR_MS;
        assert_eq!(bars((0..500).map(hours).collect()), Some(8760.0));
        let days = (0..60).map(|day| day * DAY_MS);
        assert_eq!(bars(days.clone().collect()), Some(365.0));
        // Day 0 is a Thursday: 2 and 3 are the weekend.
        let weekdays = days.filter(|day| !matches!(day / DAY_MS % 7, 2 | 3));
        assert_eq!(bars(weekdays.clone().collect()), Some(252.0));
        // Seven hourly bars a session.
        let session = weekdays.flat_map(|day| (0..7).map(move |hour| day + hour * HOUR_MS));
        assert_eq!(bars(session.collect()), Some(252.0 * 7.0));
        assert_eq!(
            bars((0..9).map(|week| week * 7 * DAY_MS).collect()),
            Some(52.0)
        );
    }

    #[test]
    fn one_moment_tells_nothing() {
        assert_eq!(Annualisation::of_times(&[]), None);
        assert_eq!(Annualisation::of_times(&[5]), None);
        assert_eq!(Annualisation::of_times(&[5, 5]), None);
    }
}
