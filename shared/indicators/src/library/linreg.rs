//! Linear regression: where the straight line through the last bars ends.

use crate::blocks::Line;
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the linear regression.
pub static INDICATOR: Indicator = Indicator {
    id: "linreg",
    name: Text::new("Linear regression", "선형회귀선"),
    category: Category::Statistic,
    about: Text::new(
        "The value at the newest bar of the straight line that fits the last bars best.",
        "최근 봉들에 가장 잘 맞는 직선이 현재 봉에서 갖는 값입니다.",
    ),
    inputs: &[Input::Value],
    outputs: &["linreg"],
    params: &[params::period(14)],
    warm_up: |params| params[0] as usize - 1,
    memory: |params| Memory::Bars(params[0] as usize - 1),
    sparse: false,
    kernel: |params| boxed(LinearRegression::new(params[0] as usize)),
};

/// mean + slope·(n − 1) ÷ 2: the end of the least-squares line over n values (TA-Lib LINEARREG); of one value, that value.
#[derive(Clone, Debug)]
pub struct LinearRegression {
    line: Line,
}

impl LinearRegression {
    /// Looks at `period` values; 0 counts as 1.
    pub fn new(period: usize) -> LinearRegression {
        LinearRegression {
            line: Line::new(period),
        }
    }
}

impl Kernel<1, 1> for LinearRegression {
    #[inline]
    fn next(&mut self, [value]: [f64; 1]) -> [f64; 1] {
        if value.is_nan() {
            return [f64::NAN];
        }
        let reach = 0.5 * (self.line.period() as f64 - 1.0);
        let fit = self.line.push(value);
        [fit.map_or(f64::NAN, |fit| fit.mean + fit.slope * reach)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column;

    #[test]
    fn ends_where_the_best_line_ends() {
        // Through 1, 2, 6 on 0, 1, 2: mean 3, slope (6 − 1) ÷ 2 = 2.5, end 5.5.
        let got = column(LinearRegression::new(3), &[1.0, 2.0, 6.0]);
        assert!(got[0].is_nan() && got[1].is_nan());
        assert_eq!(got[2], 5.5);
        assert_eq!(column(LinearRegression::new(1), &[4.0, 7.0]), [4.0, 7.0]);
    }
}
