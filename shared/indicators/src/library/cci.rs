//! Commodity channel index: how many usual deviations the price lies from its mean.

use crate::blocks::{Window, typical};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the commodity channel index.
pub static INDICATOR: Indicator = Indicator {
    id: "cci",
    name: Text::new("Commodity channel index", "상품채널지수 (CCI)"),
    category: Category::Momentum,
    about: Text::new(
        "How far the price is from its mean, measured by its usual deviation; beyond ±100 is called unusual.",
        "가격이 평균에서 평소 편차의 몇 배나 떨어져 있는지입니다. ±100을 벗어나면 이례적이라고 봅니다.",
    ),
    inputs: &[Input::High, Input::Low, Input::Close],
    outputs: &["cci"],
    params: &[params::period(20)],
    warm_up: |params| params[0] as usize - 1,
    memory: |params| Memory::Bars(params[0] as usize - 1),
    sparse: false,
    kernel: |params| boxed(Cci::new(params[0] as usize)),
};

/// (tp − mean) ÷ (0.015 · mean |tp − mean|) of tp = (high + low + close) ÷ 3 over n bars; 0 without any deviation.
///
/// A mean moves with every bar and all distances from it with it, so a bar costs O(n) here. Distances are taken from the
/// newest tp first: a price that stands still then has exactly no deviation. Source: Lambert 1980; the 0 as TA-Lib.
#[derive(Clone, Debug)]
pub struct Cci {
    window: Window,
}

impl Cci {
    /// Looks at `period` bars; 0 counts as 1.
    pub fn new(period: usize) -> Cci {
        Cci {
            window: Window::new(period),
        }
    }
}

impl Kernel<3, 1> for Cci {
    #[inline]
    fn next(&mut self, [high, low, close]: [f64; 3]) -> [f64; 1] {
        let newest = typical(high, low, close);
        if newest.is_nan() {
            return [f64::NAN];
        }
        self.window.push(newest);
        if !self.window.is_full() {
            return [f64::NAN];
        }
        let n = self.window.period() as f64;
        let values = self.window.as_slice();
        let mean = sum(values, |value| value - newest) / n;
        let deviation = sum(values, |value| (value - newest - mean).abs()) / n;
        if deviation == 0.0 {
            [0.0]
        } else {
            [-mean / (0.015 * deviation)]
        }
    }
}

/// Four sums side by side, added in a fixed order: the same bits on every target, and the processor can overlap them.
#[inline]
fn sum(values: &[f64], of: impl Fn(f64) -> f64) -> f64 {
    let mut sums = [0.0; 4];
    let mut chunks = values.chunks_exact(4);
    for chunk in &mut chunks {
        for (sum, value) in sums.iter_mut().zip(chunk) {
            *sum += of(*value);
        }
    }
    for (sum, value) in sums.iter_mut().zip(chunks.remainder()) {
        *sum += of(*value);
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_the_distance_in_usual_deviations() {
        let mut cci = Cci::new(5);
        let got = [1.0, 2.0, 3.0, 4.0, 10.0].map(|price| cci.next([price; 3])[0]);
        assert!(got[..4].iter().all(|value| value.is_nan()));
        // Mean 4, deviations 3, 2, 1, 0, 6: mean 2.4. (10 − 4) ÷ (0.015·2.4) = 500 ÷ 3.
        assert!((got[4] - 500.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn a_price_that_stands_still_has_none() {
        let mut cci = Cci::new(7);
        for bar in 0..40 {
            let [value] = cci.next([0.1; 3]);
            assert!(if bar < 6 {
                value.is_nan()
            } else {
                value == 0.0
            });
        }
    }
}
