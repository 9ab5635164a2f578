//! Z-score: how many deviations a value lies from the mean of its window.

use super::stddev::Divisor;
use crate::blocks::Deviation;
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the rolling z-score.
pub static INDICATOR: Indicator = Indicator {
    id: "zscore",
    name: Text::new("Z-score", "Z-점수"),
    category: Category::Statistic,
    about: Text::new(
        "How many standard deviations the value lies above or below the mean of its window.",
        "값이 구간 평균에서 표준편차의 몇 배만큼 위나 아래에 있는지입니다.",
    ),
    inputs: &[Input::Value],
    outputs: &["zscore"],
    params: &[params::period(20), params::DEVIATION],
    warm_up: |params| params[0] as usize - 1,
    memory: |params| Memory::Bars(params[0] as usize - 1),
    sparse: false,
    kernel: |params| boxed(ZScore::new(params[0] as usize, Divisor::of(params[1]))),
};

/// (x − mean) ÷ deviation of the last n values, this one included; 0 when they are all the same.
///
/// No value of a window lies further than √(n − 1) population deviations from its mean (Samuelson, "How deviant can you
/// be?", 1968): what rounding would put beyond is held there.
#[derive(Clone, Debug)]
pub struct ZScore {
    deviation: Deviation,
    factor: f64,
    limit: f64,
}

impl ZScore {
    /// Looks at `period` values; 0 counts as 1.
    pub fn new(period: usize, divisor: Divisor) -> ZScore {
        let deviation = Deviation::new(period);
        let factor = divisor.factor(deviation.period()).sqrt();
        ZScore {
            factor,
            limit: (deviation.period() as f64 - 1.0).sqrt() / factor,
            deviation,
        }
    }
}

impl Kernel<1, 1> for ZScore {
    #[inline]
    fn next(&mut self, [value]: [f64; 1]) -> [f64; 1] {
        if value.is_nan() {
            return [f64::NAN];
        }
        let Some(spread) = self.deviation.push(value) else {
            return [f64::NAN];
        };
        let deviation = spread.variance.sqrt() * self.factor;
        if deviation > 0.0 {
            [((value - spread.mean) / deviation).clamp(-self.limit, self.limit)]
        } else {
            [0.0]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column;

    #[test]
    fn counts_deviations_from_the_mean() {
        // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, deviation 2, so 9 lies 2 above; ÷ (n − 1): 4 ÷ √(32 ÷ 7).
        let values = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
        let last = |divisor| column(ZScore::new(8, divisor), &values)[7];
        assert_eq!(last(Divisor::Population), 2.0);
        assert!((last(Divisor::Sample) - 4.0 / (32.0_f64 / 7.0).sqrt()).abs() < 1e-15);
    }

    #[test]
    fn one_that_stands_out_reaches_the_limit_and_equal_ones_are_0() {
        let got = column(
            ZScore::new(5, Divisor::Population),
            &[1.0, 1.0, 1.0, 1.0, 1.0, 8.0],
        );
        assert_eq!(got[4], 0.0);
        assert!((got[5] - 2.0).abs() < 1e-12);
        assert_eq!(column(ZScore::new(1, Divisor::Sample), &[3.0]), [0.0]);
    }
}
