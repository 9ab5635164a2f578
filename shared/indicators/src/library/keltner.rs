//! Keltner channel: an exponential average and lines a number of average true ranges above and below.

use super::ema::{Ema, settled};
use super::rsi::wilder_settled;
use super::trange::TrueRange;
use crate::blocks::{Average, Smooth};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the Keltner channel.
pub static INDICATOR: Indicator = Indicator {
    id: "keltner",
    name: Text::new("Keltner channel", "켈트너 채널"),
    category: Category::Volatility,
    about: Text::new(
        "An exponential average with a channel that widens when bars are large.",
        "봉의 변동폭이 커질수록 넓어지는 지수 이동평균 채널입니다.",
    ),
    inputs: &[Input::High, Input::Low, Input::Close],
    outputs: &["middle", "upper", "lower"],
    params: &[
        params::period(20),
        params::bars(
            "atr_period",
            Text::new("ATR period", "ATR 기간"),
            Text::new(
                "Over how many bars the true range is averaged.",
                "ATR을 몇 개의 봉으로 평균하는지입니다.",
            ),
            1,
            10,
        ),
        params::width("width", Text::new("Width", "배수"), 2.0),
        params::SMOOTHING,
    ],
    warm_up: |params| (params[0] as usize - 1).max(params[1] as usize),
    memory: |params| {
        let range = match params[3] {
            0.0 => wilder_settled(params[1] as usize) + 1,
            _ => params[1] as usize,
        };
        Memory::Bars(settled(params[0] as usize).max(range))
    },
    sparse: false,
    kernel: |params| {
        boxed(Keltner::new(
            params[0] as usize,
            Smooth::of(params[3], params[1] as usize),
            params[2],
        ))
    },
};

/// EMA(close) ± width · ATR; all three begin when both are there.
/// Source: the form of Raschke, after Keltner, "How to Make Money in Commodities", 1960.
#[derive(Clone, Debug)]
pub struct Keltner {
    middle: Ema,
    range: TrueRange,
    average: Smooth,
    width: f64,
}

impl Keltner {
    /// A channel around the average of `period` closes.
    pub fn new(period: usize, average: Smooth, width: f64) -> Keltner {
        Keltner {
            middle: Ema::new(period),
            range: TrueRange::default(),
            average,
            width,
        }
    }
}

impl Kernel<3, 3> for Keltner {
    #[inline]
    fn next(&mut self, [high, low, close]: [f64; 3]) -> [f64; 3] {
        if high.is_nan() || low.is_nan() || close.is_nan() {
            return [f64::NAN; 3];
        }
        let middle = self.middle.push(close);
        let [range] = self.range.next([high, low, close]);
        if range.is_nan() {
            return [f64::NAN; 3];
        }
        let reach = self.width * self.average.push(range);
        if middle.is_nan() || reach.is_nan() {
            return [f64::NAN; 3];
        }
        [middle, middle + reach, middle - reach]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_lie_their_width_in_true_ranges_away() {
        // EMA(3) of 9, 13, 8: 10, then 10 + ½·(10 − 10). True ranges 5, 5, 2: mean of 2: 5, then 3.5.
        let mut channel = Keltner::new(3, Smooth::of(1.0, 2), 2.0);
        assert!(channel.next([10.0, 8.0, 9.0])[0].is_nan());
        assert!(channel.next([14.0, 12.0, 13.0])[0].is_nan());
        assert_eq!(channel.next([9.0, 8.0, 8.0]), [10.0, 20.0, 0.0]);
        assert_eq!(channel.next([10.0, 8.0, 10.0]), [10.0, 17.0, 3.0]);
    }
}
