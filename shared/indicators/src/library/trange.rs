//! True range: how far the price moved in a bar, the gap before it included.

use crate::blocks::true_range;
use crate::{Category, Indicator, Input, Kernel, Memory, boxed};
use domain::Text;

/// Definition of the true range.
pub static INDICATOR: Indicator = Indicator {
    id: "trange",
    name: Text::new("True range", "실제 범위 (TR)"),
    category: Category::Volatility,
    about: Text::new(
        "The bar's range or its gap from the previous close, whichever is larger.",
        "봉의 고저 폭과 전 종가와의 갭 중 가장 큰 값입니다.",
    ),
    inputs: &[Input::High, Input::Low, Input::Close],
    outputs: &["trange"],
    params: &[],
    warm_up: |_| 1,
    memory: |_| Memory::Bars(1),
    sparse: false,
    kernel: |_| boxed(TrueRange::default()),
};

/// max(high − low, |high − previous close|, |low − previous close|).
/// Source: Wilder, "New Concepts in Technical Trading Systems", 1978.
#[derive(Clone, Debug)]
pub struct TrueRange {
    before: f64,
}

impl Default for TrueRange {
    fn default() -> TrueRange {
        TrueRange { before: f64::NAN }
    }
}

impl Kernel<3, 1> for TrueRange {
    #[inline]
    fn next(&mut self, [high, low, close]: [f64; 3]) -> [f64; 1] {
        if high.is_nan() || low.is_nan() || close.is_nan() {
            return [f64::NAN];
        }
        let before = std::mem::replace(&mut self.before, close);
        if before.is_nan() {
            return [f64::NAN];
        }
        [true_range(high, low, before)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_counts() {
        let mut range = TrueRange::default();
        assert!(range.next([10.0, 8.0, 9.0])[0].is_nan());
        assert_eq!(range.next([14.0, 12.0, 13.0]), [5.0]);
        assert_eq!(range.next([14.0, 12.0, 13.0]), [2.0]);
        assert_eq!(range.next([9.0, 8.0, 8.0]), [5.0]);
    }
}
