//! Vortex: the way from one bar's low to the next one's high, and back.

use crate::blocks::{Quotient, true_range};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the vortex indicator.
pub static INDICATOR: Indicator = Indicator {
    id: "vortex",
    name: Text::new("Vortex", "보텍스"),
    category: Category::Trend,
    about: Text::new(
        "Two lines for moves up and down; when the plus line crosses above the minus line, an uptrend begins.",
        "상승과 하락 움직임을 나타내는 두 선입니다. plus가 minus를 위로 넘으면 상승 추세의 시작으로 봅니다.",
    ),
    inputs: &[Input::High, Input::Low, Input::Close],
    outputs: &["plus", "minus"],
    params: &[params::period(14)],
    warm_up: |params| params[0] as usize,
    memory: |params| Memory::Bars(params[0] as usize),
    sparse: false,
    kernel: |params| boxed(Vortex::new(params[0] as usize)),
};

/// Σ|high − low₋₁| ÷ ΣTR and Σ|low − high₋₁| ÷ ΣTR; both 0 when nothing moved.
/// Source: Botes and Siepman, "The vortex indicator", Stocks & Commodities, 2010.
#[derive(Clone, Debug)]
pub struct Vortex {
    before: Option<[f64; 3]>,
    plus: Quotient,
    minus: Quotient,
}

impl Vortex {
    /// Looks at `period` bars; 0 counts as 1.
    pub fn new(period: usize) -> Vortex {
        Vortex {
            before: None,
            plus: Quotient::new(period),
            minus: Quotient::new(period),
        }
    }
}

impl Kernel<3, 2> for Vortex {
    #[inline]
    fn next(&mut self, bar: [f64; 3]) -> [f64; 2] {
        let [high, low, close] = bar;
        if high.is_nan() || low.is_nan() || close.is_nan() {
            return [f64::NAN; 2];
        }
        let Some([high_before, low_before, close_before]) = self.before.replace(bar) else {
            return [f64::NAN; 2];
        };
        let range = true_range(high, low, close_before);
        let plus = self.plus.push((high - low_before).abs(), range);
        let minus = self.minus.push((low - high_before).abs(), range);
        match (plus, minus) {
            (Some((plus, ranges)), Some((minus, _))) if ranges > 0.0 => {
                [plus / ranges, minus / ranges]
            }
            (Some(_), Some(_)) => [0.0; 2],
            _ => [f64::NAN; 2],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_both_ways_with_the_true_range() {
        // Bar 1: |13 − 8| = 5, |10 − 10| = 0, TR 13 − 9 = 4. Bar 2: |12 − 10| = 2, |8 − 13| = 5, TR 12 − 8 = 4.
        let mut kernel = Vortex::new(2);
        assert!(kernel.next([10.0, 8.0, 9.0])[0].is_nan());
        assert!(kernel.next([13.0, 10.0, 12.0])[0].is_nan());
        assert_eq!(kernel.next([12.0, 8.0, 9.0]), [7.0 / 8.0, 5.0 / 8.0]);
    }

    #[test]
    fn says_nothing_when_nothing_moves() {
        let mut kernel = Vortex::new(2);
        let got = [[5.0; 3]; 4].map(|bar| kernel.next(bar));
        assert_eq!(got[2..], [[0.0; 2]; 2]);
    }
}
