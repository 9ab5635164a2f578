//! Volume-weighted moving average: bars with more trading weigh more.

use crate::blocks::{Quotient, Sum};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the volume-weighted moving average.
pub static INDICATOR: Indicator = Indicator {
    id: "vwma",
    name: Text::new(
        "Volume-weighted moving average",
        "거래량 가중 이동평균 (VWMA)",
    ),
    category: Category::Average,
    about: Text::new(
        "An average in which bars with more trading weigh more.",
        "거래가 많았던 봉일수록 무게를 더 두는 평균입니다.",
    ),
    inputs: &[Input::Value, Input::Volume],
    outputs: &["vwma"],
    params: &[params::period(20)],
    warm_up: |params| params[0] as usize - 1,
    memory: |params| Memory::Bars(params[0] as usize - 1),
    sparse: false,
    kernel: |params| boxed(Vwma::new(params[0] as usize)),
};

/// Σ(x·volume) ÷ Σ(volume); the plain mean when nobody traded in the window.
#[derive(Clone, Debug)]
pub struct Vwma {
    weighted: Quotient,
    plain: Sum,
}

impl Vwma {
    /// Looks at `period` bars; 0 counts as 1.
    pub fn new(period: usize) -> Vwma {
        Vwma {
            weighted: Quotient::new(period),
            plain: Sum::new(period),
        }
    }
}

impl Kernel<2, 1> for Vwma {
    #[inline]
    fn next(&mut self, [value, volume]: [f64; 2]) -> [f64; 1] {
        if value.is_nan() || volume.is_nan() {
            return [f64::NAN];
        }
        let weighted = self.weighted.push(value * volume, volume);
        let plain = self.plain.push(value);
        match (weighted, plain) {
            (Some((flow, traded)), _) if traded > 0.0 => [flow / traded],
            (_, Some(sum)) => [sum / self.plain.period() as f64],
            _ => [f64::NAN],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn volume_is_the_weight_and_without_any_all_bars_are_equal() {
        let mut vwma = Vwma::new(2);
        assert!(vwma.next([10.0, 1.0])[0].is_nan());
        // (10·1 + 20·3) ÷ 4
        assert_eq!(vwma.next([20.0, 3.0]), [17.5]);
        assert_eq!(vwma.next([7.0, 0.0]), [20.0]);
        assert_eq!(vwma.next([9.0, 0.0]), [8.0]);
    }
}
