//! Chandelier exit: a stop that hangs from the highest high.

use super::atr::Atr;
use super::rsi::wilder_settled;
use crate::blocks::{Highest, Lowest};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the chandelier exit.
pub static INDICATOR: Indicator = Indicator {
    id: "chandelier",
    name: Text::new("Chandelier exit", "샹들리에 청산"),
    category: Category::Trend,
    about: Text::new(
        "A stop for longs that hangs a few true ranges below the highest high, and one for shorts above the lowest low.",
        "최고가에서 ATR의 몇 배 아래에 걸린 매수 손절선과 최저가 위에 놓인 매도 손절선입니다.",
    ),
    inputs: &[Input::High, Input::Low, Input::Close],
    outputs: &["long", "short"],
    params: &[
        params::period(22),
        params::width("width", Text::new("Width", "배수"), 3.0),
    ],
    warm_up: |params| params[0] as usize,
    memory: |params| Memory::Bars(wilder_settled(params[0] as usize) + 1),
    sparse: false,
    kernel: |params| boxed(Chandelier::new(params[0] as usize, params[1])),
};

/// highest high − width·ATR and lowest low + width·ATR of the last n bars, this one included.
/// Source: LeBeau, in Elder, "Come Into My Trading Room", 2002.
#[derive(Clone, Debug)]
pub struct Chandelier {
    highest: Highest,
    lowest: Lowest,
    atr: Atr,
    width: f64,
}

impl Chandelier {
    /// Looks at `period` bars; 0 counts as 1.
    pub fn new(period: usize, width: f64) -> Chandelier {
        Chandelier {
            highest: Highest::new(period),
            lowest: Lowest::new(period),
            atr: Atr::new(period),
            width,
        }
    }
}

impl Kernel<3, 2> for Chandelier {
    #[inline]
    fn next(&mut self, bar: [f64; 3]) -> [f64; 2] {
        let [high, low, close] = bar;
        if high.is_nan() || low.is_nan() || close.is_nan() {
            return [f64::NAN; 2];
        }
        let (top, bottom) = (self.highest.push(high), self.lowest.push(low));
        let distance = self.width * self.atr.next(bar)[0];
        [top - distance, bottom + distance]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hangs_from_the_extremes() {
        // True ranges 2 and 4 after the first bar: ATR 3; highest 13 of the last two, lowest 9.
        let mut kernel = Chandelier::new(2, 2.0);
        assert!(kernel.next([20.0, 10.0, 10.0])[0].is_nan());
        assert!(kernel.next([12.0, 10.0, 11.0])[0].is_nan());
        assert_eq!(kernel.next([13.0, 9.0, 12.0]), [7.0, 15.0]);
    }
}
