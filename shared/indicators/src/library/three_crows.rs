//! Three black crows: three strong falls, each out of the body before.

use super::three_soldiers::{MARCH_PARAMS, March};
use crate::blocks::{Candle, Three, flag};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed};
use domain::Text;

/// Definition of the three black crows.
pub static INDICATOR: Indicator = Indicator {
    id: "three_crows",
    name: Text::new("Three black crows", "흑삼병"),
    category: Category::Candle,
    about: Text::new(
        "1 when three long bars in a row fall, each from within the last body and to a close near its low; else 0.",
        "긴 음봉이 세 번 이어지고, 각각 직전 몸통 안에서 시작해 저가 부근에서 마감하면 1, 아니면 0입니다.",
    ),
    inputs: &[Input::Open, Input::High, Input::Low, Input::Close],
    outputs: &["three_crows"],
    params: MARCH_PARAMS,
    warm_up: |_| 2,
    memory: |_| Memory::Bars(2),
    sparse: false,
    kernel: |params| boxed(ThreeCrows::new(March::of(params))),
};

/// [Three soldiers](March::rises) in the mirror: 1 for the shape, 0 for anything else.
#[derive(Clone, Debug)]
pub struct ThreeCrows {
    march: March,
    bars: Three,
}

impl ThreeCrows {
    /// Looks for this shape.
    pub fn new(march: March) -> ThreeCrows {
        ThreeCrows {
            march,
            bars: Three::default(),
        }
    }
}

impl Kernel<4, 1> for ThreeCrows {
    #[inline]
    fn next(&mut self, bar: [f64; 4]) -> [f64; 1] {
        let bars = Candle::of(bar).and_then(|candle| self.bars.push(candle.mirrored()));
        [bars.map_or(f64::NAN, |bars| flag(self.march.rises(bars)))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_strong_falls_march() {
        let last = |close: f64| {
            let mut kernel = ThreeCrows::new(March::of(&INDICATOR.defaults()));
            let bars = [
                [20.0, 20.0, 16.0, 16.0],
                [18.0, 18.0, 12.0, 13.0],
                [13.0, 14.0, 9.0, close],
            ];
            bars.map(|bar| kernel.next(bar)[0])[2]
        };
        // Closing at 10 leaves a lower shadow of 1 in 5, at 11 one of 2.
        assert_eq!((last(10.0), last(11.0)), (1.0, 0.0));
    }
}
