//! Supertrend: a band of average true ranges that only tightens until the price crosses it.

use super::trange::TrueRange;
use crate::blocks::{Average, Smooth};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the Supertrend.
pub static INDICATOR: Indicator = Indicator {
    id: "supertrend",
    name: Text::new("Supertrend", "슈퍼트렌드"),
    category: Category::Trend,
    about: Text::new(
        "A trailing line under the price in an uptrend and above it in a downtrend; direction is 1 or −1.",
        "상승 추세에서는 가격 아래, 하락 추세에서는 가격 위를 따라가는 선입니다. direction은 1 또는 −1입니다.",
    ),
    inputs: &[Input::High, Input::Low, Input::Close],
    outputs: &["supertrend", "direction", "final_upper", "final_lower"],
    params: &[
        params::period(10),
        params::width("width", Text::new("Width", "배수"), 3.0),
        params::SMOOTHING,
    ],
    warm_up: |params| params[0] as usize,
    memory: |_| Memory::Whole,
    sparse: false,
    kernel: |params| {
        boxed(Supertrend::new(
            Smooth::of(params[2], params[0] as usize),
            params[1],
        ))
    },
};

/// Bands (high + low) ÷ 2 ± width · ATR; the upper one only falls, until a close above it sets it free, the lower one only
/// rises, until a close below it does. The trend turns down at a close on or below the lower band, up at one above the upper.
///
/// Begins up if the close is not below (high + low) ÷ 2. Source: Seban; the rules as in TA-Lib's and TradingView's form.
#[derive(Clone, Debug)]
pub struct Supertrend {
    range: TrueRange,
    average: Smooth,
    width: f64,
    running: Option<Bands>,
}

#[derive(Clone, Copy, Debug)]
struct Bands {
    upper: f64,
    lower: f64,
    up: bool,
    close: f64,
}

impl Supertrend {
    /// Bands a number of averaged true ranges wide.
    pub fn new(average: Smooth, width: f64) -> Supertrend {
        Supertrend {
            range: TrueRange::default(),
            average,
            width,
            running: None,
        }
    }
}

impl Kernel<3, 4> for Supertrend {
    #[inline]
    fn next(&mut self, [high, low, close]: [f64; 3]) -> [f64; 4] {
        let [range] = self.range.next([high, low, close]);
        if range.is_nan() {
            return [f64::NAN; 4];
        }
        let reach = self.width * self.average.push(range);
        if reach.is_nan() {
            return [f64::NAN; 4];
        }
        let middle = 0.5 * (high + low);
        let (mut upper, mut lower, mut up) = (middle + reach, middle - reach, close >= middle);
        if let Some(before) = self.running {
            if upper >= before.upper && before.close <= before.upper {
                upper = before.upper;
            }
            if lower <= before.lower && before.close >= before.lower {
                lower = before.lower;
            }
            up = before.up;
        }
        up = close > if up { lower } else { upper };
        self.running = Some(Bands {
            upper,
            lower,
            up,
            close,
        });
        if up {
            [lower, 1.0, upper, lower]
        } else {
            [upper, -1.0, upper, lower]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_trails_and_turns() {
        // Period 1: the true range itself. Width 1.
        let mut supertrend = Supertrend::new(Smooth::of(0.0, 1), 1.0);
        assert!(supertrend.next([11.0, 9.0, 10.0])[0].is_nan());
        // Middle 12, range 3: bands 15 and 9; the close is above the middle.
        assert_eq!(supertrend.next([13.0, 11.0, 12.5]), [9.0, 1.0, 15.0, 9.0]);
        // Middle 12, range 4: 16 and 8 would be wider, so 15 and 9 stay.
        assert_eq!(supertrend.next([14.0, 10.0, 11.0]), [9.0, 1.0, 15.0, 9.0]);
        // Middle 9, range 4: the upper band falls to 13; a close at 8 is below 9.
        assert_eq!(supertrend.next([11.0, 7.0, 8.0]), [13.0, -1.0, 13.0, 9.0]);
        // The close before was below the lower band, which is free again: 8.5 − 1 = 7.5.
        assert_eq!(supertrend.next([9.0, 8.0, 8.5]), [9.5, -1.0, 9.5, 7.5]);
    }
}
