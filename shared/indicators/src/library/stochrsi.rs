//! Stochastic RSI: where the relative strength index lies in its own recent range.

use super::rsi::{Rsi, wilder_settled};
use super::stochf::{AVERAGE, Average, Place, fast_d, fast_k, reach};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the stochastic RSI.
pub static INDICATOR: Indicator = Indicator {
    id: "stochrsi",
    name: Text::new("Stochastic RSI", "스토캐스틱 RSI"),
    category: Category::Momentum,
    about: Text::new(
        "The place of the RSI in its own recent range, from 0 to 100, and its average; charts often call the average %K.",
        "RSI가 자신의 최근 범위에서 놓인 위치(0~100)와 그 평균입니다. 차트에서는 이 평균을 %K라고 부르기도 합니다.",
    ),
    inputs: &[Input::Value],
    outputs: &["fastk", "fastd"],
    params: &[params::period(14), fast_k(14), fast_d(3), AVERAGE],
    warm_up: |params| (params[0] + params[1] + params[2]) as usize - 2,
    memory: |params| {
        let smoothed = reach(params[3], params[2] as usize);
        Memory::Bars(wilder_settled(params[0] as usize) + 1 + params[1] as usize + smoothed)
    },
    sparse: false,
    kernel: |params| {
        boxed(StochasticRsi::new(
            params[0] as usize,
            params[1] as usize,
            Average::of(params[3], params[2] as usize),
        ))
    },
};

/// While the price stands still the RSI does too, but for its last digits.
const ROUNDING: f64 = 1e-9;

/// Fast stochastic of the RSI as high, low and close; %K is not smoothed. A range that is only rounding counts as none.
/// Source: Chande and Kroll, "The New Technical Trader", 1994; as TA-Lib.
#[derive(Clone, Debug)]
pub struct StochasticRsi {
    rsi: Rsi,
    place: Place,
    average: Average,
}

impl StochasticRsi {
    /// Looks at the RSI of `period` changes over `fast_k` bars.
    pub fn new(period: usize, fast_k: usize, average: Average) -> StochasticRsi {
        StochasticRsi {
            rsi: Rsi::new(period),
            place: Place::above_rounding(fast_k, ROUNDING),
            average,
        }
    }
}

impl Kernel<1, 2> for StochasticRsi {
    #[inline]
    fn next(&mut self, value: [f64; 1]) -> [f64; 2] {
        let [rsi] = self.rsi.next(value);
        let [fast_k] = self.place.next([rsi; 3]);
        let [fast_d] = self.average.next([fast_k]);
        if fast_d.is_nan() {
            return [f64::NAN; 2];
        }
        [fast_k, fast_d]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_the_place_of_the_rsi_in_its_range() {
        // RSI(2) of 1, 2, 3, 1, 3: 100, 100/3, 500/7. Over 3: (500/7 − 100/3) ÷ (100 − 100/3) = 4/7.
        let mut stochastic = StochasticRsi::new(2, 3, Average::of(0.0, 1));
        let got = [1.0, 2.0, 3.0, 1.0, 3.0].map(|price| stochastic.next([price])[0]);
        assert!(got[..4].iter().all(|value| value.is_nan()));
        assert!((got[4] - 400.0 / 7.0).abs() < 1e-12);
    }

    #[test]
    fn rounding_while_the_price_stands_still_is_no_range() {
        let mut stochastic = StochasticRsi::new(3, 5, Average::of(0.0, 2));
        for bar in 0..60 {
            let price = [100.3, 99.1, 101.7, 100.9][bar.min(3)];
            let [fast_k, _] = stochastic.next([price]);
            assert!(bar < 12 || fast_k == 0.0, "bar {bar}: {fast_k}");
        }
    }
}
