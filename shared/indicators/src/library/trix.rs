//! TRIX: the change of an average smoothed three times.

use super::ema::{Ema, Seed, settled};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the TRIX.
pub static INDICATOR: Indicator = Indicator {
    id: "trix",
    name: Text::new("TRIX", "트릭스 (TRIX)"),
    category: Category::Momentum,
    about: Text::new(
        "By how many percent an average smoothed three times changed in a bar; above 0 the price rises.",
        "세 번 평활한 지수 이동평균이 봉 하나에서 몇 % 변했는지입니다. 0보다 크면 상승 흐름입니다.",
    ),
    inputs: &[Input::Value],
    outputs: &["trix"],
    params: &[params::period(15), params::EMA_SEED],
    warm_up: |params| match Seed::of(params[1]) {
        Seed::Mean => 3 * (params[0] as usize - 1) + 1,
        Seed::First => 1,
    },
    memory: |params| Memory::Bars(3 * settled(params[0] as usize) + 1),
    sparse: false,
    kernel: |params| boxed(Trix::new(params[0] as usize, Seed::of(params[1]))),
};

/// 100·(e ÷ e₋₁ − 1) with e = EMA(EMA(EMA)); 0 where e₋₁ is 0. Source: Hutson 1983; seeding as TA-Lib.
#[derive(Clone, Debug)]
pub struct Trix {
    averages: [Ema; 3],
    before: f64,
}

impl Trix {
    /// Averages over about `period` values.
    pub fn new(period: usize, seed: Seed) -> Trix {
        Trix {
            averages: std::array::from_fn(|_| Ema::seeded(period, seed)),
            before: f64::NAN,
        }
    }
}

impl Kernel<1, 1> for Trix {
    #[inline]
    fn next(&mut self, value: [f64; 1]) -> [f64; 1] {
        let mut smooth = value;
        for average in &mut self.averages {
            smooth = average.next(smooth);
        }
        if smooth[0].is_nan() {
            return smooth;
        }
        let before = std::mem::replace(&mut self.before, smooth[0]);
        if before == 0.0 {
            [0.0]
        } else {
            [100.0 * (smooth[0] / before - 1.0)]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column;

    #[test]
    fn is_the_change_of_the_third_average_in_percent() {
        // k = ½, seeded with the first value. EMA: 8, 16; of it: 8, 12; of that: 8, 10: 25 %.
        let got = column(Trix::new(3, Seed::First), &[8.0, 24.0]);
        assert!(got[0].is_nan());
        assert_eq!(got[1], 25.0);
        assert_eq!(column(Trix::new(3, Seed::First), &[0.0; 3])[2], 0.0);
    }
}
