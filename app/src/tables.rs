//! The small tables of an answer: made in the worker beside the numbers, shown by the page as they are.

use domain::{RunRecord, Ts};
use metrics::Facts;
use metrics::tables::{self, DrawdownRow};
use serde::{Deserialize, Serialize};

/// Drawdowns in the table.
pub const MOST_DRAWDOWNS: usize = 10;

/// What an answer brings beside its numbers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tables {
    /// Returns by year and month; empty for a run without a bar.
    pub years: Vec<Year>,
    /// The worst drawdowns, deepest first.
    pub drawdowns: Vec<Drawdown>,
}

/// Returns of one calendar year in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Year {
    /// Which year.
    pub year: i64,
    /// January to December; `None` for a month without data.
    pub months: [Option<f64>; 12],
    /// The whole year.
    pub total: f64,
}

/// One fall from a peak, with the closing times of its bars.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Drawdown {
    /// Lowest value ÷ peak − 1.
    pub depth: f64,
    /// Last bar at the peak, or the start of the run.
    pub peak: Ts,
    /// First bar at the lowest value.
    pub valley: Ts,
    /// First bar back at the peak; `None` while it has not come back.
    pub recovery: Option<Ts>,
    /// Recovery, or the last bar of the data.
    pub end: Ts,
}

impl Drawdown {
    /// Days from the peak to the recovery, or to the end of the data.
    pub fn days(&self) -> f64 {
        (self.end.0 - self.peak.0) as f64 / domain::time::DAY_MS as f64
    }
}

impl Tables {
    /// The tables of a run; its facts are those the metrics came from.
    pub fn of(record: &RunRecord, facts: &Facts) -> Tables {
        let years = facts.periods().map(tables::calendar).unwrap_or_default();
        let years = years.into_iter().map(|row| Year {
            year: row.year,
            months: row.months,
            total: row.total,
        });
        let values = record.curve.equity.get(1..).unwrap_or_default();
        let all = tables::drawdowns(record.start.get(), values);
        let worst = tables::worst(all, MOST_DRAWDOWNS);
        Tables {
            years: years.collect(),
            drawdowns: worst
                .iter()
                .filter_map(|row| dated(&record.curve.time, row))
                .collect(),
        }
    }
}

/// The row with times for its positions, which count the bars after the start.
fn dated(times: &[i64], row: &DrawdownRow) -> Option<Drawdown> {
    let at = |bar: usize| times.get(bar + 1).map(|time| Ts(*time));
    let recovery = match row.recovery {
        Some(bar) => Some(at(bar)?),
        None => None,
    };
    Some(Drawdown {
        depth: row.depth,
        peak: row.peak.map_or(times.first().map(|time| Ts(*time)), at)?,
        valley: at(row.valley)?,
        recovery,
        end: at(row.recovery.unwrap_or(row.last))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(peak: Option<usize>, recovery: Option<usize>) -> DrawdownRow {
        DrawdownRow {
            peak,
            start: 1,
            valley: 2,
            recovery,
            last: 3,
            depth: -0.25,
        }
    }

    #[test]
    fn positions_become_the_times_of_their_bars() {
        let day = |count: i64| Ts(count * domain::time::DAY_MS);
        let times: Vec<i64> = (0..6).map(|count| day(count).0).collect();
        let back = dated(&times, &row(Some(0), Some(4))).unwrap();
        assert_eq!((back.peak, back.valley), (day(1), day(3)));
        assert_eq!((back.recovery, back.days()), (Some(day(5)), 4.0));
        let never = dated(&times, &row(None, None)).unwrap();
        assert_eq!((never.peak, never.recovery), (day(0), None));
        assert_eq!(never.days(), 4.0, "from the start to the last bar");
    }

    #[test]
    fn a_position_outside_the_data_is_no_row() {
        assert_eq!(dated(&[0, 1, 2], &row(Some(0), None)), None);
    }
}
