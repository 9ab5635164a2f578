//! Place in the Bollinger bands (%b) and their width, as plain numbers that strategies compare.

use super::bbands::{BollingerBands, PARAMS};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed};
use domain::Text;

/// Definition of %b and band width.
pub static INDICATOR: Indicator = Indicator {
    id: "bbands_percent",
    name: Text::new("Bollinger %b and width", "볼린저 %b와 밴드 폭"),
    category: Category::Volatility,
    about: Text::new(
        "Where the price is in its Bollinger bands, 0 at the lower and 1 at the upper, and how wide they are.",
        "볼린저 밴드 안의 위치(하단 0, 상단 1)와 밴드의 폭입니다.",
    ),
    inputs: &[Input::Value],
    outputs: &["percent", "width"],
    params: PARAMS,
    warm_up: |params| params[0] as usize - 1,
    memory: |params| Memory::Bars(params[0] as usize - 1),
    sparse: false,
    kernel: |params| boxed(BollingerPercent::of(params)),
};

/// (x − lower) ÷ (upper − lower), ½ in a band without width, and (upper − lower) ÷ middle, 0 at a middle of 0.
/// Source: Bollinger, "Bollinger on Bollinger Bands", 2001.
#[derive(Clone, Debug)]
pub struct BollingerPercent {
    bands: BollingerBands,
}

impl BollingerPercent {
    /// Measured from bands with these parameters.
    pub fn of(params: &[f64]) -> BollingerPercent {
        BollingerPercent {
            bands: BollingerBands::of(params),
        }
    }
}

impl Kernel<1, 2> for BollingerPercent {
    #[inline(always)]
    fn next(&mut self, [value]: [f64; 1]) -> [f64; 2] {
        let [upper, middle, lower] = self.bands.next([value]);
        if upper.is_nan() {
            return [f64::NAN; 2];
        }
        let band = upper - lower;
        let percent = if band > 0.0 {
            (value - lower) / band
        } else {
            0.5
        };
        let width = if middle == 0.0 { 0.0 } else { band / middle };
        [percent, width]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_the_place_between_the_bands() {
        // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, deviation 2; the upper band is 9, with a lower width of 1 the lower one is 3.
        let mut percent = BollingerPercent::of(&[8.0, 2.0, 1.0, 0.0]);
        let mut last = [f64::NAN; 2];
        for value in [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0] {
            last = percent.next([value]);
        }
        assert_eq!(last, [1.0, 6.0 / 5.0]);
    }

    #[test]
    fn a_flat_price_is_in_the_middle_of_nothing() {
        let mut percent = BollingerPercent::of(&[2.0, 2.0, 2.0, 0.0]);
        percent.next([3.0]);
        assert_eq!(percent.next([3.0]), [0.5, 0.0]);
    }
}
