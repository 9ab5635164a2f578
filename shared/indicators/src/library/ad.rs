//! Accumulation/distribution line: volume added where the close is near the high, taken away where it is near the low.

use crate::{Category, Indicator, Input, Kernel, Memory, boxed};
use domain::Text;

/// Definition of the accumulation/distribution line.
pub static INDICATOR: Indicator = Indicator {
    id: "ad",
    name: Text::new("Accumulation/distribution line", "누적/분산 지표 (AD)"),
    category: Category::Volume,
    about: Text::new(
        "Volume summed since the start, counted as buying when the close is near the high and as selling near the low.",
        "종가가 고가에 가까우면 매수, 저가에 가까우면 매도로 보아 거래량을 누적한 값입니다.",
    ),
    inputs: &[Input::High, Input::Low, Input::Close, Input::Volume],
    outputs: &["ad"],
    params: &[],
    warm_up: |_| 0,
    memory: |_| Memory::Whole,
    sparse: false,
    kernel: |_| boxed(AccumulationDistribution::default()),
};

/// Σ ((close − low) − (high − close)) ÷ (high − low) · volume; a bar without a range adds nothing.
/// Source: Chaikin; as TA-Lib AD.
#[derive(Clone, Debug, Default)]
pub struct AccumulationDistribution {
    sum: f64,
}

impl Kernel<4, 1> for AccumulationDistribution {
    #[inline]
    fn next(&mut self, bar: [f64; 4]) -> [f64; 1] {
        let flow = money_flow(bar);
        if flow.is_nan() {
            return [f64::NAN];
        }
        self.sum += flow;
        [self.sum]
    }
}

/// A bar's part of the line: from −volume for a close at the low to +volume for a close at the high.
#[inline]
pub fn money_flow([high, low, close, volume]: [f64; 4]) -> f64 {
    let range = high - low;
    if range == 0.0 {
        // Keeps a NaN of the other inputs.
        return 0.0 * (close + volume);
    }
    ((close - low) - (high - close)) / range * volume
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_close_at_the_high_adds_the_whole_volume() {
        let mut line = AccumulationDistribution::default();
        assert_eq!(line.next([10.0, 8.0, 10.0, 100.0]), [100.0]);
        assert_eq!(line.next([10.0, 8.0, 9.0, 70.0]), [100.0]);
        assert_eq!(line.next([12.0, 8.0, 9.0, 40.0]), [80.0]);
        assert_eq!(line.next([9.0, 9.0, 9.0, 500.0]), [80.0]);
        assert!(line.next([9.0, 9.0, f64::NAN, 1.0])[0].is_nan());
        assert_eq!(line.next([9.0, 8.0, 8.0, 80.0]), [0.0]);
    }
}
