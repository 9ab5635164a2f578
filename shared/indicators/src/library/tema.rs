//! Triple exponential moving average: an exponential average with even more of its lag taken out.

use super::ema::{Ema, Seed, settled};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the triple exponential moving average.
pub static INDICATOR: Indicator = Indicator {
    id: "tema",
    name: Text::new(
        "Triple exponential moving average",
        "삼중 지수 이동평균 (TEMA)",
    ),
    category: Category::Average,
    about: Text::new(
        "An exponential average corrected twice, so that it hardly lags and overshoots sooner.",
        "지수 이동평균을 두 번 보정하여 지연을 크게 줄인 평균입니다. 대신 급변할 때 지나치기 쉽습니다.",
    ),
    inputs: &[Input::Value],
    outputs: &["tema"],
    params: &[params::period(20), params::EMA_SEED],
    warm_up: |params| match Seed::of(params[1]) {
        Seed::Mean => 3 * (params[0] as usize - 1),
        Seed::First => 0,
    },
    memory: |params| Memory::Bars(3 * settled(params[0] as usize)),
    sparse: false,
    kernel: |params| boxed(Tema::new(params[0] as usize, Seed::of(params[1]))),
};

/// 3·EMA − 3·EMA(EMA) + EMA(EMA(EMA)). Source: Mulloy, "Smoothing Data with Less Lag", 1994; seeding as TA-Lib.
#[derive(Clone, Debug)]
pub struct Tema {
    first: Ema,
    second: Ema,
    third: Ema,
}

impl Tema {
    /// An average over about `period` values.
    pub fn new(period: usize, seed: Seed) -> Tema {
        Tema {
            first: Ema::seeded(period, seed),
            second: Ema::seeded(period, seed),
            third: Ema::seeded(period, seed),
        }
    }
}

impl Kernel<1, 1> for Tema {
    #[inline]
    fn next(&mut self, value: [f64; 1]) -> [f64; 1] {
        let [once] = self.first.next(value);
        let [twice] = self.second.next([once]);
        let [thrice] = self.third.next([twice]);
        [3.0 * (once - twice) + thrice]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column;

    #[test]
    fn corrects_the_average_twice() {
        // k = ½, seeded with the first value. EMA: 1, 3, 2; of it: 1, 2, 2; of that: 1, 1.5, 1.75.
        let got = column(Tema::new(3, Seed::First), &[1.0, 5.0, 1.0]);
        assert_eq!(got, [1.0, 4.5, 1.75]);
    }

    #[test]
    fn follows_a_straight_line_without_lag() {
        let line: Vec<f64> = (0..400).map(f64::from).collect();
        let got = column(Tema::new(5, Seed::Mean), &line);
        assert!(got[11].is_nan() && !got[12].is_nan());
        assert!((got[399] - 399.0).abs() < 1e-9);
    }
}
