//! Elder ray: how far buyers and sellers push the price away from its average.

use super::ema::{Ema, Seed, settled};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the Elder ray.
pub static INDICATOR: Indicator = Indicator {
    id: "elder_ray",
    name: Text::new("Elder ray", "엘더 레이"),
    category: Category::Momentum,
    about: Text::new(
        "How far the high lies above the average (bulls) and the low below it (bears, negative).",
        "고가가 평균보다 얼마나 위에 있는지(매수세)와 저가가 얼마나 아래에 있는지(매도세, 음수)입니다.",
    ),
    inputs: &[Input::High, Input::Low, Input::Close],
    outputs: &["bull", "bear"],
    params: &[params::period(13), params::EMA_SEED],
    warm_up: |params| match Seed::of(params[1]) {
        Seed::Mean => params[0] as usize - 1,
        Seed::First => 0,
    },
    // A distance is a small part of the price, so the average has to settle further than for itself.
    memory: |params| Memory::Bars(settled(params[0] as usize) + 3 * params[0] as usize),
    sparse: false,
    kernel: |params| boxed(ElderRay::new(params[0] as usize, Seed::of(params[1]))),
};

/// high − EMA(close) and low − EMA(close). Source: Elder, "Trading for a Living", 1993.
#[derive(Clone, Debug)]
pub struct ElderRay {
    average: Ema,
}

impl ElderRay {
    /// Looks at about `period` bars; 0 counts as 1.
    pub fn new(period: usize, seed: Seed) -> ElderRay {
        ElderRay {
            average: Ema::seeded(period, seed),
        }
    }
}

impl Kernel<3, 2> for ElderRay {
    #[inline]
    fn next(&mut self, [high, low, close]: [f64; 3]) -> [f64; 2] {
        if high.is_nan() || low.is_nan() || close.is_nan() {
            return [f64::NAN; 2];
        }
        let average = self.average.push(close);
        [high - average, low - average]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_from_the_average_of_closes() {
        // k = ½: averages 10, then 12.
        let mut kernel = ElderRay::new(3, Seed::First);
        assert_eq!(kernel.next([11.0, 8.0, 10.0]), [1.0, -2.0]);
        assert_eq!(kernel.next([15.0, 13.0, 14.0]), [3.0, 1.0]);
    }
}
