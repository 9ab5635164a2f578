//! Realised volatility: how far returns from close to close scatter.

use crate::blocks::{Deviation, annual_factor, log_ratio};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::{Param, Text};

/// Definition of the realised volatility.
pub static INDICATOR: Indicator = Indicator {
    id: "realised_volatility",
    name: Text::new("Realised volatility", "실현 변동성"),
    category: Category::Volatility,
    about: Text::new(
        "How far returns from close to close scatter, as a fraction of the price.",
        "종가 기준 수익률이 얼마나 흩어지는지를 가격 대비 비율로 나타냅니다.",
    ),
    inputs: &[Input::Value],
    outputs: &["volatility"],
    params: &[
        params::bars(
            "period",
            Text::new("Period", "기간"),
            Text::new(
                "How many returns are looked at.",
                "몇 개의 수익률을 보는지입니다.",
            ),
            2,
            20,
        ),
        params::BARS_PER_YEAR,
        AROUND,
    ],
    warm_up: |params| params[0] as usize,
    memory: |params| Memory::Bars(params[0] as usize),
    sparse: false,
    kernel: |params| {
        boxed(RealisedVolatility::new(
            params[0] as usize,
            params[1],
            params[2] != 0.0,
        ))
    },
};

const AROUND: Param = Param::choice(
    "around",
    Text::new("Around", "기준"),
    Text::new(
        "Measure returns from their mean, or from zero: over a few bars the mean is mostly chance.",
        "수익률을 평균에서 잴지 0에서 잴지 정합니다. 짧은 기간의 평균은 대부분 우연입니다.",
    ),
    &[
        ("mean", Text::new("the mean, ÷ (n − 1)", "평균, ÷ (n − 1)")),
        ("zero", Text::new("zero, ÷ n", "0, ÷ n")),
    ],
);

/// Sample deviation of r = ln(x ÷ x₋₁) over n returns, or √(Σr² ÷ n), each times √(bars a year).
/// Source: Hull, "Options, Futures, and Other Derivatives", the chapter on estimating volatility from historical data.
#[derive(Clone, Debug)]
pub struct RealisedVolatility {
    before: f64,
    returns: Deviation,
    around_zero: bool,
    factor: f64,
    annual: f64,
}

impl RealisedVolatility {
    /// Looks at `period` returns, less than 2 counts as 2; 0 bars a year leaves it per bar.
    pub fn new(period: usize, bars_per_year: f64, around_zero: bool) -> RealisedVolatility {
        let n = period.max(2) as f64;
        RealisedVolatility {
            before: f64::NAN,
            returns: Deviation::new(period.max(2)),
            around_zero,
            factor: if around_zero { 1.0 } else { n / (n - 1.0) },
            annual: annual_factor(bars_per_year),
        }
    }
}

impl Kernel<1, 1> for RealisedVolatility {
    #[inline]
    fn next(&mut self, [value]: [f64; 1]) -> [f64; 1] {
        if value.is_nan() {
            return [f64::NAN];
        }
        let before = std::mem::replace(&mut self.before, value);
        if before.is_nan() {
            return [f64::NAN];
        }
        let Some(spread) = self.returns.push(log_ratio(value, before)) else {
            return [f64::NAN];
        };
        let mut variance = spread.variance * self.factor;
        if self.around_zero {
            variance += spread.mean * spread.mean;
        }
        [variance.sqrt() * self.annual]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column;

    #[test]
    fn is_the_deviation_of_log_returns() {
        // Returns ln2, −ln2: mean 0, sample variance 2·ln2², around zero ln2².
        let u = std::f64::consts::LN_2;
        let values = [1.0, 2.0, 1.0];
        let last = |year, zero| column(RealisedVolatility::new(2, year, zero), &values)[2];
        assert!((last(0.0, false) - 2.0_f64.sqrt() * u).abs() < 1e-15);
        assert!((last(0.0, true) - u).abs() < 1e-15);
        assert!((last(252.0, true) - u * 252.0_f64.sqrt()).abs() < 1e-13);
    }

    #[test]
    fn steady_growth_scatters_around_zero_only() {
        let values: Vec<f64> = (0..9).map(|power| f64::from(1 << power)).collect();
        assert_eq!(
            column(RealisedVolatility::new(4, 0.0, false), &values)[8],
            0.0
        );
        let zero = column(RealisedVolatility::new(4, 0.0, true), &values)[8];
        assert!((zero - std::f64::consts::LN_2).abs() < 1e-15);
    }
}
