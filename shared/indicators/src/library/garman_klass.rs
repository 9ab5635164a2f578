//! Garman-Klass volatility: from all four prices of a bar.

use super::sma::Sma;
use crate::blocks::{annual_factor, log_ratio};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the Garman-Klass volatility.
pub static INDICATOR: Indicator = Indicator {
    id: "garman_klass",
    name: Text::new("Garman-Klass volatility", "가먼-클래스 변동성"),
    category: Category::Volatility,
    about: Text::new(
        "Volatility from open, high, low and close, as a fraction of the price; sees no gaps between bars.",
        "시가·고가·저가·종가로 잰 변동성입니다(가격 대비 비율). 봉 사이의 갭은 반영하지 못합니다.",
    ),
    inputs: &[Input::Open, Input::High, Input::Low, Input::Close],
    outputs: &["garman_klass"],
    params: &[params::period(20), params::BARS_PER_YEAR],
    warm_up: |params| params[0] as usize - 1,
    memory: |params| Memory::Bars(params[0] as usize - 1),
    sparse: false,
    kernel: |params| boxed(GarmanKlass::new(params[0] as usize, params[1])),
};

/// √(mean of ½·ln(high ÷ low)² − (2·ln2 − 1)·ln(close ÷ open)²) · √(bars a year).
/// Source: Garman and Klass, "On the estimation of security price volatilities from historical data", 1980.
#[derive(Clone, Debug)]
pub struct GarmanKlass {
    squares: Sma,
    annual: f64,
}

impl GarmanKlass {
    /// Looks at `period` bars; 0 bars a year leaves it per bar.
    pub fn new(period: usize, bars_per_year: f64) -> GarmanKlass {
        GarmanKlass {
            squares: Sma::new(period),
            annual: annual_factor(bars_per_year),
        }
    }
}

impl Kernel<4, 1> for GarmanKlass {
    #[inline]
    fn next(&mut self, [open, high, low, close]: [f64; 4]) -> [f64; 1] {
        if open.is_nan() || high.is_nan() || low.is_nan() || close.is_nan() {
            return [f64::NAN];
        }
        let (range, body) = (log_ratio(high, low), log_ratio(close, open));
        let square = 0.5 * range * range - (2.0 * std::f64::consts::LN_2 - 1.0) * body * body;
        let [mean] = self.squares.next([square]);
        if mean.is_nan() {
            return [f64::NAN];
        }
        // Only bars whose close lies outside their range can bring the mean below 0.
        [mean.max(0.0).sqrt() * self.annual]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weighs_range_and_body_as_the_paper_does() {
        let ln2 = std::f64::consts::LN_2;
        let mut kernel = GarmanKlass::new(1, 0.0);
        // A doji that doubled: √(½·ln2²); a bar that rose from its low to its high: √((1.5 − 2·ln2)·ln2²).
        let doji = kernel.next([1.5, 2.0, 1.0, 1.5])[0];
        assert!((doji - 0.5_f64.sqrt() * ln2).abs() < 1e-15);
        let straight = kernel.next([1.0, 2.0, 1.0, 2.0])[0];
        assert!((straight - (1.5 - 2.0 * ln2).sqrt() * ln2).abs() < 1e-15);
        assert_eq!(kernel.next([3.0; 4]), [0.0]);
    }
}
