//! Simple moving average: the mean of the last `period` values.

use crate::{Indicator, Kernel, boxed};
use domain::{Param, ParamKind, Text, Unit};

/// Definition of the simple moving average.
pub static INDICATOR: Indicator = Indicator {
    id: "sma",
    name: Text::new("Simple moving average", "단순 이동평균"),
    about: Text::new("The mean of the last bars.", "최근 봉들의 평균입니다."),
    inputs: &["value"],
    outputs: &["sma"],
    params: &[Param {
        id: "period",
        label: Text::new("Period", "기간"),
        help: Text::new("How many bars are averaged.", "평균을 내는 봉의 수입니다."),
        unit: Unit::Bars,
        kind: ParamKind::Int {
            min: 1,
            max: 1000,
            default: 20,
        },
    }],
    warm_up: |params| params[0] as usize - 1,
    kernel: |params| boxed(Sma::new(params[0] as usize)),
};

/// Σ(last n) ÷ n in O(1) a bar.
///
/// The running sum is compensated (Neumaier 1974), so that after a million bars it still equals a sum made afresh
/// to the last digits: a plain running sum drifts, and a cross of two averages may then be only rounding.
#[derive(Clone, Debug)]
pub struct Sma {
    window: Vec<f64>,
    oldest: usize,
    seen: usize,
    sum: f64,
    lost: f64,
}

impl Sma {
    /// Averages `period` values; a period of 0 counts as 1.
    pub fn new(period: usize) -> Sma {
        Sma {
            window: vec![0.0; period.max(1)],
            oldest: 0,
            seen: 0,
            sum: 0.0,
            lost: 0.0,
        }
    }

    fn add(&mut self, value: f64) {
        let sum = self.sum + value;
        self.lost += if self.sum.abs() >= value.abs() {
            (self.sum - sum) + value
        } else {
            (value - sum) + self.sum
        };
        self.sum = sum;
    }
}

impl Kernel<1, 1> for Sma {
    fn next(&mut self, [value]: [f64; 1]) -> [f64; 1] {
        if value.is_nan() {
            return [f64::NAN];
        }
        let leaving = std::mem::replace(&mut self.window[self.oldest], value);
        self.oldest = if self.oldest + 1 == self.window.len() {
            0
        } else {
            self.oldest + 1
        };
        self.add(value);
        if self.seen < self.window.len() {
            self.seen += 1;
        } else {
            self.add(-leaving);
        }
        if self.seen < self.window.len() {
            return [f64::NAN];
        }
        [(self.sum + self.lost) / self.window.len() as f64]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column;
    use proptest::prelude::*;

    #[test]
    fn averages_the_window() {
        let got = column(Sma::new(3), &[1.0, 2.0, 3.0, 4.0, 8.0]);
        assert!(got[0].is_nan() && got[1].is_nan());
        assert_eq!(got[2..], [2.0, 3.0, 5.0]);
    }

    proptest! {
        #[test]
        fn equals_a_sum_made_afresh(
            period in 1_usize..50,
            values in prop::collection::vec(1e-4_f64..1e8, 1..400),
        ) {
            let got = column(Sma::new(period), &values);
            for (index, value) in got.iter().enumerate() {
                if index + 1 < period {
                    prop_assert!(value.is_nan());
                } else {
                    let window = &values[index + 1 - period..=index];
                    let mean = window.iter().sum::<f64>() / period as f64;
                    prop_assert!((value - mean).abs() <= 1e-12 * mean);
                }
            }
        }
    }
}
