//! Three white soldiers: three strong rises, each out of the body before.

use crate::blocks::{Candle, Three, flag};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::{Param, Text};

/// Definition of the three white soldiers.
pub static INDICATOR: Indicator = Indicator {
    id: "three_soldiers",
    name: Text::new("Three white soldiers", "적삼병"),
    category: Category::Candle,
    about: Text::new(
        "1 when three long bars in a row rise, each from within the last body and to a close near its high; else 0.",
        "긴 양봉이 세 번 이어지고, 각각 직전 몸통 안에서 시작해 고가 부근에서 마감하면 1, 아니면 0입니다.",
    ),
    inputs: &[Input::Open, Input::High, Input::Low, Input::Close],
    outputs: &["three_soldiers"],
    params: MARCH_PARAMS,
    warm_up: |_| 2,
    memory: |_| Memory::Bars(2),
    sparse: false,
    kernel: |params| boxed(ThreeSoldiers::new(March::of(params))),
};

/// Parameters of soldiers and crows, in the order of [`March`].
pub const MARCH_PARAMS: &[Param] = &[
    params::number(
        "body",
        Text::new("Smallest body", "몸통 최소 비율"),
        Text::new(
            "Each body is at least this share of its bar's range.",
            "각 몸통이 그 봉의 고저 범위에서 차지하는 최소 비율입니다.",
        ),
        [0.0, 1.0, 0.5, 0.05],
    ),
    params::number(
        "shadow",
        Text::new("Largest shadow", "꼬리 최대 비율"),
        Text::new(
            "The shadow beyond the close is at most this share of the range.",
            "종가 쪽 꼬리가 고저 범위에서 차지하는 최대 비율입니다.",
        ),
        [0.0, 1.0, 0.25, 0.05],
    ),
];

/// What makes three bars a march.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct March {
    /// Smallest body, as a share of its range.
    pub body: f64,
    /// Largest shadow beyond the close, as a share of the range.
    pub shadow: f64,
}

impl March {
    /// The shape that [`MARCH_PARAMS`] mean.
    pub fn of(params: &[f64]) -> March {
        March {
            body: params[0],
            shadow: params[1],
        }
    }

    /// Three rising bars with body ≥ share·range and upper shadow ≤ share·range; the second and third open within the body
    /// before, its ends included, and close above it. Source: Nison, "Japanese Candlestick Charting Techniques", 1991.
    pub fn rises(&self, bars: [Candle; 3]) -> bool {
        let strong = |candle: &Candle| {
            candle.is_up()
                && candle.has_body(self.body)
                && candle.upper_shadow() <= self.shadow * candle.range()
        };
        let steps = |pair: &[Candle]| {
            let within = pair[1].open >= pair[0].open && pair[1].open <= pair[0].close;
            within && pair[1].close > pair[0].close
        };
        bars.iter().all(strong) && bars.windows(2).all(steps)
    }
}

/// 1 for the shape, 0 for anything else.
#[derive(Clone, Debug)]
pub struct ThreeSoldiers {
    march: March,
    bars: Three,
}

impl ThreeSoldiers {
    /// Looks for this shape.
    pub fn new(march: March) -> ThreeSoldiers {
        ThreeSoldiers {
            march,
            bars: Three::default(),
        }
    }
}

impl Kernel<4, 1> for ThreeSoldiers {
    #[inline]
    fn next(&mut self, bar: [f64; 4]) -> [f64; 1] {
        let bars = Candle::of(bar).and_then(|candle| self.bars.push(candle));
        [bars.map_or(f64::NAN, |bars| flag(self.march.rises(bars)))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn march(bars: [[f64; 4]; 3]) -> f64 {
        let mut kernel = ThreeSoldiers::new(March {
            body: 0.5,
            shadow: 0.25,
        });
        bars.map(|bar| kernel.next(bar)[0])[2]
    }

    #[test]
    fn three_strong_rises_march() {
        let (first, second) = ([10.0, 14.0, 10.0, 14.0], [12.0, 18.0, 12.0, 17.0]);
        assert_eq!(march([first, second, [17.0, 21.0, 16.0, 20.0]]), 1.0);
        // A gap up; a close that is not higher; a long upper shadow; a small body.
        assert_eq!(march([first, second, [18.0, 22.0, 18.0, 22.0]]), 0.0);
        assert_eq!(march([first, second, [13.0, 17.0, 13.0, 17.0]]), 0.0);
        assert_eq!(march([first, second, [16.0, 25.0, 16.0, 21.0]]), 0.0);
        assert_eq!(march([first, second, [16.0, 19.0, 10.0, 18.0]]), 0.0);
    }
}
