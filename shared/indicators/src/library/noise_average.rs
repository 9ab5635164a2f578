//! Average noise ratio: how much of the last bars' ranges was not progress.

use super::noise::Noise;
use super::sma::Sma;
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the average noise ratio.
pub static INDICATOR: Indicator = Indicator {
    id: "noise_average",
    name: Text::new("Average noise ratio", "평균 노이즈 비율"),
    category: Category::Volatility,
    about: Text::new(
        "The mean of the last bars' noise ratios; breakout traders use yesterday's as k and look for quiet coins with it.",
        "최근 봉들의 노이즈 비율 평균입니다. 변동성 돌파에서는 전일 값을 k로 쓰거나 노이즈가 낮은 코인을 고르는 데 씁니다.",
    ),
    inputs: &[Input::Open, Input::High, Input::Low, Input::Close],
    outputs: &["noise"],
    params: &[params::period(20)],
    warm_up: |params| params[0] as usize - 1,
    memory: |params| Memory::Bars(params[0] as usize - 1),
    sparse: false,
    kernel: |params| boxed(NoiseAverage::new(params[0] as usize)),
};

/// Mean of 1 − |open − close| ÷ (high − low) over the last n bars, this one included: shift it by a bar for a rule that
/// acts before the bar has closed.
#[derive(Clone, Debug)]
pub struct NoiseAverage {
    mean: Sma,
}

impl NoiseAverage {
    /// Looks at `period` bars; 0 counts as 1.
    pub fn new(period: usize) -> NoiseAverage {
        NoiseAverage {
            mean: Sma::new(period),
        }
    }
}

impl Kernel<4, 1> for NoiseAverage {
    #[inline]
    fn next(&mut self, bar: [f64; 4]) -> [f64; 1] {
        self.mean.next(Noise.next(bar))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn averages_the_ratios_of_the_bars() {
        // Noise 0, ½ and 1.
        let mut kernel = NoiseAverage::new(2);
        assert!(kernel.next([10.0, 20.0, 10.0, 20.0])[0].is_nan());
        assert_eq!(kernel.next([12.0, 20.0, 10.0, 17.0]), [0.25]);
        assert_eq!(kernel.next([15.0, 15.0, 15.0, 15.0]), [0.75]);
    }
}
