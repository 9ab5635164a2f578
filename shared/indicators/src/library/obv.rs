//! On-balance volume: volume added on rises and taken away on falls.

use crate::{Category, Indicator, Input, Kernel, Memory, boxed};
use domain::Text;

/// Definition of the on-balance volume.
pub static INDICATOR: Indicator = Indicator {
    id: "obv",
    name: Text::new("On-balance volume", "누적 거래량 (OBV)"),
    category: Category::Volume,
    about: Text::new(
        "Volume summed since the start, added on a higher close and taken away on a lower one.",
        "종가가 오르면 거래량을 더하고 내리면 빼면서 누적한 값입니다.",
    ),
    inputs: &[Input::Close, Input::Volume],
    outputs: &["obv"],
    params: &[],
    warm_up: |_| 0,
    memory: |_| Memory::Whole,
    sparse: false,
    kernel: |_| boxed(OnBalanceVolume::default()),
};

/// Σ ±volume by the sign of the close's change, beginning with the first bar's volume.
/// Source: Granville 1963; the beginning as TA-Lib.
#[derive(Clone, Debug)]
pub struct OnBalanceVolume {
    before: f64,
    sum: f64,
}

impl Default for OnBalanceVolume {
    fn default() -> OnBalanceVolume {
        OnBalanceVolume {
            // Lower than any close, so that the first volume is added.
            before: f64::NEG_INFINITY,
            sum: 0.0,
        }
    }
}

impl Kernel<2, 1> for OnBalanceVolume {
    #[inline]
    fn next(&mut self, [close, volume]: [f64; 2]) -> [f64; 1] {
        if close.is_nan() || volume.is_nan() {
            return [f64::NAN];
        }
        if close > self.before {
            self.sum += volume;
        } else if close < self.before {
            self.sum -= volume;
        }
        self.before = close;
        [self.sum]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn begins_with_the_first_volume() {
        let mut obv = OnBalanceVolume::default();
        let got = [(5.0, 10.0), (6.0, 3.0), (6.0, 9.0), (4.0, 20.0)]
            .map(|(close, volume)| obv.next([close, volume])[0]);
        assert_eq!(got, [10.0, 13.0, 13.0, -7.0]);
    }
}
