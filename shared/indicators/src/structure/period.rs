//! Highs and lows of days, weeks and sessions that are over.

/// The ends of a stretch of bars.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extremes {
    /// Highest price.
    pub high: f64,
    /// The bar of it; of equal ones the first.
    pub high_at: usize,
    /// Lowest price.
    pub low: f64,
    /// The bar of it; of equal ones the first.
    pub low_at: usize,
}

impl Extremes {
    /// Those of a single bar.
    pub fn of(row: usize, high: f64, low: f64) -> Extremes {
        Extremes {
            high,
            high_at: row,
            low,
            low_at: row,
        }
    }

    /// Takes one more bar in.
    pub fn include(&mut self, row: usize, high: f64, low: f64) {
        if high > self.high {
            (self.high, self.high_at) = (high, row);
        }
        if low < self.low {
            (self.low, self.low_at) = (low, row);
        }
    }
}

/// Splits bars into periods by a number each bar belongs to.
#[derive(Clone, Debug, Default)]
pub struct Periods {
    number: Option<i64>,
    running: Option<Extremes>,
}

impl Periods {
    /// Takes the next bar with the number of its period (`None`: it belongs to no period); gives the extremes of the
    /// period that this bar shows to be over.
    pub fn next(
        &mut self,
        number: Option<i64>,
        row: usize,
        high: f64,
        low: f64,
    ) -> Option<Extremes> {
        if number == self.number {
            if let Some(running) = &mut self.running {
                running.include(row, high, low);
            }
            return None;
        }
        self.number = number;
        let begun = number.map(|_| Extremes::of(row, high, low));
        std::mem::replace(&mut self.running, begun)
    }

    /// The period that is running, the last bar included.
    pub fn running(&self) -> Option<&Extremes> {
        self.running.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_told_by_the_first_bar_after_it() {
        let mut periods = Periods::default();
        let bars = [
            (None, 50.0, 40.0),
            (Some(1), 10.0, 8.0),
            (Some(1), 12.0, 9.0),
            (Some(1), 12.0, 7.0),
            (None, 99.0, 1.0),
            (Some(2), 11.0, 10.0),
            (Some(3), 11.0, 10.0),
        ];
        let told: Vec<Option<Extremes>> = bars
            .iter()
            .enumerate()
            .map(|(row, &(number, high, low))| periods.next(number, row, high, low))
            .collect();
        let first = Extremes {
            high: 12.0,
            high_at: 2,
            low: 7.0,
            low_at: 3,
        };
        assert_eq!(told[..4], [None; 4]);
        assert_eq!((told[4], told[5]), (Some(first), None));
        assert_eq!(told[6].map(|period| period.high_at), Some(5));
        assert_eq!(periods.running().map(|period| period.low_at), Some(6));
    }
}
