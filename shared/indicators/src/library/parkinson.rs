//! Parkinson volatility: from highs and lows.

use super::sma::Sma;
use crate::blocks::{annual_factor, log_ratio};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the Parkinson volatility.
pub static INDICATOR: Indicator = Indicator {
    id: "parkinson",
    name: Text::new("Parkinson volatility", "파킨슨 변동성"),
    category: Category::Volatility,
    about: Text::new(
        "Volatility from highs and lows, as a fraction of the price; needs fewer bars than closes alone, but sees no gaps.",
        "고가와 저가로 잰 변동성입니다(가격 대비 비율). 종가만 쓸 때보다 적은 봉으로 잴 수 있지만 갭은 반영하지 못합니다.",
    ),
    inputs: &[Input::High, Input::Low],
    outputs: &["parkinson"],
    params: &[params::period(20), params::BARS_PER_YEAR],
    warm_up: |params| params[0] as usize - 1,
    memory: |params| Memory::Bars(params[0] as usize - 1),
    sparse: false,
    kernel: |params| boxed(Parkinson::new(params[0] as usize, params[1])),
};

/// √(Σln(high ÷ low)² ÷ (4·ln2·n)) · √(bars a year).
/// Source: Parkinson, "The extreme value method for estimating the variance of the rate of return", 1980.
#[derive(Clone, Debug)]
pub struct Parkinson {
    squares: Sma,
    annual: f64,
}

impl Parkinson {
    /// Looks at `period` bars; 0 bars a year leaves it per bar.
    pub fn new(period: usize, bars_per_year: f64) -> Parkinson {
        Parkinson {
            squares: Sma::new(period),
            annual: annual_factor(bars_per_year),
        }
    }
}

impl Kernel<2, 1> for Parkinson {
    #[inline]
    fn next(&mut self, [high, low]: [f64; 2]) -> [f64; 1] {
        if high.is_nan() || low.is_nan() {
            return [f64::NAN];
        }
        let range = log_ratio(high, low);
        let [mean] = self.squares.next([range * range]);
        if mean.is_nan() {
            return [f64::NAN];
        }
        [(mean.max(0.0) / (4.0 * std::f64::consts::LN_2)).sqrt() * self.annual]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_that_double_have_half_the_root_of_ln_2() {
        // √(ln2² ÷ (4·ln2)) = √ln2 ÷ 2, and √365 times that a year.
        let expected = std::f64::consts::LN_2.sqrt() / 2.0;
        let (mut bar, mut year) = (Parkinson::new(2, 0.0), Parkinson::new(2, 365.0));
        assert!(bar.next([2.0, 1.0])[0].is_nan() && year.next([2.0, 1.0])[0].is_nan());
        assert!((bar.next([6.0, 3.0])[0] - expected).abs() < 1e-15);
        assert!((year.next([6.0, 3.0])[0] - expected * 365.0_f64.sqrt()).abs() < 1e-13);
    }

    #[test]
    fn bars_without_a_range_have_none() {
        let mut kernel = Parkinson::new(1, 0.0);
        assert_eq!(kernel.next([5.0, 5.0]), [0.0]);
        assert_eq!(kernel.next([0.0, 0.0]), [0.0]);
    }
}
