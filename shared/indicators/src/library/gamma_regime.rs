//! Gamma-regime proxy: whether moves answer or follow each other, as if dealers were long or short gamma.

use crate::blocks::Joint;
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the gamma-regime proxy.
pub static INDICATOR: Indicator = Indicator {
    id: "gamma_regime",
    name: Text::new("Gamma-regime proxy", "감마 국면 추정"),
    category: Category::Regime,
    about: Text::new(
        "1 when a move tends to be answered by its opposite, as if dealers were long gamma; −1 when moves follow each other; a rule of thumb without option data.",
        "움직임이 되돌려지는 경향이면 1(딜러 롱 감마처럼), 이어지는 경향이면 −1입니다. 옵션 데이터 없이 보는 어림 지표입니다.",
    ),
    inputs: &[Input::Value],
    outputs: &["regime", "autocorrelation"],
    params: &[
        params::bars(
            "period",
            Text::new("Period", "기간"),
            Text::new(
                "How many pairs of neighbouring returns are looked at.",
                "이웃한 수익률 쌍을 몇 개 보는지입니다.",
            ),
            3,
            50,
        ),
        params::number(
            "threshold",
            Text::new("Threshold", "기준값"),
            Text::new(
                "How far the autocorrelation must be from 0.",
                "자기상관이 0에서 얼마나 떨어져야 하는지입니다.",
            ),
            [0.0, 1.0, 0.1, 0.01],
        ),
    ],
    warm_up: |params| params[0] as usize + 1,
    memory: |params| Memory::Bars(params[0] as usize + 1),
    sparse: false,
    kernel: |params| boxed(GammaRegime::new(params[0] as usize, params[1])),
};

/// Lag-1 autocorrelation of returns: Pearson's correlation of n pairs (return before, return), 0 when one side does not
/// vary. Below −threshold the regime is 1 (long gamma, mean-reverting), above threshold −1 (short gamma, trending),
/// else 0. A dealer who is long gamma sells rises and buys falls to stay hedged, one who is short does the opposite;
/// the sign of the autocorrelation stands in for the position nobody publishes. It is a heuristic.
#[derive(Clone, Debug)]
pub struct GammaRegime {
    threshold: f64,
    before: f64,
    return_before: f64,
    pairs: Joint,
}

impl GammaRegime {
    /// Looks at `period` pairs of returns, less than 2 counts as 2.
    pub fn new(period: usize, threshold: f64) -> GammaRegime {
        GammaRegime {
            threshold,
            before: f64::NAN,
            return_before: f64::NAN,
            pairs: Joint::new(period.max(2)),
        }
    }
}

impl Kernel<1, 2> for GammaRegime {
    fn next(&mut self, [value]: [f64; 1]) -> [f64; 2] {
        if value.is_nan() {
            return [f64::NAN; 2];
        }
        let before = std::mem::replace(&mut self.before, value);
        if before.is_nan() {
            return [f64::NAN; 2];
        }
        let change = value / before - 1.0;
        let change = if change.is_finite() { change } else { 0.0 };
        let change_before = std::mem::replace(&mut self.return_before, change);
        if change_before.is_nan() {
            return [f64::NAN; 2];
        }
        let Some(spread) = self.pairs.push(change_before, change) else {
            return [f64::NAN; 2];
        };
        // A scatter of 1e-12 is what rounding makes of steady growth.
        let both = spread.variance_x.sqrt() * spread.variance_y.sqrt();
        let autocorrelation = if spread.variance_x > 1e-24 && spread.variance_y > 1e-24 {
            (spread.covariance / both).clamp(-1.0, 1.0)
        } else {
            0.0
        };
        let regime = if autocorrelation < -self.threshold {
            1.0
        } else if autocorrelation > self.threshold {
            -1.0
        } else {
            0.0
        };
        [regime, autocorrelation]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last(returns: &[f64], period: usize) -> [f64; 2] {
        let mut kernel = GammaRegime::new(period, 0.1);
        let mut price = 100.0;
        let mut last = kernel.next([price]);
        for change in returns {
            price *= 1.0 + change;
            last = kernel.next([price]);
        }
        last
    }

    #[test]
    fn answers_are_long_gamma_and_runs_are_short_gamma() {
        // Up, down, up, down: each move is the opposite of the one before.
        let [regime, autocorrelation] = last(&[0.5, -0.5, 0.5, -0.5, 0.5], 4);
        assert_eq!(regime, 1.0);
        assert!((autocorrelation + 1.0).abs() < 1e-12);
        // Pairs (½,½) (½,½) (½,−½) (−½,−½) (−½,−½), in halves: x 1,1,1,−1,−1, mean 0.2; y 1,1,−1,−1,−1, mean −0.2;
        // Σxy ÷ 5 = 0.6, cov = 0.64, both variances 0.96: ⅔.
        let [regime, autocorrelation] = last(&[0.5, 0.5, 0.5, -0.5, -0.5, -0.5], 5);
        assert_eq!(regime, -1.0);
        assert!((autocorrelation - 2.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn stillness_and_steady_growth_say_nothing() {
        assert_eq!(last(&[0.0; 20], 5), [0.0, 0.0]);
        assert_eq!(last(&[0.07; 40], 5), [0.0, 0.0]);
    }
}
