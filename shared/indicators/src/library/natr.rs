//! Normalised average true range: the average true range in percent of the price.

use super::atr::Atr;
use super::rsi::wilder_settled;
use crate::blocks::Smooth;
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the normalised average true range.
pub static INDICATOR: Indicator = Indicator {
    id: "natr",
    name: Text::new("Normalised average true range", "정규화 ATR (NATR)"),
    category: Category::Volatility,
    about: Text::new(
        "The average true range in percent of the close, comparable between symbols.",
        "ATR을 종가에 대한 %로 나타내어 종목끼리 비교할 수 있습니다.",
    ),
    inputs: &[Input::High, Input::Low, Input::Close],
    outputs: &["natr"],
    params: &[params::period(14), params::SMOOTHING],
    warm_up: |params| params[0] as usize,
    memory: |params| match params[1] {
        0.0 => Memory::Bars(wilder_settled(params[0] as usize) + 1),
        _ => Memory::Bars(params[0] as usize),
    },
    sparse: false,
    kernel: |params| boxed(Natr::new(Smooth::of(params[1], params[0] as usize))),
};

/// 100·ATR ÷ close; 0 where the close is 0. As TA-Lib.
#[derive(Clone, Debug)]
pub struct Natr {
    average: Atr<Smooth>,
}

impl Natr {
    /// Averages the true range in this way.
    pub fn new(average: Smooth) -> Natr {
        Natr {
            average: Atr::of(average),
        }
    }
}

impl Kernel<3, 1> for Natr {
    #[inline]
    fn next(&mut self, bar: [f64; 3]) -> [f64; 1] {
        let [average] = self.average.next(bar);
        let close = bar[2];
        [if close == 0.0 {
            0.0 * average
        } else {
            100.0 * (average / close)
        }]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_the_average_range_in_percent_of_the_close() {
        let mut natr = Natr::new(Smooth::of(0.0, 2));
        assert!(natr.next([10.0, 8.0, 9.0])[0].is_nan());
        assert!(natr.next([14.0, 12.0, 13.0])[0].is_nan());
        // True ranges 5 and 3, mean 4, close 16.
        assert_eq!(natr.next([16.0, 14.0, 16.0]), [25.0]);
    }
}
