//! Aroon: how long ago the highest high and the lowest low were.

use crate::blocks::{Highest, Lowest};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the Aroon lines.
pub static INDICATOR: Indicator = Indicator {
    id: "aroon",
    name: Text::new("Aroon", "아룬"),
    category: Category::Trend,
    about: Text::new(
        "100 when the high or low of the window is the current bar, 0 when it is the oldest; the oscillator is up minus down.",
        "기간 안의 고점·저점이 현재 봉이면 100, 가장 오래된 봉이면 0입니다. oscillator는 up에서 down을 뺀 값입니다.",
    ),
    inputs: &[Input::High, Input::Low],
    outputs: &["aroon_down", "aroon_up", "oscillator"],
    params: &[params::period(14)],
    warm_up: |params| params[0] as usize,
    memory: |params| Memory::Bars(params[0] as usize),
    sparse: false,
    kernel: |params| boxed(Aroon::new(params[0] as usize)),
};

/// 100·(n − bars since the extreme) ÷ n over n + 1 bars; of equal extremes the newest counts.
/// Source: Chande 1995; ties as TA-Lib.
#[derive(Clone, Debug)]
pub struct Aroon {
    period: usize,
    highest: Highest,
    lowest: Lowest,
}

impl Aroon {
    /// Looks back `period` bars.
    pub fn new(period: usize) -> Aroon {
        let period = period.max(1);
        Aroon {
            period,
            highest: Highest::new(period + 1),
            lowest: Lowest::new(period + 1),
        }
    }
}

impl Kernel<2, 3> for Aroon {
    #[inline]
    fn next(&mut self, [high, low]: [f64; 2]) -> [f64; 3] {
        if high.is_nan() || low.is_nan() {
            return [f64::NAN; 3];
        }
        self.lowest.push(low);
        if self.highest.push(high).is_nan() {
            return [f64::NAN; 3];
        }
        let n = self.period as f64;
        let freshness = |age: usize| 100.0 * ((n - age as f64) / n);
        let (down, up) = (freshness(self.lowest.age()), freshness(self.highest.age()));
        [down, up, up - down]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn falls_with_the_age_of_the_extreme() {
        let mut aroon = Aroon::new(2);
        assert!(aroon.next([5.0, 1.0])[0].is_nan());
        assert!(aroon.next([4.0, 2.0])[0].is_nan());
        assert_eq!(aroon.next([4.0, 3.0]), [0.0, 0.0, 0.0]);
        // Highs 4, 4, 3: the newer of the two counts. Lows 2, 3, 1.
        assert_eq!(aroon.next([3.0, 1.0]), [100.0, 50.0, -50.0]);
    }
}
