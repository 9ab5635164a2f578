//! Engulfing: a body that swallows the opposite one before it.

use crate::blocks::Candle;
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the engulfing pattern.
pub static INDICATOR: Indicator = Indicator {
    id: "engulfing",
    name: Text::new("Engulfing", "장악형"),
    category: Category::Candle,
    about: Text::new(
        "1 when a rising body swallows the falling one before it, −1 the other way round, else 0.",
        "양봉 몸통이 직전 음봉 몸통을 감싸면 1(상승 장악형), 반대면 −1(하락 장악형), 아니면 0입니다.",
    ),
    inputs: &[Input::Open, Input::High, Input::Low, Input::Close],
    outputs: &["engulfing"],
    params: &[params::number(
        "factor",
        Text::new("Size", "크기 배수"),
        Text::new(
            "The body is at least so many times the one before; above 1 makes it rarer.",
            "몸통이 직전 몸통의 몇 배 이상이어야 하는지입니다. 클수록 드물게 나옵니다.",
        ),
        [1.0, 10.0, 1.0, 0.1],
    )],
    warm_up: |_| 1,
    memory: |_| Memory::Bars(1),
    sparse: false,
    kernel: |params| boxed(Engulfing::new(params[0])),
};

/// Bullish: a falling body, then a rising one with open ≤ close₋₁, close ≥ open₋₁ and body ≥ factor·body₋₁, larger in any case.
/// Touching ends count, because coins open where they closed. Bearish is its mirror image.
/// Source: Nison, "Japanese Candlestick Charting Techniques", 1991.
#[derive(Clone, Debug)]
pub struct Engulfing {
    factor: f64,
    before: Option<Candle>,
}

impl Engulfing {
    /// The second body is at least `factor` times the first.
    pub fn new(factor: f64) -> Engulfing {
        Engulfing {
            factor,
            before: None,
        }
    }

    fn rises(&self, first: Candle, second: Candle) -> bool {
        first.is_down()
            && second.is_up()
            && second.open <= first.close
            && second.close >= first.open
            && second.body() > first.body()
            && second.body() >= self.factor * first.body()
    }
}

impl Kernel<4, 1> for Engulfing {
    #[inline]
    fn next(&mut self, bar: [f64; 4]) -> [f64; 1] {
        let Some(candle) = Candle::of(bar) else {
            return [f64::NAN];
        };
        let Some(before) = self.before.replace(candle) else {
            return [f64::NAN];
        };
        if self.rises(before, candle) {
            [1.0]
        } else if self.rises(before.mirrored(), candle.mirrored()) {
            [-1.0]
        } else {
            [0.0]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(factor: f64, first: [f64; 4], second: [f64; 4]) -> f64 {
        let mut engulfing = Engulfing::new(factor);
        assert!(engulfing.next(first)[0].is_nan());
        engulfing.next(second)[0]
    }

    #[test]
    fn a_body_swallows_the_one_before() {
        let falls = [10.0, 10.5, 8.5, 9.0];
        let rises = [9.0, 11.5, 8.8, 11.0];
        assert_eq!(pair(1.0, falls, rises), 1.0);
        assert_eq!(pair(2.5, falls, rises), 0.0);
        assert_eq!(pair(1.0, rises, [11.0, 11.5, 8.0, 8.5]), -1.0);
    }

    #[test]
    fn equal_bodies_and_the_same_colour_do_not() {
        let falls = [10.0, 10.5, 8.5, 9.0];
        assert_eq!(pair(1.0, falls, [9.0, 10.5, 8.5, 10.0]), 0.0);
        assert_eq!(pair(1.0, falls, [11.0, 11.0, 8.0, 8.0]), 0.0);
        assert_eq!(pair(1.0, [9.0; 4], [8.0, 12.0, 8.0, 12.0]), 0.0);
    }
}
