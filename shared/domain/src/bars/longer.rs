//! Longer bars made of shorter ones: what was traded counts, what a gap repair made up only where nothing else is there.

use super::{Bar, Bars, BarsError};
use crate::time::Timeframe;

impl Bar {
    /// This bar and a later one as one bar: first open, highest high, lowest low, last close, sum of volume.
    ///
    /// Beside a bar that was traded, one that was made up adds nothing: its prices were nobody's, and an order that fills at the
    /// longer bar's open must fill where somebody traded.
    pub fn joined(self, later: Bar) -> Bar {
        match (self.made_up, later.made_up) {
            (false, true) => self,
            (true, false) => Bar {
                open_time: self.open_time,
                ..later
            },
            (false, false) | (true, true) => Bar {
                high: self.high.max(later.high),
                low: self.low.min(later.low),
                close: later.close,
                volume: self.volume + later.volume,
                ..self
            },
        }
    }
}

impl Bars {
    /// Longer bars by [`Bar::joined`]; one of which every shorter bar was made up is itself made up.
    pub fn resample(&self, to: Timeframe) -> Result<Bars, BarsError> {
        if to < self.timeframe {
            return Err(BarsError::Shorter {
                from: self.timeframe,
                to,
            });
        }
        let mut longer = Bars::new(to);
        let mut current: Option<Bar> = None;
        for bar in self.iter() {
            let open_time = to.open_of(bar.open_time);
            match &mut current {
                Some(whole) if whole.open_time == open_time => *whole = whole.joined(bar),
                _ => {
                    if let Some(done) = current.replace(Bar { open_time, ..bar }) {
                        longer.push(done)?;
                    }
                }
            }
        }
        if let Some(done) = current {
            longer.push(done)?;
        }
        Ok(longer)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::bar;
    use super::*;
    use crate::time::{DAY_MS, Ts};

    fn made_up(day: i64, price: f64) -> Bar {
        Bar {
            made_up: true,
            ..bar(day, price, price + 50.0, price / 2.0, price)
        }
    }

    /// The first week of these days; 1970-01-01 was a Thursday, so day 4 is the first of a whole one.
    fn week(days: &[Bar]) -> Bar {
        let daily = Bars::from_bars(Timeframe::Day1, days.iter().copied()).unwrap();
        daily.resample(Timeframe::Week1).unwrap().get(0).unwrap()
    }

    #[test]
    fn longer_bars_hold_first_highest_lowest_last_and_sum() {
        let days = (0..9).map(|day| {
            let open = 100.0 + day as f64;
            bar(day, open, open + 2.0, open - 3.0, open + 1.0)
        });
        let daily = Bars::from_bars(Timeframe::Day1, days).unwrap();
        let weekly = daily.resample(Timeframe::Week1).unwrap();
        // Four days of the first week, then five of the second.
        assert_eq!(weekly.len(), 2);
        let first = weekly.get(0).unwrap();
        assert_eq!(
            (first.open, first.high, first.low, first.close),
            (100.0, 105.0, 97.0, 104.0)
        );
        assert_eq!((first.volume, weekly.get(1).unwrap().volume), (4.0, 5.0));
        assert!(weekly.resample(Timeframe::Day1).is_err());
    }

    #[test]
    fn what_was_made_up_is_in_no_price_of_a_bar_that_was_traded() {
        let got = week(&[
            made_up(4, 90.0),
            bar(5, 100.0, 104.0, 99.0, 101.0),
            made_up(6, 101.0),
            bar(7, 102.0, 103.0, 98.0, 99.0),
            made_up(8, 80.0),
        ]);
        assert_eq!(
            (got.open, got.high, got.low, got.close),
            (100.0, 104.0, 98.0, 99.0)
        );
        assert_eq!((got.volume, got.made_up), (2.0, false));
        assert_eq!(
            got.open_time,
            Ts(4 * DAY_MS),
            "it begins when the week does"
        );
    }

    #[test]
    fn a_bar_that_is_made_up_throughout_says_so() {
        let got = week(&[made_up(4, 90.0), made_up(5, 60.0)]);
        assert_eq!(
            (got.open, got.high, got.low, got.close),
            (90.0, 140.0, 30.0, 60.0)
        );
        assert_eq!((got.volume, got.made_up), (2.0, true));
    }
}
