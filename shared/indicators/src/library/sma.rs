//! Simple moving average: the mean of the last `period` values.

use crate::blocks::Sum;
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the simple moving average.
pub static INDICATOR: Indicator = Indicator {
    id: "sma",
    name: Text::new("Simple moving average", "단순 이동평균"),
    category: Category::Average,
    about: Text::new("The mean of the last bars.", "최근 봉들의 평균입니다."),
    inputs: &[Input::Value],
    outputs: &["sma"],
    params: &[params::period(20)],
    warm_up: |params| params[0] as usize - 1,
    memory: |params| Memory::Bars(params[0] as usize - 1),
    sparse: false,
    kernel: |params| boxed(Sma::new(params[0] as usize)),
};

/// Σ(last n) ÷ n.
#[derive(Clone, Debug)]
pub struct Sma {
    sum: Sum,
}

impl Sma {
    /// Averages `period` values; a period of 0 counts as 1.
    pub fn new(period: usize) -> Sma {
        Sma {
            sum: Sum::new(period),
        }
    }
}

impl Kernel<1, 1> for Sma {
    #[inline]
    fn next(&mut self, [value]: [f64; 1]) -> [f64; 1] {
        if value.is_nan() {
            return [f64::NAN];
        }
        let period = self.sum.period() as f64;
        [self.sum.push(value).map_or(f64::NAN, |sum| sum / period)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column;

    #[test]
    fn averages_the_window() {
        let got = column(Sma::new(3), &[1.0, 2.0, 3.0, 4.0, 8.0]);
        assert!(got[0].is_nan() && got[1].is_nan());
        assert_eq!(got[2..], [2.0, 3.0, 5.0]);
    }
}
