//! Returns by year and month, as the well-known coloured table.

use crate::periods::Periods;

/// One year of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CalendarRow {
    /// Year.
    pub year: i64,
    /// January to December; `None` for a month without data.
    pub months: [Option<f64>; 12],
    /// The whole year.
    pub total: f64,
}

/// A row for each year with data.
pub fn calendar(periods: &Periods) -> Vec<CalendarRow> {
    let mut rows: Vec<CalendarRow> = periods
        .years
        .iter()
        .map(|year| CalendarRow {
            year: year.year,
            months: [None; 12],
            total: year.growth,
        })
        .collect();
    let mut at = 0;
    for month in &periods.months {
        while rows.get(at).is_some_and(|row| row.year != month.year) {
            at += 1;
        }
        if let Some(cell) = rows
            .get_mut(at)
            .and_then(|row| row.months.get_mut(month.month as usize - 1))
        {
            *cell = Some(month.growth);
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Ts;

    #[test]
    fn months_stand_in_their_year_and_empty_ones_are_empty() {
        let times = [(2020, 12), (2021, 2)].map(|(year, month)| Ts::from_date(year, month, 5).0);
        let rows = calendar(&Periods::of(&[0.5, -0.5], &times, 0).unwrap());
        assert_eq!(
            (rows[0].year, rows[0].months[11], rows[0].months[0]),
            (2020, Some(0.5), None)
        );
        assert_eq!(
            (rows[1].year, rows[1].months[1], rows[1].total),
            (2021, Some(-0.5), -0.5)
        );
    }
}
