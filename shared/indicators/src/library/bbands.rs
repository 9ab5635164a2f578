//! Bollinger bands: a moving average and lines a number of deviations above and below.

use super::stddev::Divisor;
use crate::blocks::Deviation;
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the Bollinger bands.
pub static INDICATOR: Indicator = Indicator {
    id: "bbands",
    name: Text::new("Bollinger bands", "볼린저 밴드"),
    category: Category::Volatility,
    about: Text::new(
        "A moving average with a band that widens when prices scatter; percent is the place inside the band, width its size.",
        "가격이 흩어질수록 넓어지는 이동평균 밴드입니다. percent는 밴드 안의 위치, width는 밴드의 폭입니다.",
    ),
    inputs: &[Input::Value],
    outputs: &["upper", "middle", "lower", "percent", "width"],
    params: &[
        params::period(20),
        params::width("up", Text::new("Upper width", "상단 배수"), 2.0),
        params::width("down", Text::new("Lower width", "하단 배수"), 2.0),
        params::DEVIATION,
    ],
    warm_up: |params| params[0] as usize - 1,
    memory: |params| Memory::Bars(params[0] as usize - 1),
    sparse: false,
    kernel: |params| {
        boxed(BollingerBands::new(
            params[0] as usize,
            params[1],
            params[2],
            Divisor::of(params[3]),
        ))
    },
};

/// mean ± width × deviation. percent = (x − lower) ÷ (upper − lower), ½ for a band without width;
/// width = (upper − lower) ÷ middle. Source: Bollinger, "Bollinger on Bollinger Bands", 2001.
#[derive(Clone, Debug)]
pub struct BollingerBands {
    deviation: Deviation,
    factor: f64,
    up: f64,
    down: f64,
}

impl BollingerBands {
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

impl Kernel<1, 5> for BollingerBands {
    #[inline]
    fn next(&mut self, [value]: [f64; 1]) -> [f64; 5] {
        if value.is_nan() {
            return [f64::NAN; 5];
        }
        let Some(spread) = self.deviation.push(value) else {
            return [f64::NAN; 5];
        };
        let deviation = (spread.variance * self.factor).sqrt();
        let middle = spread.mean;
        let (upper, lower) = (middle + self.up * deviation, middle - self.down * deviation);
        let band = upper - lower;
        let percent = if band > 0.0 {
            (value - lower) / band
        } else {
            0.5
        };
        let width = if middle == 0.0 { 0.0 } else { band / middle };
        [upper, middle, lower, percent, width]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bands_lie_their_widths_away() {
        // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, deviation 2.
        let mut bands = BollingerBands::new(8, 2.0, 1.0, Divisor::Population);
        let mut last = [f64::NAN; 5];
        for value in [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0] {
            last = bands.next([value]);
        }
        assert_eq!(last, [9.0, 5.0, 3.0, 1.0, 6.0 / 5.0]);
    }

    #[test]
    fn a_flat_price_is_in_the_middle_of_nothing() {
        let mut bands = BollingerBands::new(2, 2.0, 2.0, Divisor::Population);
        bands.next([3.0]);
        assert_eq!(bands.next([3.0]), [3.0, 3.0, 3.0, 0.5, 0.0]);
    }
}
