//! Returns by calendar day, week, month and year in UTC: their extremes, and the months and years one by one.

use domain::time::DAY_MS;
use domain::{Ts, Undefined};

/// The returns of one kind of period.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PeriodStats {
    /// Periods with data.
    pub count: f64,
    /// Highest return.
    pub best: f64,
    /// Lowest return.
    pub worst: f64,
    /// Periods above 0.
    pub ups: f64,
    /// Periods below 0.
    pub downs: f64,
    /// Sum of the returns above 0.
    pub up_sum: f64,
    /// Sum of the returns below 0.
    pub down_sum: f64,
}

impl PeriodStats {
    fn push(&mut self, value: f64) {
        let first = self.count == 0.0;
        self.best = if first { value } else { self.best.max(value) };
        self.worst = if first { value } else { self.worst.min(value) };
        self.count += 1.0;
        if value > 0.0 {
            self.ups += 1.0;
            self.up_sum += value;
        } else if value < 0.0 {
            self.downs += 1.0;
            self.down_sum += value;
        }
    }
}

/// A calendar month and its return.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Month {
    /// Year.
    pub year: i64,
    /// 1 to 12.
    pub month: u32,
    /// Compounded return.
    pub growth: f64,
}

/// A calendar year and its return.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Year {
    /// Year.
    pub year: i64,
    /// Compounded return.
    pub growth: f64,
}

/// All periods of a series. A period without data does not appear.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Periods {
    /// Days.
    pub day: PeriodStats,
    /// Weeks from Monday to Sunday.
    pub week: PeriodStats,
    /// Months.
    pub month: PeriodStats,
    /// Years.
    pub year: PeriodStats,
    /// Every month.
    pub months: Vec<Month>,
    /// Every year.
    pub years: Vec<Year>,
}

impl Periods {
    /// Compounds returns by the date of `time − shift`: 1 for times that are the end of a bar, 0 for its label.
    pub fn of(returns: &[f64], times: &[i64], shift: i64) -> Result<Periods, Undefined> {
        if returns.len() != times.len() {
            return Err(Undefined::NoTimes);
        }
        let mut walk = Walk::default();
        let mut end_of_day = i64::MIN;
        for (growth, time) in returns.iter().zip(times) {
            let time = time.saturating_sub(shift);
            if time >= end_of_day {
                end_of_day = walk.turn(time);
            }
            walk.day *= 1.0 + growth;
        }
        walk.finish()
    }
}

/// What the periods that are still running have made so far.
struct Walk {
    done: Periods,
    today: Option<Date>,
    day: f64,
    week: f64,
    month: f64,
    year: f64,
}

impl Default for Walk {
    fn default() -> Walk {
        Walk {
            done: Periods::default(),
            today: None,
            day: 1.0,
            week: 1.0,
            month: 1.0,
            year: 1.0,
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
struct Date {
    week: i64,
    year: i64,
    month: u32,
}

impl Walk {
    /// Begins the day of this moment and says when it ends.
    fn turn(&mut self, time: i64) -> i64 {
        let day = time.div_euclid(DAY_MS);
        let civil = Ts(time).civil();
        let date = Date {
            // Day 0 was a Thursday, three days after a Monday.
            week: (day + 3).div_euclid(7),
            year: civil.year,
            month: civil.month,
        };
        self.close(Some(date));
        self.today = Some(date);
        (day + 1).saturating_mul(DAY_MS)
    }

    /// Ends the day, and what ends with it.
    fn close(&mut self, next: Option<Date>) {
        let Some(today) = self.today else { return };
        self.done.day.push(self.day - 1.0);
        self.week *= self.day;
        self.month *= self.day;
        self.day = 1.0;
        if next.is_none_or(|next| next.week != today.week) {
            self.done.week.push(self.week - 1.0);
            self.week = 1.0;
        }
        let (year, month) = (today.year, today.month);
        if next.is_none_or(|next| (next.year, next.month) != (year, month)) {
            let growth = self.month - 1.0;
            self.done.month.push(growth);
            self.done.months.push(Month {
                year,
                month,
                growth,
            });
            self.year *= self.month;
            self.month = 1.0;
        }
        if next.is_none_or(|next| next.year != year) {
            let growth = self.year - 1.0;
            self.done.year.push(growth);
            self.done.years.push(Year { year, growth });
            self.year = 1.0;
        }
    }

    fn finish(mut self) -> Result<Periods, Undefined> {
        self.close(None);
        if self.done.years.is_empty() {
            return Err(Undefined::TooFewBars);
        }
        Ok(self.done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_compound_into_weeks_months_and_years() {
        // Sat 30 Jan and Sun 31 Jan 2021 end a week and a month; Mon 1 Feb begins both; 1 Jan 2022 a year.
        let days = [
            (2021, 1, 30),
            (2021, 1, 31),
            (2021, 2, 1),
            (2021, 2, 2),
            (2022, 1, 1),
        ];
        let times = days.map(|(year, month, day)| Ts::from_date(year, month, day).0);
        let got = Periods::of(&[0.1, 0.1, -0.5, 0.0, 0.2], &times, 0).unwrap();
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} {b}");
        close(got.week.best, 0.21);
        close(got.week.worst, -0.5);
        close(got.month.best, 0.21);
        close(got.years[0].growth, 1.21 * 0.5 - 1.0);
        close(got.years[1].growth, 0.2);
        assert_eq!((got.day.count, got.day.ups, got.day.downs), (5.0, 3.0, 1.0));
        assert_eq!(got.months.len(), 3);
        assert_eq!((got.months[1].year, got.months[1].month), (2021, 2));
    }

    #[test]
    fn a_bar_that_ends_at_midnight_belongs_to_the_day_before() {
        let midnight = Ts::from_date(2021, 2, 1).0;
        assert_eq!(
            Periods::of(&[0.1], &[midnight], 1).unwrap().months[0].month,
            1
        );
        assert_eq!(
            Periods::of(&[0.1], &[midnight], 0).unwrap().months[0].month,
            2
        );
    }
}
