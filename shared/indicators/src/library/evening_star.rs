//! Evening star: a rise, a pause, and a fall that takes much of the rise back.

use super::morning_star::{STAR_PARAMS, StarShape};
use crate::blocks::{Candle, Three, flag};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed};
use domain::Text;

/// Definition of the evening star.
pub static INDICATOR: Indicator = Indicator {
    id: "evening_star",
    name: Text::new("Evening star", "석별형"),
    category: Category::Candle,
    about: Text::new(
        "1 when a long rising bar is followed by a small one and then a fall well into the first; else 0.",
        "긴 양봉 다음에 작은 봉이 나오고, 이어 음봉이 첫 양봉 몸통 깊숙이 내려오면 1, 아니면 0입니다.",
    ),
    inputs: &[Input::Open, Input::High, Input::Low, Input::Close],
    outputs: &["evening_star"],
    params: STAR_PARAMS,
    warm_up: |_| 2,
    memory: |_| Memory::Bars(2),
    sparse: false,
    kernel: |params| boxed(EveningStar::new(StarShape::of(params))),
};

/// A [morning star](StarShape::is_morning) in the mirror: 1 for the shape, 0 for anything else.
#[derive(Clone, Debug)]
pub struct EveningStar {
    shape: StarShape,
    bars: Three,
}

impl EveningStar {
    /// Looks for this shape.
    pub fn new(shape: StarShape) -> EveningStar {
        EveningStar {
            shape,
            bars: Three::default(),
        }
    }
}

impl Kernel<4, 1> for EveningStar {
    #[inline]
    fn next(&mut self, bar: [f64; 4]) -> [f64; 1] {
        let bars = Candle::of(bar).and_then(|candle| self.bars.push(candle.mirrored()));
        [bars.map_or(f64::NAN, |bars| flag(self.shape.is_morning(bars)))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rise_a_pause_and_a_fall() {
        let shape = StarShape::of(&INDICATOR.defaults());
        let last = |close: f64| {
            let mut kernel = EveningStar::new(shape);
            let bars = [
                [10.0, 21.0, 9.0, 20.0],
                [20.0, 22.0, 19.0, 21.0],
                [21.0, 21.0, 10.0, close],
            ];
            bars.map(|bar| kernel.next(bar)[0])[2]
        };
        // 15 takes back half of the rise, 16 less.
        assert_eq!((last(15.0), last(16.0)), (1.0, 0.0));
    }
}
