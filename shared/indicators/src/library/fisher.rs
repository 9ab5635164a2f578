//! Fisher transform: the place in the range, stretched so that turns stand out.

use crate::blocks::{Highest, Lowest};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the Fisher transform.
pub static INDICATOR: Indicator = Indicator {
    id: "fisher",
    name: Text::new("Fisher transform", "피셔 변환"),
    category: Category::Momentum,
    about: Text::new(
        "The place of the price in its range, stretched so that extremes stand out; a turn is where it crosses its value of the bar before.",
        "구간 안의 가격 위치를 극단이 두드러지게 늘인 값입니다. 직전 봉의 값(trigger)과 교차하는 곳이 전환점입니다.",
    ),
    inputs: &[Input::High, Input::Low],
    outputs: &["fisher", "trigger"],
    params: &[params::period(10)],
    warm_up: |params| params[0] as usize,
    // What is left of an older place falls by a third a bar, and the stretch enlarges it at most a thousandfold.
    memory: |params| Memory::Bars(params[0] as usize + 80),
    sparse: false,
    kernel: |params| boxed(Fisher::new(params[0] as usize)),
};

/// x ← 0.66·(place − ½) + 0.67·x, kept within ±0.999; f ← ½·ln((1 + x) ÷ (1 − x)) + ½·f; the trigger is f of the bar before.
///
/// place = (m − lowest) ÷ (highest − lowest) of the midpoints m = (high + low) ÷ 2 of n bars, ½ when they are all the same.
/// Source: Ehlers, "Using the Fisher transform", Stocks & Commodities, 2002.
#[derive(Clone, Debug)]
pub struct Fisher {
    highest: Highest,
    lowest: Lowest,
    place: f64,
    fisher: f64,
    started: bool,
}

impl Fisher {
    /// Looks at `period` bars; 0 counts as 1.
    pub fn new(period: usize) -> Fisher {
        Fisher {
            highest: Highest::new(period),
            lowest: Lowest::new(period),
            place: 0.0,
            fisher: 0.0,
            started: false,
        }
    }
}

impl Kernel<2, 2> for Fisher {
    #[inline]
    fn next(&mut self, [high, low]: [f64; 2]) -> [f64; 2] {
        let middle = 0.5 * (high + low);
        if middle.is_nan() {
            return [f64::NAN; 2];
        }
        let (top, bottom) = (self.highest.push(middle), self.lowest.push(middle));
        if top.is_nan() {
            return [f64::NAN; 2];
        }
        let range = top - bottom;
        let lean = if range > 0.0 {
            (middle - bottom) / range - 0.5
        } else {
            0.0
        };
        self.place = (0.66 * lean + 0.67 * self.place).clamp(-0.999, 0.999);
        let stretched = 0.5 * libm::log((1.0 + self.place) / (1.0 - self.place));
        let trigger = if self.started { self.fisher } else { f64::NAN };
        self.started = true;
        self.fisher = stretched + 0.5 * self.fisher;
        [self.fisher, trigger]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_a_small_example_worked_by_hand() {
        // Midpoints 1, 2, 1.5 with n = 2: at the top, x = 0.33; then at the bottom, x = −0.33 + 0.67·0.33 = −0.1089.
        let mut kernel = Fisher::new(2);
        assert!(kernel.next([1.5, 0.5])[0].is_nan());
        let [first, none] = kernel.next([2.5, 1.5]);
        assert!((first - libm::atanh(0.33)).abs() < 1e-14 && none.is_nan());
        let [second, trigger] = kernel.next([2.0, 1.0]);
        let expected = libm::atanh(-0.1089) + 0.5 * libm::atanh(0.33);
        assert!((second - expected).abs() < 1e-14);
        assert_eq!(trigger, first);
    }

    #[test]
    fn a_flat_price_fades_to_nothing() {
        let mut kernel = Fisher::new(3);
        let last = (0..5).fold([f64::NAN; 2], |_, _| kernel.next([7.0, 7.0]));
        assert_eq!(last, [0.0, 0.0]);
    }
}
