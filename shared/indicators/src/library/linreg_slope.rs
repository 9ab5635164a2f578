//! Linear regression slope: how much the straight line through the last bars rises a bar.

use crate::blocks::Line;
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the linear regression slope.
pub static INDICATOR: Indicator = Indicator {
    id: "linreg_slope",
    name: Text::new("Linear regression slope", "선형회귀 기울기"),
    category: Category::Statistic,
    about: Text::new(
        "How much the straight line that fits the last bars best rises in a bar, in units of price.",
        "최근 봉들에 가장 잘 맞는 직선이 봉 하나마다 얼마나 오르는지를 가격 단위로 나타냅니다.",
    ),
    inputs: &[Input::Value],
    outputs: &["slope"],
    params: &[params::period(14)],
    warm_up: |params| params[0] as usize - 1,
    memory: |params| Memory::Bars(params[0] as usize - 1),
    sparse: false,
    kernel: |params| boxed(LinearRegressionSlope::new(params[0] as usize)),
};

/// Least-squares slope of n values on 0 … n − 1 (TA-Lib LINEARREG_SLOPE); 0 for a single value.
#[derive(Clone, Debug)]
pub struct LinearRegressionSlope {
    line: Line,
}

impl LinearRegressionSlope {
    /// Looks at `period` values; 0 counts as 1.
    pub fn new(period: usize) -> LinearRegressionSlope {
        LinearRegressionSlope {
            line: Line::new(period),
        }
    }
}

impl Kernel<1, 1> for LinearRegressionSlope {
    #[inline]
    fn next(&mut self, [value]: [f64; 1]) -> [f64; 1] {
        if value.is_nan() {
            return [f64::NAN];
        }
        [self.line.push(value).map_or(f64::NAN, |fit| fit.slope)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column;

    #[test]
    fn is_the_rise_of_the_best_line() {
        // 1, 2, 6: (6 − 1) ÷ 2 = 2.5; 2, 6, 2: (2 − 2) ÷ 2 = 0.
        let got = column(LinearRegressionSlope::new(3), &[1.0, 2.0, 6.0, 2.0]);
        assert!(got[0].is_nan() && got[1].is_nan());
        assert_eq!(got[2..], [2.5, 0.0]);
        assert_eq!(column(LinearRegressionSlope::new(1), &[4.0, 7.0]), [0.0; 2]);
    }
}
