//! Rate of change: by how many percent the price moved in so many bars.

use crate::blocks::Window;
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the rate of change.
pub static INDICATOR: Indicator = Indicator {
    id: "roc",
    name: Text::new("Rate of change", "가격 변화율 (ROC)"),
    category: Category::Momentum,
    about: Text::new(
        "By how many percent the price moved since so many bars ago.",
        "일정 기간 전과 비교하여 가격이 몇 % 변했는지입니다.",
    ),
    inputs: &[Input::Value],
    outputs: &["roc"],
    params: &[params::period(10)],
    warm_up: |params| params[0] as usize,
    memory: |params| Memory::Bars(params[0] as usize),
    sparse: false,
    kernel: |params| boxed(RateOfChange::new(params[0] as usize)),
};

/// 100·(x ÷ x of n bars ago − 1); 0 where that was 0, as TA-Lib.
#[derive(Clone, Debug)]
pub struct RateOfChange {
    window: Window,
}

impl RateOfChange {
    /// Compares with `period` bars ago.
    pub fn new(period: usize) -> RateOfChange {
        RateOfChange {
            window: Window::new(period),
        }
    }
}

impl Kernel<1, 1> for RateOfChange {
    #[inline]
    fn next(&mut self, [value]: [f64; 1]) -> [f64; 1] {
        if value.is_nan() {
            return [f64::NAN];
        }
        match self.window.push(value) {
            None => [f64::NAN],
            Some(0.0) => [0.0],
            Some(before) => [100.0 * (value / before - 1.0)],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column;

    #[test]
    fn is_the_change_in_percent() {
        let got = column(RateOfChange::new(2), &[2.0, 0.0, 3.0, 5.0, 1.5]);
        assert!(got[0].is_nan() && got[1].is_nan());
        assert_eq!(got[2..], [50.0, 0.0, -50.0]);
    }
}
