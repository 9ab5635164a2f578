//! Momentum: how far the price has come in so many bars.

use crate::blocks::Window;
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the momentum.
pub static INDICATOR: Indicator = Indicator {
    id: "mom",
    name: Text::new("Momentum", "모멘텀"),
    category: Category::Momentum,
    about: Text::new(
        "The price minus the price so many bars ago.",
        "현재 가격에서 일정 기간 전 가격을 뺀 값입니다.",
    ),
    inputs: &[Input::Value],
    outputs: &["mom"],
    params: &[params::period(10)],
    warm_up: |params| params[0] as usize,
    memory: |params| Memory::Bars(params[0] as usize),
    sparse: false,
    kernel: |params| boxed(Momentum::new(params[0] as usize)),
};

/// x − x of n bars ago.
#[derive(Clone, Debug)]
pub struct Momentum {
    window: Window,
}

impl Momentum {
    /// Compares with `period` bars ago.
    pub fn new(period: usize) -> Momentum {
        Momentum {
            window: Window::new(period),
        }
    }
}

impl Kernel<1, 1> for Momentum {
    #[inline]
    fn next(&mut self, [value]: [f64; 1]) -> [f64; 1] {
        if value.is_nan() {
            return [f64::NAN];
        }
        let before = self.window.push(value);
        [before.map_or(f64::NAN, |before| value - before)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column;

    #[test]
    fn compares_with_the_bar_a_period_ago() {
        let got = column(Momentum::new(2), &[1.0, 5.0, 4.0, 2.0]);
        assert!(got[0].is_nan() && got[1].is_nan());
        assert_eq!(got[2..], [3.0, -3.0]);
    }
}
