//! Slow stochastic: the smoothed place of the close between the lowest low and the highest high.

use super::stochf::{AVERAGE, Average, Place, fast_k, reach};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the slow stochastic.
pub static INDICATOR: Indicator = Indicator {
    id: "stoch",
    name: Text::new("Slow stochastic", "스토캐스틱 슬로우"),
    category: Category::Momentum,
    about: Text::new(
        "The smoothed place of the close in the range of the last bars, from 0 to 100, and its average; above 80 is called overbought, below 20 oversold.",
        "최근 고저 범위에서 종가가 놓인 위치를 평활한 값(0~100)과 그 평균입니다. 80 위는 과매수, 20 아래는 과매도라고 합니다.",
    ),
    inputs: &[Input::High, Input::Low, Input::Close],
    outputs: &["slowk", "slowd"],
    params: &[
        fast_k(14),
        params::bars(
            "slow_k",
            Text::new("%K smoothing", "Slow %K 기간"),
            Text::new(
                "Length of the average of the raw %K.",
                "Fast %K를 평균하는 기간입니다.",
            ),
            1,
            3,
        ),
        params::bars(
            "slow_d",
            Text::new("%D period", "Slow %D 기간"),
            Text::new(
                "Length of the average of the smoothed %K.",
                "Slow %K를 평균하는 기간입니다.",
            ),
            1,
            3,
        ),
        AVERAGE,
    ],
    warm_up: |params| (params[0] + params[1] + params[2]) as usize - 3,
    memory: |params| {
        let smoothed = reach(params[3], params[1] as usize) + reach(params[3], params[2] as usize);
        Memory::Bars(params[0] as usize + smoothed)
    },
    sparse: false,
    kernel: |params| {
        boxed(SlowStochastic::new(
            params[0] as usize,
            Average::of(params[3], params[1] as usize),
            Average::of(params[3], params[2] as usize),
        ))
    },
};

/// Slow %K is the average of %K, slow %D the average of slow %K; both begin when %D does. Source: Lane; as TA-Lib.
#[derive(Clone, Debug)]
pub struct SlowStochastic {
    place: Place,
    slow_k: Average,
    slow_d: Average,
}

impl SlowStochastic {
    /// Looks at `fast_k` bars.
    pub fn new(fast_k: usize, slow_k: Average, slow_d: Average) -> SlowStochastic {
        SlowStochastic {
            place: Place::new(fast_k),
            slow_k,
            slow_d,
        }
    }
}

impl Kernel<3, 2> for SlowStochastic {
    #[inline]
    fn next(&mut self, bar: [f64; 3]) -> [f64; 2] {
        let [slow_k] = self.slow_k.next(self.place.next(bar));
        let [slow_d] = self.slow_d.next([slow_k]);
        if slow_d.is_nan() {
            return [f64::NAN; 2];
        }
        [slow_k, slow_d]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_smoothed_twice() {
        let simple = || Average::of(0.0, 2);
        let mut stochastic = SlowStochastic::new(1, simple(), simple());
        let mut got = Vec::new();
        for place in [10.0, 30.0, 70.0, 90.0] {
            got.push(stochastic.next([100.0, 0.0, place]));
        }
        assert!(got[..2].iter().flatten().all(|value| value.is_nan()));
        // Slow %K: 20, 50, 80; slow %D: 35, 65.
        assert_eq!(got[2..], [[50.0, 35.0], [80.0, 65.0]]);
    }
}
