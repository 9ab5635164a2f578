//! Hammers: a small body at one end of a long shadow, after a run.

use crate::blocks::{Candle, Window, flag};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the hammer and its relatives.
pub static INDICATOR: Indicator = Indicator {
    id: "hammer",
    name: Text::new("Hammer", "망치형"),
    category: Category::Candle,
    about: Text::new(
        "1 for a small body with one long shadow: hammers after a fall, hanging man and shooting star after a rise; else 0.",
        "작은 몸통에 한쪽 꼬리만 긴 봉이면 1입니다. 하락 뒤에는 망치형·역망치형, 상승 뒤에는 교수형·유성형이고 아니면 0입니다.",
    ),
    inputs: &[Input::Open, Input::High, Input::Low, Input::Close],
    outputs: &["hammer", "hanging_man", "inverted_hammer", "shooting_star"],
    params: &[
        params::number(
            "shadow",
            Text::new("Long shadow", "긴 꼬리 배수"),
            Text::new(
                "The long shadow is at least so many bodies.",
                "긴 꼬리가 몸통의 몇 배 이상이어야 하는지입니다.",
            ),
            [0.0, 20.0, 2.0, 0.1],
        ),
        params::number(
            "body",
            Text::new("Largest body", "몸통 최대 비율"),
            Text::new(
                "The body is at most this share of the bar's range.",
                "몸통이 봉의 고저 범위에서 차지하는 최대 비율입니다.",
            ),
            [0.0, 1.0, 0.35, 0.05],
        ),
        params::number(
            "other",
            Text::new("Other shadow", "반대쪽 꼬리"),
            Text::new(
                "The other shadow is at most this share of the bar's range.",
                "반대쪽 꼬리가 봉의 고저 범위에서 차지하는 최대 비율입니다.",
            ),
            [0.0, 1.0, 0.1, 0.05],
        ),
        params::bars(
            "trend",
            Text::new("Run", "추세 기간"),
            Text::new(
                "Before the bar, the close fell or rose over so many bars.",
                "직전까지 몇 개의 봉 동안 종가가 내리거나 올랐는지 봅니다.",
            ),
            1,
            5,
        ),
    ],
    warm_up: |params| params[3] as usize + 1,
    memory: |params| Memory::Bars(params[3] as usize + 1),
    sparse: false,
    kernel: |params| {
        boxed(Hammer::new(
            params[0],
            params[1],
            params[2],
            params[3] as usize,
        ))
    },
};

/// body ≤ share of the range, long shadow ≥ shadow·body, other shadow ≤ share of the range, of a bar with a range; after
/// a fall if close₋₁ < close₋₁₋ₜ, after a rise if it is above. A long lower shadow is a hammer or a hanging man, a long upper
/// one an inverted hammer or a shooting star. Source: Nison, "Japanese Candlestick Charting Techniques", 1991.
#[derive(Clone, Debug)]
pub struct Hammer {
    shadow: f64,
    body: f64,
    other: f64,
    closes: Window,
}

impl Hammer {
    /// Thresholds as named in the formula; the run before is `trend` bars long, 0 counts as 1.
    pub fn new(shadow: f64, body: f64, other: f64, trend: usize) -> Hammer {
        Hammer {
            shadow,
            body,
            other,
            closes: Window::new(trend.max(1) + 1),
        }
    }

    fn hangs_from(&self, candle: &Candle, long: f64, short: f64) -> bool {
        let (range, body) = (candle.range(), candle.body());
        range > 0.0
            && long > 0.0
            && body <= self.body * range
            && long >= self.shadow * body
            && short <= self.other * range
    }
}

impl Kernel<4, 4> for Hammer {
    #[inline]
    fn next(&mut self, bar: [f64; 4]) -> [f64; 4] {
        let Some(candle) = Candle::of(bar) else {
            return [f64::NAN; 4];
        };
        let run = self.closes.oldest().zip(self.closes.back(0));
        self.closes.push(candle.close);
        let Some((start, end)) = run else {
            return [f64::NAN; 4];
        };
        let (fell, rose) = (end < start, end > start);
        let (upper, lower) = (candle.upper_shadow(), candle.lower_shadow());
        let down = self.hangs_from(&candle, lower, upper);
        let up = self.hangs_from(&candle, upper, lower);
        [
            flag(down && fell),
            flag(down && rose),
            flag(up && fell),
            flag(up && rose),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shape after two flat bars at these closes.
    fn after(closes: [f64; 2], bar: [f64; 4]) -> [f64; 4] {
        let mut hammer = Hammer::new(2.0, 0.35, 0.1, 1);
        for close in closes {
            assert!(hammer.next([close; 4])[0].is_nan());
        }
        hammer.next(bar)
    }

    #[test]
    fn the_run_before_tells_a_hammer_from_a_hanging_man() {
        // Body 2 from 9 to 11, lower shadow 9, no upper one.
        let bar = [9.0, 11.0, 0.0, 11.0];
        assert_eq!(after([30.0, 20.0], bar), [1.0, 0.0, 0.0, 0.0]);
        assert_eq!(after([5.0, 8.0], bar), [0.0, 1.0, 0.0, 0.0]);
        assert_eq!(after([5.0, 5.0], bar), [0.0; 4]);
    }

    #[test]
    fn upside_down_it_is_an_inverted_hammer_or_a_shooting_star() {
        let bar = [11.0, 20.0, 9.0, 9.0];
        assert_eq!(after([30.0, 20.0], bar), [0.0, 0.0, 1.0, 0.0]);
        assert_eq!(after([5.0, 8.0], bar), [0.0, 0.0, 0.0, 1.0]);
    }

    #[test]
    fn each_threshold_counts() {
        let falls = [30.0, 20.0];
        // A shadow of 3 on a body of 2; an upper shadow of 2 of 13; a bar without a range.
        assert_eq!(after(falls, [9.0, 11.0, 6.0, 11.0]), [0.0; 4]);
        assert_eq!(after(falls, [9.0, 13.0, 0.0, 11.0]), [0.0; 4]);
        assert_eq!(after(falls, [9.0; 4]), [0.0; 4]);
    }
}
