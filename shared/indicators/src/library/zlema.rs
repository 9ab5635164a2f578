//! Zero-lag exponential moving average: an exponential average of prices pushed ahead by what they moved.

use super::ema::{Ema, Seed, settled};
use crate::blocks::Window;
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the zero-lag exponential moving average.
pub static INDICATOR: Indicator = Indicator {
    id: "zlema",
    name: Text::new("Zero-lag EMA", "제로랙 지수 이동평균 (ZLEMA)"),
    category: Category::Average,
    about: Text::new(
        "An exponential average whose lag is taken out by adding what the price moved during it.",
        "지연되는 동안의 가격 변화를 더해 지연을 없앤 지수 이동평균입니다.",
    ),
    inputs: &[Input::Value],
    outputs: &["zlema"],
    params: &[params::period(20), params::EMA_SEED],
    warm_up: |params| {
        let period = params[0] as usize;
        match Seed::of(params[1]) {
            Seed::Mean => lag(period) + period - 1,
            Seed::First => lag(period),
        }
    },
    memory: |params| Memory::Bars(lag(params[0] as usize) + settled(params[0] as usize)),
    sparse: false,
    kernel: |params| boxed(Zlema::new(params[0] as usize, Seed::of(params[1]))),
};

/// Half of what an exponential average looks at: by so many bars it lags behind a straight line.
fn lag(period: usize) -> usize {
    period.saturating_sub(1) / 2
}

/// EMA(x + (x − x₋ₗ)), l = (n − 1) ÷ 2 rounded down. Source: Ehlers and Way, "Zero lag (well, almost)", 2010, in the form
/// charting programs use.
#[derive(Clone, Debug)]
pub struct Zlema {
    window: Window,
    average: Ema,
}

impl Zlema {
    /// Looks at about `period` values; 0 counts as 1.
    pub fn new(period: usize, seed: Seed) -> Zlema {
        Zlema {
            window: Window::new(lag(period) + 1),
            average: Ema::seeded(period, seed),
        }
    }
}

impl Kernel<1, 1> for Zlema {
    #[inline]
    fn next(&mut self, [value]: [f64; 1]) -> [f64; 1] {
        if value.is_nan() {
            return [f64::NAN];
        }
        self.window.push(value);
        match self.window.oldest() {
            Some(before) => [self.average.push(value + (value - before))],
            None => [f64::NAN],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column;

    #[test]
    fn does_not_lag_behind_a_straight_line() {
        // An EMA of n bars seeded with a mean lags (n − 1) ÷ 2 bars behind a line, exactly what was added.
        let line: Vec<f64> = (0..60).map(|bar| 5.0 + 2.0 * f64::from(bar)).collect();
        let got = column(Zlema::new(9, Seed::Mean), &line);
        assert!(got[11].is_nan());
        for bar in 12..60 {
            assert!((got[bar] - line[bar]).abs() < 1e-12);
        }
    }

    #[test]
    fn follows_a_small_example_worked_by_hand() {
        // Period 3: l = 1, k = ½, first value. Pushed ahead: 3, 6, 1; then 3, 4.5, 2.75.
        let got = column(Zlema::new(3, Seed::First), &[1.0, 2.0, 4.0, 2.5]);
        assert!(got[0].is_nan());
        assert_eq!(got[1..], [3.0, 4.5, 2.75]);
    }
}
