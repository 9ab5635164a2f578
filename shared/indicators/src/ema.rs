//! Exponential moving average: recent values weigh more.

use crate::{Indicator, Kernel, boxed};
use domain::{Param, ParamKind, Text, Unit};

/// Definition of the exponential moving average.
pub static INDICATOR: Indicator = Indicator {
    id: "ema",
    name: Text::new("Exponential moving average", "지수 이동평균"),
    about: Text::new(
        "An average in which recent bars weigh more.",
        "최근 봉일수록 무게를 더 두는 평균입니다.",
    ),
    inputs: &["value"],
    outputs: &["ema"],
    params: &[Param {
        id: "period",
        label: Text::new("Period", "기간"),
        help: Text::new(
            "Weight of the newest bar is 2 ÷ (period + 1).",
            "새 봉의 무게는 2 ÷ (기간 + 1)입니다.",
        ),
        unit: Unit::Bars,
        kind: ParamKind::Int {
            min: 1,
            max: 1000,
            default: 20,
        },
    }],
    warm_up: |params| params[0] as usize - 1,
    kernel: |params| boxed(Ema::new(params[0] as usize)),
};

/// e ← e + k·(x − e), k = 2 ÷ (n + 1), seeded with the mean of the first n values as TA-Lib does.
#[derive(Clone, Debug)]
pub struct Ema {
    period: usize,
    weight: f64,
    seen: usize,
    sum: f64,
    value: f64,
}

impl Ema {
    /// An average over about `period` values; a period of 0 counts as 1.
    pub fn new(period: usize) -> Ema {
        let period = period.max(1);
        Ema {
            period,
            weight: 2.0 / (period as f64 + 1.0),
            seen: 0,
            sum: 0.0,
            value: f64::NAN,
        }
    }
}

impl Kernel<1, 1> for Ema {
    fn next(&mut self, [value]: [f64; 1]) -> [f64; 1] {
        if value.is_nan() {
            return [f64::NAN];
        }
        if self.seen < self.period {
            self.seen += 1;
            self.sum += value;
            if self.seen == self.period {
                self.value = self.sum / self.period as f64;
            }
        } else {
            self.value += self.weight * (value - self.value);
        }
        [self.value]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column;

    #[test]
    fn is_seeded_with_the_mean_then_recursive() {
        // Period 3: k = 1/2. Seed (1+2+3)/3 = 2, then 2 + (6−2)/2 = 4, then 4 + (4−4)/2 = 4.
        let got = column(Ema::new(3), &[1.0, 2.0, 3.0, 6.0, 4.0]);
        assert!(got[0].is_nan() && got[1].is_nan());
        assert_eq!(got[2..], [2.0, 4.0, 4.0]);
    }

    #[test]
    fn waits_for_an_input_that_is_not_warmed_up() {
        let got = column(Ema::new(2), &[f64::NAN, 1.0, 3.0]);
        assert!(got[0].is_nan() && got[1].is_nan());
        assert_eq!(got[2], 2.0);
    }
}
