//! Standard deviation: how far the last values lie from their mean.

use crate::blocks::Deviation;
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the standard deviation.
pub static INDICATOR: Indicator = Indicator {
    id: "stddev",
    name: Text::new("Standard deviation", "표준편차"),
    category: Category::Statistic,
    about: Text::new(
        "How far the last bars lie from their mean.",
        "최근 봉들이 평균에서 얼마나 떨어져 있는지입니다.",
    ),
    inputs: &[Input::Value],
    outputs: &["stddev"],
    params: &[params::period(20), params::DEVIATION],
    warm_up: |params| params[0] as usize - 1,
    memory: |params| Memory::Bars(params[0] as usize - 1),
    sparse: false,
    kernel: |params| {
        boxed(StandardDeviation::new(
            params[0] as usize,
            Divisor::of(params[1]),
        ))
    },
};

/// By what a sum of squares is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Divisor {
    /// n, as TA-Lib and TradingView do.
    Population,
    /// n − 1, as pandas does.
    Sample,
}

impl Divisor {
    /// The divisor a parameter means.
    pub fn of(param: f64) -> Divisor {
        if param == 0.0 {
            Divisor::Population
        } else {
            Divisor::Sample
        }
    }

    /// What a population variance is multiplied with; a sample of one has no spread, so it counts as a population.
    pub fn factor(self, period: usize) -> f64 {
        match self {
            Divisor::Sample if period > 1 => period as f64 / (period - 1) as f64,
            _ => 1.0,
        }
    }
}

/// √(Σ(x − mean)² ÷ n) of the last n values, or ÷ (n − 1).
#[derive(Clone, Debug)]
pub struct StandardDeviation {
    deviation: Deviation,
    factor: f64,
}

impl StandardDeviation {
    /// Looks at `period` values; 0 counts as 1.
    pub fn new(period: usize, divisor: Divisor) -> StandardDeviation {
        let deviation = Deviation::new(period);
        StandardDeviation {
            factor: divisor.factor(deviation.period()),
            deviation,
        }
    }
}

impl Kernel<1, 1> for StandardDeviation {
    #[inline(always)]
    fn next(&mut self, [value]: [f64; 1]) -> [f64; 1] {
        if value.is_nan() {
            return [f64::NAN];
        }
        let spread = self.deviation.push(value);
        [spread.map_or(f64::NAN, |spread| (spread.variance * self.factor).sqrt())]
    }

    fn column(&mut self, [values]: [&[f64]; 1], [output]: [&mut [f64]; 1]) {
        let factor = self.factor;
        let values = &values[..values.len().min(output.len())];
        self.deviation.column(values, |row, _, variances| {
            for (output, variance) in output[row..].iter_mut().zip(&*variances) {
                *output = (*variance * factor).sqrt();
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column;

    #[test]
    fn divides_by_n_or_by_one_less() {
        // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, squares 9+1+1+1+0+0+4+16 = 32; 32 ÷ 8 = 4.
        let values = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
        let last = |divisor| {
            *column(StandardDeviation::new(8, divisor), &values)
                .last()
                .unwrap()
        };
        assert_eq!(last(Divisor::Population), 2.0);
        assert!((last(Divisor::Sample) - (32.0_f64 / 7.0).sqrt()).abs() < 1e-15);
    }
}
