//! Exponential moving average: recent values weigh more.

use crate::blocks::Exponential;
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the exponential moving average.
pub static INDICATOR: Indicator = Indicator {
    id: "ema",
    name: Text::new("Exponential moving average", "지수 이동평균"),
    category: Category::Average,
    about: Text::new(
        "An average in which recent bars weigh more.",
        "최근 봉일수록 무게를 더 두는 평균입니다.",
    ),
    inputs: &[Input::Value],
    outputs: &["ema"],
    params: &[params::period(20), params::EMA_SEED],
    warm_up: |params| match Seed::of(params[1]) {
        Seed::Mean => params[0] as usize - 1,
        Seed::First => 0,
    },
    memory: |params| Memory::Bars(settled(params[0] as usize)),
    sparse: false,
    kernel: |params| boxed(Ema::seeded(params[0] as usize, Seed::of(params[1]))),
};

/// Where an average begins; traders differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seed {
    /// With the mean of the first n values, as TA-Lib and TradingView do.
    Mean,
    /// With the first value, as pandas does with `adjust=False`.
    First,
}

impl Seed {
    /// The seed a parameter means.
    pub fn of(param: f64) -> Seed {
        if param == 0.0 {
            Seed::Mean
        } else {
            Seed::First
        }
    }
}

/// Bars after which (1 − 2 ÷ (n + 1))^bars is below 1e-7: the seed can no longer be felt.
pub fn settled(period: usize) -> usize {
    9 * (period + 1)
}

/// e ← e + k·(x − e), k = 2 ÷ (n + 1).
#[derive(Clone, Debug)]
pub struct Ema {
    average: Exponential,
}

impl Ema {
    /// An average over about `period` values, seeded with their mean; a period of 0 counts as 1.
    pub fn new(period: usize) -> Ema {
        Ema::seeded(period, Seed::Mean)
    }

    /// An average with the seed asked for.
    pub fn seeded(period: usize, seed: Seed) -> Ema {
        let period = period.max(1);
        let values = if seed == Seed::Mean { period } else { 1 };
        Ema {
            average: Exponential::new(values, 2.0 / (period as f64 + 1.0)),
        }
    }

    /// Takes a value that is not NaN; gives the average, NaN before the seed is complete.
    #[inline]
    pub fn push(&mut self, value: f64) -> f64 {
        self.average.push(value)
    }
}

impl Kernel<1, 1> for Ema {
    #[inline]
    fn next(&mut self, [value]: [f64; 1]) -> [f64; 1] {
        [self.average.step(value)]
    }

    fn average(&mut self) -> Option<&mut Exponential> {
        Some(&mut self.average)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column;

    #[test]
    fn is_seeded_with_the_mean_then_recursive() {
        // Period 3: k = 1/2. Seed (1+2+3)/3 = 2, then 2 + (6−2)/2 = 4, then 4 + (4−4)/2 = 4.
        let got = column(Ema::new(3), &[1.0, 2.0, 3.0, 6.0, 4.0]);
        assert!(got[0].is_nan() && got[1].is_nan());
        assert_eq!(got[2..], [2.0, 4.0, 4.0]);
    }

    #[test]
    fn or_with_the_first_value() {
        // k = 1/2: 1, then 1.5, then 2.25.
        let got = column(Ema::seeded(3, Seed::First), &[1.0, 2.0, 3.0]);
        assert_eq!(got, [1.0, 1.5, 2.25]);
    }

    #[test]
    fn waits_for_an_input_that_is_not_warmed_up() {
        let got = column(Ema::new(2), &[f64::NAN, 1.0, 3.0]);
        assert!(got[0].is_nan() && got[1].is_nan());
        assert_eq!(got[2], 2.0);
    }

    #[test]
    fn stands_still_with_the_price() {
        let got = column(Ema::new(7), &[0.1; 500]);
        assert!(got[10..].iter().all(|value| *value == got[6]));
    }
}
