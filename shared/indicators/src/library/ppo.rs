//! Percentage price oscillator: the distance of a fast average from a slow one in percent.

use super::ema::{Ema, Seed, settled};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the percentage price oscillator.
pub static INDICATOR: Indicator = Indicator {
    id: "ppo",
    name: Text::new("Percentage price oscillator", "가격 오실레이터 (PPO)"),
    category: Category::Momentum,
    about: Text::new(
        "The distance of a fast average from a slow one in percent of the slow one, comparable between symbols.",
        "단기 평균과 장기 평균의 차이를 장기 평균에 대한 %로 나타내어 종목끼리 비교할 수 있습니다.",
    ),
    inputs: &[Input::Value],
    outputs: &["ppo"],
    params: &[params::fast(12), params::slow(26), params::EMA_SEED],
    warm_up: |params| match Seed::of(params[2]) {
        Seed::Mean => params[0].max(params[1]) as usize - 1,
        Seed::First => 0,
    },
    memory: |params| Memory::Bars(settled(params[0].max(params[1]) as usize)),
    sparse: false,
    kernel: |params| {
        boxed(Ppo::new(
            params[0] as usize,
            params[1] as usize,
            Seed::of(params[2]),
        ))
    },
};

/// 100·(EMA fast − EMA slow) ÷ EMA slow, each average with its own seed; 0 where the slow one is 0.
///
/// Of two swapped periods the shorter is the fast one. Source: Appel's MACD in percent; seeding as TA-Lib.
#[derive(Clone, Debug)]
pub struct Ppo {
    fast: Ema,
    slow: Ema,
}

impl Ppo {
    /// Averages of these lengths.
    pub fn new(fast: usize, slow: usize, seed: Seed) -> Ppo {
        Ppo {
            fast: Ema::seeded(fast.min(slow), seed),
            slow: Ema::seeded(fast.max(slow), seed),
        }
    }
}

impl Kernel<1, 1> for Ppo {
    #[inline]
    fn next(&mut self, value: [f64; 1]) -> [f64; 1] {
        let ([fast], [slow]) = (self.fast.next(value), self.slow.next(value));
        if slow == 0.0 {
            [0.0]
        } else {
            [100.0 * ((fast - slow) / slow)]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column;

    #[test]
    fn is_the_distance_in_percent_of_the_slow_average() {
        // Fast 1 is the price; slow 3: 4 from the third bar, then 4 + ½·(12 − 4) = 8. 100·(12 − 8) ÷ 8 = 50.
        for (fast, slow) in [(1, 3), (3, 1)] {
            let got = column(Ppo::new(fast, slow, Seed::Mean), &[2.0, 4.0, 6.0, 12.0]);
            assert!(got[0].is_nan() && got[1].is_nan());
            assert_eq!(got[2..], [50.0, 50.0]);
        }
    }
}
