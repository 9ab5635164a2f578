//! Williams %R: how far below the highest high the close lies.

use crate::blocks::{Highest, Lowest};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of Williams %R.
pub static INDICATOR: Indicator = Indicator {
    id: "willr",
    name: Text::new("Williams %R", "윌리엄스 %R"),
    category: Category::Momentum,
    about: Text::new(
        "How far the close is below the high of the last bars: 0 at the high, −100 at the low.",
        "종가가 최근 최고가에서 얼마나 내려왔는지입니다. 최고가면 0, 최저가면 −100입니다.",
    ),
    inputs: &[Input::High, Input::Low, Input::Close],
    outputs: &["willr"],
    params: &[params::period(14)],
    warm_up: |params| params[0] as usize - 1,
    memory: |params| Memory::Bars(params[0] as usize - 1),
    sparse: false,
    kernel: |params| boxed(WilliamsR::new(params[0] as usize)),
};

/// −100·(HH − close) ÷ (HH − LL) of the highest high and lowest low of n bars; 0 when they are equal, as TA-Lib.
/// Source: Williams, "How I Made One Million Dollars", 1973.
#[derive(Clone, Debug)]
pub struct WilliamsR {
    highest: Highest,
    lowest: Lowest,
}

impl WilliamsR {
    /// Looks at `period` bars; 0 counts as 1.
    pub fn new(period: usize) -> WilliamsR {
        WilliamsR {
            highest: Highest::new(period),
            lowest: Lowest::new(period),
        }
    }
}

impl Kernel<3, 1> for WilliamsR {
    #[inline]
    fn next(&mut self, [high, low, close]: [f64; 3]) -> [f64; 1] {
        if high.is_nan() || low.is_nan() || close.is_nan() {
            return [f64::NAN];
        }
        let (top, bottom) = (self.highest.push(high), self.lowest.push(low));
        let range = top - bottom;
        if range == 0.0 {
            [0.0]
        } else {
            [100.0 * ((close - top) / range)]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_from_the_low_to_the_high() {
        let mut williams = WilliamsR::new(2);
        assert!(williams.next([10.0, 8.0, 9.0])[0].is_nan());
        assert_eq!(williams.next([12.0, 9.0, 11.0]), [-25.0]);
        assert_eq!(williams.next([11.0, 4.0, 4.0]), [-100.0]);
        assert_eq!(WilliamsR::new(1).next([5.0, 5.0, 5.0]), [0.0]);
    }
}
