//! Noise ratio: how much of a bar's range was not progress.

use crate::{Category, Indicator, Input, Kernel, Memory, boxed};
use domain::Text;

/// Definition of the noise ratio.
pub static INDICATOR: Indicator = Indicator {
    id: "noise",
    name: Text::new("Noise ratio", "노이즈 비율"),
    category: Category::Volatility,
    about: Text::new(
        "0 when the bar ran straight from low to high or back, 1 when it ended where it began.",
        "봉이 한 방향으로만 움직였으면 0, 시작한 자리로 돌아왔으면 1입니다.",
    ),
    inputs: &[Input::Open, Input::High, Input::Low, Input::Close],
    outputs: &["noise"],
    params: &[],
    warm_up: |_| 0,
    memory: |_| Memory::Bars(0),
    sparse: false,
    kernel: |_| boxed(Noise),
};

/// 1 − |open − close| ÷ (high − low); 1 for a bar without a range.
/// The complement, |open − close| ÷ (high − low), is the efficiency: some code calls that one noise.
#[derive(Clone, Copy, Debug)]
pub struct Noise;

impl Kernel<4, 1> for Noise {
    #[inline]
    fn next(&mut self, [open, high, low, close]: [f64; 4]) -> [f64; 1] {
        let range = high - low;
        if range == 0.0 {
            [1.0]
        } else {
            [1.0 - (open - close).abs() / range]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_from_a_straight_bar_to_a_doji() {
        assert_eq!(Noise.next([10.0, 20.0, 10.0, 20.0]), [0.0]);
        assert_eq!(Noise.next([15.0, 20.0, 10.0, 15.0]), [1.0]);
        assert_eq!(Noise.next([12.0, 20.0, 10.0, 17.0]), [0.5]);
        assert_eq!(Noise.next([10.0, 10.0, 10.0, 10.0]), [1.0]);
        assert!(Noise.next([f64::NAN; 4])[0].is_nan());
    }
}
