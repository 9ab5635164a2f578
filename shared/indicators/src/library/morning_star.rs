//! Morning star: a fall, a pause, and a rise that takes much of the fall back.

use crate::blocks::{Candle, Three, flag};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::{Param, ParamKind, Text, Unit};

/// Definition of the morning star.
pub static INDICATOR: Indicator = Indicator {
    id: "morning_star",
    name: Text::new("Morning star", "샛별형"),
    category: Category::Candle,
    about: Text::new(
        "1 when a long falling bar is followed by a small one and then a rise well into the first; else 0.",
        "긴 음봉 다음에 작은 봉이 나오고, 이어 양봉이 첫 음봉 몸통 깊숙이 올라오면 1, 아니면 0입니다.",
    ),
    inputs: &[Input::Open, Input::High, Input::Low, Input::Close],
    outputs: &["morning_star"],
    params: STAR_PARAMS,
    warm_up: |_| 2,
    memory: |_| Memory::Bars(2),
    sparse: false,
    kernel: |params| boxed(MorningStar::new(StarShape::of(params))),
};

/// Parameters of both stars, in the order of [`StarShape`].
pub const STAR_PARAMS: &[Param] = &[
    params::number(
        "long",
        Text::new("Long body", "긴 몸통"),
        Text::new(
            "The first body is at least this share of its bar's range.",
            "첫 봉의 몸통이 그 봉의 고저 범위에서 차지하는 최소 비율입니다.",
        ),
        [0.0, 1.0, 0.5, 0.05],
    ),
    params::number(
        "star",
        Text::new("Star", "별의 크기"),
        Text::new(
            "The middle body is at most this share of the first.",
            "가운데 몸통이 첫 몸통의 얼마까지 되는지입니다.",
        ),
        [0.0, 1.0, 0.3, 0.05],
    ),
    params::number(
        "penetration",
        Text::new("Penetration", "침투 비율"),
        Text::new(
            "How much of the first body the last close takes back.",
            "마지막 종가가 첫 몸통을 얼마나 되돌려야 하는지입니다.",
        ),
        [0.0, 1.0, 0.5, 0.05],
    ),
    Param {
        id: "gap",
        label: Text::new("Gap", "갭"),
        help: Text::new(
            "Must the middle body lie wholly beyond the first? Coins trade around the clock and hardly ever gap.",
            "가운데 몸통이 첫 몸통 밖에 완전히 떨어져 있어야 하는지입니다. 24시간 거래되는 코인에는 갭이 거의 없습니다.",
        ),
        unit: Unit::None,
        kind: ParamKind::Switch { default: false },
    },
];

/// What makes three bars a star.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StarShape {
    /// Smallest first body, as a share of its range.
    pub long: f64,
    /// Largest middle body, as a share of the first body.
    pub star: f64,
    /// How much of the first body the last close takes back.
    pub penetration: f64,
    /// Must the middle body lie beyond the first?
    pub gap: bool,
}

impl StarShape {
    /// The shape that [`STAR_PARAMS`] mean.
    pub fn of(params: &[f64]) -> StarShape {
        StarShape {
            long: params[0],
            star: params[1],
            penetration: params[2],
            gap: params[3] != 0.0,
        }
    }

    /// Falling body of at least long·range; then a body ≤ star·first body, below it or at least not above its middle; then
    /// a rising bar with close ≥ close₁ + penetration·body₁.
    /// Source: Nison, "Japanese Candlestick Charting Techniques", 1991.
    pub fn is_morning(&self, [first, middle, last]: [Candle; 3]) -> bool {
        let top = middle.open.max(middle.close);
        let highest = if self.gap {
            first.close
        } else {
            0.5 * (first.open + first.close)
        };
        let low_enough = if self.gap {
            top < highest
        } else {
            top <= highest
        };
        first.is_down()
            && first.has_body(self.long)
            && middle.body() <= self.star * first.body()
            && low_enough
            && last.is_up()
            && last.close >= first.close + self.penetration * first.body()
    }
}

/// 1 for the shape, 0 for anything else.
#[derive(Clone, Debug)]
pub struct MorningStar {
    shape: StarShape,
    bars: Three,
}

impl MorningStar {
    /// Looks for this shape.
    pub fn new(shape: StarShape) -> MorningStar {
        MorningStar {
            shape,
            bars: Three::default(),
        }
    }
}

impl Kernel<4, 1> for MorningStar {
    #[inline]
    fn next(&mut self, bar: [f64; 4]) -> [f64; 1] {
        let bars = Candle::of(bar).and_then(|candle| self.bars.push(candle));
        [bars.map_or(f64::NAN, |bars| flag(self.shape.is_morning(bars)))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPE: StarShape = StarShape {
        long: 0.5,
        star: 0.3,
        penetration: 0.5,
        gap: false,
    };

    fn star(shape: StarShape, bars: [[f64; 4]; 3]) -> f64 {
        let mut kernel = MorningStar::new(shape);
        assert!(kernel.next(bars[0])[0].is_nan() && kernel.next(bars[1])[0].is_nan());
        kernel.next(bars[2])[0]
    }

    #[test]
    fn a_fall_a_pause_and_a_rise() {
        let fall = [20.0, 21.0, 9.0, 10.0];
        let pause = [10.0, 11.0, 8.0, 9.0];
        let rise = [9.0, 16.0, 9.0, 15.0];
        assert_eq!(star(SHAPE, [fall, pause, rise]), 1.0);
        // A rise to 14 takes back only 4 of 10; a pause with a body of 4; a first bar that rose; one with a body of 10 in 24.
        assert_eq!(star(SHAPE, [fall, pause, [9.0, 16.0, 9.0, 14.0]]), 0.0);
        assert_eq!(star(SHAPE, [fall, [10.0, 15.0, 8.0, 14.0], rise]), 0.0);
        assert_eq!(star(SHAPE, [[10.0, 21.0, 9.0, 20.0], pause, rise]), 0.0);
        assert_eq!(star(SHAPE, [[20.0, 30.0, 6.0, 10.0], pause, rise]), 0.0);
    }

    #[test]
    fn with_a_gap_the_star_hangs_free() {
        let shape = StarShape { gap: true, ..SHAPE };
        let fall = [20.0, 21.0, 9.0, 10.0];
        let rise = [9.0, 16.0, 9.0, 15.0];
        assert_eq!(star(shape, [fall, [10.0, 11.0, 8.0, 9.0], rise]), 0.0);
        assert_eq!(star(shape, [fall, [9.5, 11.0, 8.0, 9.0], rise]), 1.0);
    }
}
