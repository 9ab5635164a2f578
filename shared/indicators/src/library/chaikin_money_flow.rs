//! Chaikin money flow: whether the volume comes with closes near the high or near the low.

use crate::blocks::Quotient;
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the Chaikin money flow.
pub static INDICATOR: Indicator = Indicator {
    id: "chaikin_money_flow",
    name: Text::new("Chaikin money flow", "차이킨 머니 플로우 (CMF)"),
    category: Category::Volume,
    about: Text::new(
        "Near 1 when the volume comes with closes at the high, near −1 with closes at the low.",
        "거래량이 고가 부근 마감에 실리면 1에, 저가 부근 마감에 실리면 −1에 가까워집니다.",
    ),
    inputs: &[Input::High, Input::Low, Input::Close, Input::Volume],
    outputs: &["cmf"],
    params: &[params::period(20)],
    warm_up: |params| params[0] as usize - 1,
    memory: |params| Memory::Bars(params[0] as usize - 1),
    sparse: false,
    kernel: |params| boxed(ChaikinMoneyFlow::new(params[0] as usize)),
};

/// Σ(m·volume) ÷ Σ(volume), m = ((close − low) − (high − close)) ÷ (high − low); m = 0 for a bar without a range, 0 while
/// nobody trades. Source: Chaikin, in Colby, "The Encyclopedia of Technical Market Indicators", 2002.
#[derive(Clone, Debug)]
pub struct ChaikinMoneyFlow {
    flow: Quotient,
}

impl ChaikinMoneyFlow {
    /// Looks at `period` bars; 0 counts as 1.
    pub fn new(period: usize) -> ChaikinMoneyFlow {
        ChaikinMoneyFlow {
            flow: Quotient::new(period),
        }
    }
}

impl Kernel<4, 1> for ChaikinMoneyFlow {
    #[inline]
    fn next(&mut self, [high, low, close, volume]: [f64; 4]) -> [f64; 1] {
        if high.is_nan() || low.is_nan() || close.is_nan() || volume.is_nan() {
            return [f64::NAN];
        }
        let range = high - low;
        let place = if range > 0.0 {
            ((close - low) - (high - close)) / range
        } else {
            0.0
        };
        match self.flow.push(place * volume, volume) {
            Some((flow, traded)) if traded > 0.0 => [flow / traded],
            Some(_) => [0.0],
            None => [f64::NAN],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weighs_the_place_of_the_close_with_the_volume() {
        let mut kernel = ChaikinMoneyFlow::new(2);
        assert!(kernel.next([12.0, 10.0, 12.0, 3.0])[0].is_nan());
        // (1·3 − ½·1) ÷ 4
        assert_eq!(kernel.next([14.0, 10.0, 11.0, 1.0]), [0.625]);
        // A flat bar counts with its volume only: −½ ÷ 2.
        assert_eq!(kernel.next([11.0, 11.0, 11.0, 1.0]), [-0.25]);
        kernel.next([12.0, 10.0, 12.0, 0.0]);
        assert_eq!(kernel.next([12.0, 10.0, 12.0, 0.0]), [0.0]);
    }
}
