//! Heikin-Ashi: candles that are averaged so that a trend shows in one colour.

use crate::{Category, Indicator, Input, Kernel, Memory, boxed};
use domain::Text;

/// Definition of the Heikin-Ashi candles.
pub static INDICATOR: Indicator = Indicator {
    id: "heikin_ashi",
    name: Text::new("Heikin-Ashi", "하이킨아시"),
    category: Category::Trend,
    about: Text::new(
        "Averaged candles in which a trend shows in one colour; nobody can trade at their prices.",
        "추세가 한 색으로 이어져 보이도록 평균한 캔들입니다. 실제로 거래할 수 있는 가격은 아닙니다.",
    ),
    inputs: &[Input::Open, Input::High, Input::Low, Input::Close],
    outputs: &["open", "high", "low", "close"],
    params: &[],
    warm_up: |_| 0,
    // Each bar halves what the first open still weighs: 2⁻⁴⁰ is 1e-12.
    memory: |_| Memory::Bars(40),
    sparse: false,
    kernel: |_| boxed(HeikinAshi::default()),
};

/// close = (open + high + low + close) ÷ 4, open = (open₋₁ + close₋₁) ÷ 2 of the averaged candles, high and low the
/// outermost of the bar and both. The first open is (open + close) ÷ 2.
/// Source: Valcu, "Using the Heikin-Ashi technique", Stocks & Commodities, 2004.
#[derive(Clone, Debug, Default)]
pub struct HeikinAshi {
    next_open: Option<f64>,
}

impl Kernel<4, 4> for HeikinAshi {
    #[inline]
    fn next(&mut self, [open, high, low, close]: [f64; 4]) -> [f64; 4] {
        if open.is_nan() || high.is_nan() || low.is_nan() || close.is_nan() {
            return [f64::NAN; 4];
        }
        let mean = 0.25 * ((open + close) + (high + low));
        let begin = self.next_open.unwrap_or(0.5 * (open + close));
        self.next_open = Some(0.5 * (begin + mean));
        [
            begin,
            high.max(begin).max(mean),
            low.min(begin).min(mean),
            mean,
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn averages_each_candle_with_the_one_before() {
        let mut kernel = HeikinAshi::default();
        // Close (10 + 16 + 8 + 14) ÷ 4 = 12, open (10 + 14) ÷ 2 = 12.
        assert_eq!(
            kernel.next([10.0, 16.0, 8.0, 14.0]),
            [12.0, 16.0, 8.0, 12.0]
        );
        // Close (20 + 24 + 18 + 22) ÷ 4 = 21, open 12: the low is the open.
        assert_eq!(
            kernel.next([20.0, 24.0, 18.0, 22.0]),
            [12.0, 24.0, 12.0, 21.0]
        );
        assert!(kernel.next([f64::NAN; 4])[0].is_nan());
        assert_eq!(kernel.next([16.5; 4]), [16.5; 4]);
    }
}
