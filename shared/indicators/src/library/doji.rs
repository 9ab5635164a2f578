//! Doji: a bar that ended where it began.

use crate::blocks::{Candle, flag};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the doji.
pub static INDICATOR: Indicator = Indicator {
    id: "doji",
    name: Text::new("Doji", "도지"),
    category: Category::Candle,
    about: Text::new(
        "1 for a bar that ended about where it began, although the price moved; else 0.",
        "가격이 움직였지만 시가 근처에서 마감한 봉이면 1, 아니면 0입니다.",
    ),
    inputs: &[Input::Open, Input::High, Input::Low, Input::Close],
    outputs: &["doji"],
    params: &[params::number(
        "body",
        Text::new("Largest body", "몸통 최대 비율"),
        Text::new(
            "The body is at most this share of the bar's range.",
            "몸통이 봉의 고저 범위에서 차지하는 최대 비율입니다.",
        ),
        [0.0, 1.0, 0.1, 0.01],
    )],
    warm_up: |_| 0,
    memory: |_| Memory::Bars(0),
    sparse: false,
    kernel: |params| boxed(Doji { body: params[0] }),
};

/// |close − open| ≤ share·(high − low), of a bar that has a range: one in which nobody traded is no sign of doubt.
/// Source: Nison, "Japanese Candlestick Charting Techniques", 1991; the tenth is TA-Lib's.
#[derive(Clone, Copy, Debug)]
pub struct Doji {
    /// Largest body as a share of the range.
    pub body: f64,
}

impl Kernel<4, 1> for Doji {
    #[inline]
    fn next(&mut self, bar: [f64; 4]) -> [f64; 1] {
        let Some(candle) = Candle::of(bar) else {
            return [f64::NAN];
        };
        let range = candle.range();
        [flag(range > 0.0 && candle.body() <= self.body * range)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_a_small_body_in_a_range() {
        let mut doji = Doji { body: 0.25 };
        assert_eq!(doji.next([10.0, 12.0, 8.0, 11.0]), [1.0]);
        assert_eq!(doji.next([10.0, 12.0, 8.0, 11.5]), [0.0]);
        assert_eq!(doji.next([10.0; 4]), [0.0]);
        assert!(doji.next([f64::NAN, 1.0, 1.0, 1.0])[0].is_nan());
    }
}
