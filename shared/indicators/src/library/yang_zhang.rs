//! Yang-Zhang volatility: from all four prices and the gaps between bars.

use super::sma::Sma;
use crate::blocks::{Deviation, annual_factor, log_ratio};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the Yang-Zhang volatility.
pub static INDICATOR: Indicator = Indicator {
    id: "yang_zhang",
    name: Text::new("Yang-Zhang volatility", "양-장 변동성"),
    category: Category::Volatility,
    about: Text::new(
        "Volatility from all four prices and the gaps between bars, as a fraction of the price; a trend doesn't raise it.",
        "시가·고가·저가·종가와 봉 사이의 갭까지 써서 잰 변동성입니다(가격 대비 비율). 추세가 있어도 부풀려지지 않습니다.",
    ),
    inputs: &[Input::Open, Input::High, Input::Low, Input::Close],
    outputs: &["yang_zhang"],
    params: &[
        params::bars(
            "period",
            Text::new("Period", "기간"),
            Text::new("How many bars are looked at.", "몇 개의 봉을 보는지입니다."),
            2,
            20,
        ),
        params::BARS_PER_YEAR,
    ],
    warm_up: |params| params[0] as usize,
    memory: |params| Memory::Bars(params[0] as usize),
    sparse: false,
    kernel: |params| boxed(YangZhang::new(params[0] as usize, params[1])),
};

/// √(Vₒ + k·V_c + (1 − k)·V_rs) · √(bars a year), k = 0.34 ÷ (1.34 + (n + 1) ÷ (n − 1)).
///
/// Vₒ and V_c are the sample variances of o = ln(open ÷ close₋₁) and c = ln(close ÷ open), V_rs is the mean of
/// Rogers and Satchell's ln(high ÷ close)·ln(high ÷ open) + ln(low ÷ close)·ln(low ÷ open).
/// Source: Yang and Zhang, "Drift-independent volatility estimation based on high, low, open and close prices", 2000.
#[derive(Clone, Debug)]
pub struct YangZhang {
    before: f64,
    gaps: Deviation,
    bodies: Deviation,
    ranges: Sma,
    sample: f64,
    share: f64,
    annual: f64,
}

impl YangZhang {
    /// Looks at `period` bars, less than 2 counts as 2; 0 bars a year leaves it per bar.
    pub fn new(period: usize, bars_per_year: f64) -> YangZhang {
        let period = period.max(2);
        let n = period as f64;
        YangZhang {
            before: f64::NAN,
            gaps: Deviation::new(period),
            bodies: Deviation::new(period),
            ranges: Sma::new(period),
            sample: n / (n - 1.0),
            share: 0.34 / (1.34 + (n + 1.0) / (n - 1.0)),
            annual: annual_factor(bars_per_year),
        }
    }
}

impl Kernel<4, 1> for YangZhang {
    #[inline]
    fn next(&mut self, [open, high, low, close]: [f64; 4]) -> [f64; 1] {
        if open.is_nan() || high.is_nan() || low.is_nan() || close.is_nan() {
            return [f64::NAN];
        }
        let before = std::mem::replace(&mut self.before, close);
        if before.is_nan() {
            return [f64::NAN];
        }
        let gap = self.gaps.push(log_ratio(open, before));
        let body = self.bodies.push(log_ratio(close, open));
        let range = log_ratio(high, close) * log_ratio(high, open)
            + log_ratio(low, close) * log_ratio(low, open);
        let [range] = self.ranges.next([range]);
        match (gap, body) {
            (Some(gap), Some(body)) => {
                let spread = gap.variance + self.share * body.variance;
                let variance = self.sample * spread + (1.0 - self.share) * range;
                [variance.max(0.0).sqrt() * self.annual]
            }
            _ => [f64::NAN],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_gaps_bodies_and_ranges_as_the_paper_does() {
        // With u = ln2: two bars after a close of 1. First: open 2, high 4, low 2, close 4: o = u, c = u, range 0.
        // Second: open 4, high 8, low 2, close 4: o = 0, c = 0, range u·u + u·u = 2u².
        // n = 2: V_o = V_c = u²/2, V_rs = u², k = 0.34 ÷ (1.34 + 3).
        let u = std::f64::consts::LN_2;
        let mut kernel = YangZhang::new(2, 0.0);
        assert!(kernel.next([1.0, 1.0, 1.0, 1.0])[0].is_nan());
        assert!(kernel.next([2.0, 4.0, 2.0, 4.0])[0].is_nan());
        let k = 0.34 / 4.34;
        let expected = (0.5 * u * u + k * 0.5 * u * u + (1.0 - k) * u * u).sqrt();
        assert!((kernel.next([4.0, 8.0, 2.0, 4.0])[0] - expected).abs() < 1e-15);
    }

    #[test]
    fn a_steady_rise_without_ranges_has_no_volatility() {
        // Each bar opens at the last close and runs straight to twice that: all variances are 0.
        let mut kernel = YangZhang::new(3, 365.0);
        let mut last = f64::NAN;
        for power in 0..8 {
            let open = f64::from(1 << power);
            last = kernel.next([open, 2.0 * open, open, 2.0 * open])[0];
        }
        assert_eq!(last, 0.0);
    }
}
