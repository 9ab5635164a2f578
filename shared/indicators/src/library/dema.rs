//! Double exponential moving average: an exponential average with most of its lag taken out.

use super::ema::{Ema, Seed, settled};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the double exponential moving average.
pub static INDICATOR: Indicator = Indicator {
    id: "dema",
    name: Text::new(
        "Double exponential moving average",
        "이중 지수 이동평균 (DEMA)",
    ),
    category: Category::Average,
    about: Text::new(
        "An exponential average corrected by its own average, so that it lags less.",
        "지수 이동평균을 그 평균으로 보정하여 지연을 줄인 평균입니다.",
    ),
    inputs: &[Input::Value],
    outputs: &["dema"],
    params: &[params::period(20), params::EMA_SEED],
    warm_up: |params| match Seed::of(params[1]) {
        Seed::Mean => 2 * (params[0] as usize - 1),
        Seed::First => 0,
    },
    memory: |params| Memory::Bars(2 * settled(params[0] as usize)),
    sparse: false,
    kernel: |params| boxed(Dema::new(params[0] as usize, Seed::of(params[1]))),
};

/// 2·EMA − EMA(EMA). Source: Mulloy, "Smoothing Data with Faster Moving Averages", 1994; seeding as TA-Lib.
#[derive(Clone, Debug)]
pub struct Dema {
    first: Ema,
    second: Ema,
}

impl Dema {
    /// An average over about `period` values.
    pub fn new(period: usize, seed: Seed) -> Dema {
        Dema {
            first: Ema::seeded(period, seed),
            second: Ema::seeded(period, seed),
        }
    }
}

impl Kernel<1, 1> for Dema {
    #[inline]
    fn next(&mut self, value: [f64; 1]) -> [f64; 1] {
        let [once] = self.first.next(value);
        let [twice] = self.second.next([once]);
        [2.0 * once - twice]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column;

    #[test]
    fn takes_the_average_of_the_average_off() {
        // Period 3, k = ½. EMA from the third value: 2, 4, 4, 6; its EMA: (2 + 4 + 4) ÷ 3 = 10/3, then 10/3 + ½·(6 − 10/3) = 14/3.
        let values = [1.0, 2.0, 3.0, 6.0, 4.0, 8.0];
        let got = column(Dema::new(3, Seed::Mean), &values);
        assert!(got[..4].iter().all(|value| value.is_nan()));
        assert!((got[4] - (8.0 - 10.0 / 3.0)).abs() < 1e-15);
        assert!((got[5] - (12.0 - 14.0 / 3.0)).abs() < 1e-14);
        // Seeded with the first value: EMA 1, 1.5; its EMA 1, 1.25; 3 − 1.25 = 1.75.
        assert_eq!(column(Dema::new(3, Seed::First), &[1.0, 2.0]), [1.0, 1.75]);
    }
}
