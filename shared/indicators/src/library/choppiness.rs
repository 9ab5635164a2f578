//! Choppiness index: how much of what the price moved got it nowhere.

use crate::blocks::{Highest, Lowest, Sum, true_range};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the choppiness index.
pub static INDICATOR: Indicator = Indicator {
    id: "choppiness",
    name: Text::new("Choppiness index", "횡보 지수 (Choppiness)"),
    category: Category::Trend,
    about: Text::new(
        "High when the price runs back and forth, low when it goes one way; above 61.8 counts as sideways, below 38.2 as a trend.",
        "가격이 오르내리기만 하면 높고 한 방향으로 가면 낮습니다. 61.8 위는 횡보, 38.2 아래는 추세로 봅니다.",
    ),
    inputs: &[Input::High, Input::Low, Input::Close],
    outputs: &["choppiness"],
    params: &[params::bars(
        "period",
        Text::new("Period", "기간"),
        Text::new("How many bars are looked at.", "몇 개의 봉을 보는지입니다."),
        2,
        14,
    )],
    warm_up: |params| params[0] as usize,
    memory: |params| Memory::Bars(params[0] as usize),
    sparse: false,
    kernel: |params| boxed(Choppiness::new(params[0] as usize)),
};

/// 100·log₁₀(ΣTR ÷ (highest high − lowest low)) ÷ log₁₀(n), TR from the second bar on; 100 for a window without a range.
/// Source: Dreiss 1993; the 100 as TA-Lib.
#[derive(Clone, Debug)]
pub struct Choppiness {
    before: f64,
    ranges: Sum,
    highest: Highest,
    lowest: Lowest,
    scale: f64,
}

impl Choppiness {
    /// Looks at `period` bars; less than 2 counts as 2, because of one bar the logarithm is 0.
    pub fn new(period: usize) -> Choppiness {
        let period = period.max(2);
        Choppiness {
            before: f64::NAN,
            ranges: Sum::new(period),
            highest: Highest::new(period),
            lowest: Lowest::new(period),
            scale: 100.0 / libm::log(period as f64),
        }
    }
}

impl Kernel<3, 1> for Choppiness {
    #[inline]
    fn next(&mut self, [high, low, close]: [f64; 3]) -> [f64; 1] {
        if high.is_nan() || low.is_nan() || close.is_nan() {
            return [f64::NAN];
        }
        let range = self.highest.push(high) - self.lowest.push(low);
        let before = std::mem::replace(&mut self.before, close);
        if before.is_nan() {
            return [f64::NAN];
        }
        let Some(moved) = self.ranges.push(true_range(high, low, before)) else {
            return [f64::NAN];
        };
        if range > 0.0 && moved > 0.0 {
            [self.scale * libm::log(moved / range)]
        } else {
            [100.0]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last(bars: &[[f64; 3]], period: usize) -> f64 {
        let mut kernel = Choppiness::new(period);
        bars.iter().fold(f64::NAN, |_, bar| kernel.next(*bar)[0])
    }

    #[test]
    fn a_straight_way_is_0_and_the_same_range_again_and_again_100() {
        // Four bars of range 1, each on top of the one before: Σ = 4, from 1 to 5 is 4, log 1 = 0.
        let up: Vec<[f64; 3]> = (0..5)
            .map(|bar| [f64::from(bar) + 1.0, f64::from(bar), f64::from(bar) + 1.0])
            .collect();
        assert!(last(&up, 4).abs() < 1e-12);
        // The same range four times: Σ = 4, range 1, log 4 ÷ log 4.
        assert!((last(&[[2.0, 1.0, 1.5]; 5], 4) - 100.0).abs() < 1e-12);
        // Σ = 2 + 2 = 4 over a range of 2, n = 2: log 2 ÷ log 2.
        assert!((last(&[[3.0, 1.0, 2.0]; 3], 2) - 100.0).abs() < 1e-12);
        // Σ = 2·2 over a range of 2 of four bars, two of them flat inside: log 2 ÷ log 4 = ½.
        let half = [
            [2.0, 2.0, 2.0],
            [3.0, 1.0, 2.0],
            [3.0, 1.0, 2.0],
            [2.0, 2.0, 2.0],
            [2.0, 2.0, 2.0],
        ];
        assert!((last(&half, 4) - 50.0).abs() < 1e-12);
    }

    #[test]
    fn a_market_that_stands_still_is_choppy() {
        assert_eq!(last(&[[2.0, 2.0, 2.0]; 5], 3), 100.0);
    }
}
