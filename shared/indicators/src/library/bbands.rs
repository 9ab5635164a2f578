//! Bollinger bands: a moving average and lines a number of deviations above and below.

use super::stddev::Divisor;
use crate::blocks::Deviation;
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::{Param, Text};

/// Definition of the Bollinger bands.
pub static INDICATOR: Indicator = Indicator {
    id: "bbands",
    name: Text::new("Bollinger bands", "볼린저 밴드"),
    category: Category::Volatility,
    about: Text::new(
        "A moving average with a band that widens when prices scatter.",
        "가격이 흩어질수록 넓어지는 이동평균 밴드입니다.",
    ),
    inputs: &[Input::Value],
    outputs: &["upper", "middle", "lower"],
    params: PARAMS,
    warm_up: |params| params[0] as usize - 1,
    memory: |params| Memory::Bars(params[0] as usize - 1),
    sparse: false,
    kernel: |params| boxed(BollingerBands::of(params)),
};

/// What the bands and everything measured from them are made with.
pub const PARAMS: &[Param] = &[
    params::period(20),
    params::width("up", Text::new("Upper width", "상단 배수"), 2.0),
    params::width("down", Text::new("Lower width", "하단 배수"), 2.0),
    params::DEVIATION,
];

/// mean ± width × deviation. Source: Bollinger, "Bollinger on Bollinger Bands", 2001.
#[derive(Clone, Debug)]
pub struct BollingerBands {
    deviation: Deviation,
    factor: f64,
    up: f64,
    down: f64,
}

impl BollingerBands {
    /// Bands with the values of [`PARAMS`].
    pub fn of(params: &[f64]) -> BollingerBands {
        let divisor = Divisor::of(params[3]);
        BollingerBands::new(params[0] as usize, params[1], params[2], divisor)
    }

    /// Bands over `period` values.
    pub fn new(period: usize, up: f64, down: f64, divisor: Divisor) -> BollingerBands {
        let deviation = Deviation::new(period);
        BollingerBands {
            factor: divisor.factor(deviation.period()),
            deviation,
            up,
            down,
        }
    }
}

impl Kernel<1, 3> for BollingerBands {
    #[inline(always)]
    fn next(&mut self, [value]: [f64; 1]) -> [f64; 3] {
        if value.is_nan() {
            return [f64::NAN; 3];
        }
        let Some(spread) = self.deviation.push(value) else {
            return [f64::NAN; 3];
        };
        let (mean, deviation) = (spread.mean, (spread.variance * self.factor).sqrt());
        [
            mean + self.up * deviation,
            mean,
            mean - self.down * deviation,
        ]
    }

    fn column(&mut self, [values]: [&[f64]; 1], [upper, middle, lower]: [&mut [f64]; 3]) {
        let (factor, up, down) = (self.factor, self.up, self.down);
        let rows = values.len().min(upper.len());
        self.deviation
            .column(&values[..rows], |row, means, variances| {
                let rows = row..row + means.len();
                let (upper, middle) = (&mut upper[rows.clone()], &mut middle[rows.clone()]);
                let lower = &mut lower[rows];
                for row in 0..means.len() {
                    let deviation = (variances[row] * factor).sqrt();
                    upper[row] = means[row] + up * deviation;
                    middle[row] = means[row];
                    lower[row] = means[row] - down * deviation;
                }
            });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bands_lie_their_widths_away() {
        // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, deviation 2.
        let mut bands = BollingerBands::new(8, 2.0, 1.0, Divisor::Population);
        let mut last = [f64::NAN; 3];
        for value in [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0] {
            last = bands.next([value]);
        }
        assert_eq!(last, [9.0, 5.0, 3.0]);
    }
}
