//! Weighted moving average: weights fall in a straight line from the newest bar to the oldest.

use crate::blocks::Line;
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the weighted moving average.
pub static INDICATOR: Indicator = Indicator {
    id: "wma",
    name: Text::new("Weighted moving average", "가중 이동평균"),
    category: Category::Average,
    about: Text::new(
        "An average whose weights fall evenly from the newest bar to the oldest.",
        "최근 봉에서 오래된 봉으로 갈수록 가중치가 일정하게 줄어드는 평균입니다.",
    ),
    inputs: &[Input::Value],
    outputs: &["wma"],
    params: &[params::period(20)],
    warm_up: |params| params[0] as usize - 1,
    memory: |params| Memory::Bars(params[0] as usize - 1),
    sparse: false,
    kernel: |params| boxed(Wma::new(params[0] as usize)),
};

/// Σk·x ÷ Σk with k = n for the newest value down to 1 for the oldest; Σk = n·(n + 1) ÷ 2. Weights as TA-Lib.
#[derive(Clone, Debug)]
pub struct Wma {
    line: Line,
}

impl Wma {
    /// Averages `period` values; 0 counts as 1.
    pub fn new(period: usize) -> Wma {
        Wma {
            line: Line::new(period),
        }
    }
}

impl Kernel<1, 1> for Wma {
    #[inline]
    fn next(&mut self, [value]: [f64; 1]) -> [f64; 1] {
        if value.is_nan() {
            return [f64::NAN];
        }
        [self.line.push(value).map_or(f64::NAN, |fit| fit.weighted)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column;

    #[test]
    fn the_newest_bar_weighs_most() {
        // (1·1 + 2·2 + 3·6) ÷ 6 = 23 ÷ 6; then (2·1 + 6·2 + 4·3) ÷ 6 = 26 ÷ 6.
        let got = column(Wma::new(3), &[1.0, 2.0, 6.0, 4.0]);
        assert!(got[0].is_nan() && got[1].is_nan());
        assert!((got[2] - 23.0 / 6.0).abs() < 1e-15);
        assert!((got[3] - 26.0 / 6.0).abs() < 1e-15);
    }
}
