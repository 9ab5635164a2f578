//! Disparity index: how far the price is from its moving average.

use super::sma::Sma;
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the disparity index.
pub static INDICATOR: Indicator = Indicator {
    id: "disparity",
    name: Text::new("Disparity index", "이격도"),
    category: Category::Momentum,
    about: Text::new(
        "The price in percent of its moving average: 100 on the average, 105 when it is five percent above.",
        "가격을 이동평균의 백분율로 나타냅니다. 평균과 같으면 100, 5% 위에 있으면 105입니다.",
    ),
    inputs: &[Input::Value],
    outputs: &["disparity"],
    params: &[params::period(20)],
    warm_up: |params| params[0] as usize - 1,
    memory: |params| Memory::Bars(params[0] as usize - 1),
    sparse: false,
    kernel: |params| boxed(Disparity::new(params[0] as usize)),
};

/// 100·x ÷ SMA(x, n), as Korean charts draw it (Nison's form subtracts the 100); 100 when the average is 0.
#[derive(Clone, Debug)]
pub struct Disparity {
    average: Sma,
}

impl Disparity {
    /// Looks at `period` values; 0 counts as 1.
    pub fn new(period: usize) -> Disparity {
        Disparity {
            average: Sma::new(period),
        }
    }
}

impl Kernel<1, 1> for Disparity {
    #[inline]
    fn next(&mut self, [value]: [f64; 1]) -> [f64; 1] {
        let [average] = self.average.next([value]);
        if average == 0.0 {
            return [100.0];
        }
        [100.0 * (value / average)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column;

    #[test]
    fn is_the_price_in_percent_of_its_average() {
        let got = column(Disparity::new(2), &[90.0, 110.0, 90.0, 0.0, 0.0]);
        assert!(got[0].is_nan());
        assert!((got[1] - 110.0).abs() < 1e-12 && (got[2] - 90.0).abs() < 1e-12);
        assert_eq!(got[3..], [0.0, 100.0]);
    }
}
